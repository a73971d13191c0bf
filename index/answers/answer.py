"""The read path: a question and what is held become an answer whose every quote was checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.answers import wording
from index.answers.aggregate import aggregate
from index.answers.findings import finding, verified
from index.answers.matching import Weights
from index.answers.refusing import meant, refusal
from index.answers.restated import conflicts
from index.answers.retrieval import Passages, best_hits, passages_of
from index.answers.scope import absent, admits, in_scope
from index.answers.sentences import sentence_candidates
from index.answers.stating import findings_of, findings_of_all
from index.answers.unclear import unclear
from index.models import Answer, Coverage, Finding, Missing, Question
from index.questions.parse import put_to
from index.slips import suggestions
from index.snapshot import HeldReport, Snapshot

_MOST_RELATED = 3
_LEAST_RELATED = 0.25


def answer(question: Question, snapshot: Snapshot) -> Answer:
    """Answers from the reports that the question's slots admit, or says what is missing."""
    if not snapshot.reports:
        return _without(question, snapshot, Coverage(0, 0), Missing("topic", question.topic))
    scope, missing = in_scope(question, snapshot)
    if missing:
        return _without(question, snapshot, Coverage(0, 0), missing)
    if sentence := unclear(question):
        nothing = _without(
            question, snapshot, Coverage(len(scope), 0), Missing("topic", question.topic)
        )
        return replace(nothing, text=sentence, meant=None)
    asked, question = question, put_to(question, len(scope))
    weights = Weights(question, snapshot)
    hits = best_hits(question, scope, snapshot)
    passages = {held.name: passages_of(hits[held.name], held) for held in scope}
    if len(scope) > 1:
        per_report = findings_of_all(question, scope, passages, weights)
    else:
        per_report = [findings_of(question, held, passages[held.name], weights) for held in scope]
    stating = [found for found in per_report if found]
    findings = verified(
        tuple(found for group in _ordered(stating) for found in group), snapshot.reports
    )
    coverage = Coverage(len(scope), len({found.report for found in findings}))
    if len(scope) > 1 and question is not asked:
        # 哪些单位没有…: those of which it is true, where there are any.
        findings = tuple(f for f in findings if f.value and f.value.yes) or findings
    if not findings:
        related = verified(_related(question, scope, passages, weights), snapshot.reports)
        return _without(question, snapshot, coverage, Missing("topic", question.topic), related)
    findings, line = aggregate(question, findings, coverage)
    line += wording.relative(question)
    otherwise = tuple(
        found
        for found in verified(conflicts(question, findings, snapshot), snapshot.reports)
        if admits(question.within, snapshot.reports[found.report].description)
    )
    line += wording.otherwise(question, otherwise)
    lacking = absent(question, scope)
    if lacking:
        line += wording.lacking(question, lacking)
    return Answer(
        question=question.text,
        language=question.language,
        status="answered",
        text=line,
        findings=findings,
        coverage=coverage,
        missing=Missing("year" if question.slots.years else "place", "、".join(lacking))
        if lacking
        else None,
        related=otherwise,
        asked=question,
    )


def answer_all(text: str, questions: Sequence[Question], snapshot: Snapshot) -> Answer:
    """The answers to the parts of one question, as one: their lines and findings in order.

    A part that is not answered says so in the line.
    """
    answers = [answer(question, snapshot) for question in questions]
    if len(answers) == 1:
        return answers[0]
    answered = [one for one in answers if one.status == "answered"]
    first = (answered or answers)[0]
    separator = "; " if first.language == "en" else "；"
    return replace(
        first,
        question=text,
        text=separator.join(one.text.rstrip("。") for one in answers),
        findings=tuple(found for one in answers for found in one.findings),
        missing=next((one.missing for one in answers if one.missing), None),
        related=tuple(found for one in answers for found in one.related)[:_MOST_RELATED],
        asked=questions[0],
    )


def _without(
    question: Question,
    snapshot: Snapshot,
    coverage: Coverage,
    missing: Missing,
    related: tuple[Finding, ...] = (),
) -> Answer:
    line = refusal(question, missing, coverage, related)
    corrected = _without_slips(question, snapshot)
    if corrected:
        line += meant(question, corrected)
    return Answer(
        question=question.text,
        language=question.language,
        status="not_found" if missing.slot == "topic" else "missing_slot",
        text=line,
        findings=(),
        coverage=coverage,
        missing=missing,
        related=related,
        asked=question,
        meant=corrected,
    )


def _without_slips(question: Question, snapshot: Snapshot) -> str | None:
    """The question with the words that its slips of the input method stand for; None without slips."""
    corrected = question.text
    for written, right in suggestions(question.folded, snapshot.vocabulary):
        corrected = corrected.replace(written, right)
    return corrected if corrected != question.text else None


def _ordered(groups: list[tuple[Finding, ...]]) -> list[tuple[Finding, ...]]:
    """Reports by how surely they answer, those alike by year, the latest first, then by name."""
    return sorted(
        groups, key=lambda g: (-round(g[0].confidence, 2), -(g[0].year or 0), g[0].report)
    )


def _related(
    question: Question, scope: Sequence[HeldReport], passages: dict[str, Passages], weights: Weights
) -> tuple[Finding, ...]:
    """The sentences that come nearest, offered as reading."""
    sentences = [
        sentence
        for held in scope
        for sentence in sentence_candidates(question, held, passages[held.name], weights)[:2]
        if sentence.features["coverage"] >= _LEAST_RELATED
    ]
    sentences.sort(key=lambda s: (-s.features["coverage"], s.held.name, s.start))
    return tuple(
        finding(s.held, s.section, (s.start, s.end), None, confidence=s.confidence)
        for s in sentences[:_MOST_RELATED]
    )
