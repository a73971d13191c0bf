"""The read path: a question and what is held become an answer whose every quote was checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.answers import wording
from index.answers.aggregate import aggregate
from index.answers.evidence import (
    FIGURE_KINDS,
    FIGURE_THRESHOLD,
    Candidate,
    figure_candidates,
)
from index.answers.findings import figure_value, finding, verified
from index.answers.lists import list_candidates
from index.answers.matching import Weights
from index.answers.scope import absent, in_scope
from index.answers.sentences import asks_several, sentence_candidates, sentence_value
from index.models import Answer, Coverage, Figure, Finding, Missing, Question
from index.questions.parse import within_one
from index.questions.patterns import COMPLETE
from index.snapshot import HeldReport, Snapshot
from index.tokens import query_terms

# Below these no sentence and no list is stated; measured on tests/questions.
SENTENCE_THRESHOLD = 0.66
LIST_THRESHOLD = 0.6
# Two figures of one report closer than this are both shown.
_EQUAL = 0.015
_MOST_EQUAL = 3
# Passages of a report that are looked into for figures and sentences.
_PASSAGES_A_REPORT = 12
_MOST_RELATED = 3
_LEAST_RELATED = 0.25


def answer(question: Question, snapshot: Snapshot) -> Answer:
    """Answers from the reports that the question's slots admit, or says what is missing."""
    if not snapshot.reports:
        return _without(question, Coverage(0, 0), Missing("topic", question.topic))
    scope, missing = in_scope(question, snapshot)
    if missing:
        return _without(question, Coverage(0, 0), missing)
    if not question.concepts and question.kind not in COMPLETE:
        return _without(question, Coverage(len(scope), 0), Missing("topic", question.topic))
    if len(scope) == 1:
        question = within_one(question)
    weights = Weights(question, snapshot)
    passages = _passages(question, scope, snapshot)
    per_report = [_findings(question, held, passages[held.report.name], weights) for held in scope]
    stating = [found for found in per_report if found]
    findings = verified(
        tuple(found for group in _ordered(stating) for found in group), snapshot.reports
    )
    coverage = Coverage(len(scope), len({found.report for found in findings}))
    if not findings:
        related = verified(_related(question, scope, passages, weights), snapshot.reports)
        return _without(question, coverage, Missing("topic", question.topic), related)
    findings, line = aggregate(question, findings, coverage)
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
    coverage: Coverage,
    missing: Missing,
    related: tuple[Finding, ...] = (),
) -> Answer:
    return Answer(
        question=question.text,
        language=question.language,
        status="not_found" if missing.slot == "topic" else "missing_slot",
        text=wording.refusal(question, missing, coverage, related),
        findings=(),
        coverage=coverage,
        missing=missing,
        related=related,
        asked=question,
    )


Passages = Sequence[tuple[int, int, int]]


def _passages(
    question: Question, scope: Sequence[HeldReport], snapshot: Snapshot
) -> dict[str, Passages]:
    """The best passages of every report in scope, so that none is left unread."""
    terms = sorted(
        {
            term
            for concept in question.concepts
            for word in concept.alternatives
            for term in query_terms(word)
        }
    )
    hits = snapshot.hits_by_report(terms, scope, _PASSAGES_A_REPORT)
    return {
        name: [
            (passage.section, passage.start, passage.end)
            for hit in of_report
            for passage in (snapshot.passages[hit.passage],)
        ]
        for name, of_report in hits.items()
    }


def _findings(
    question: Question, held: HeldReport, passages: Passages, weights: Weights
) -> tuple[Finding, ...]:
    """What one report states, best first; nothing when it does not state it surely enough."""
    if question.kind in FIGURE_KINDS:
        return _figure_findings(question, held, passages, weights)
    if question.claimed is not None:
        return _claim_findings(question, held, passages, weights)
    if question.kind in COMPLETE:
        lists = list_candidates(question, held, weights)
        if lists and lists[0].confidence >= LIST_THRESHOLD:
            best = lists[0]
            return (
                finding(
                    held,
                    best.section.number,
                    (best.start, best.end),
                    best.value,
                    confidence=best.confidence,
                ),
            )
        if question.kind != "measures":
            return ()
    sentences = sentence_candidates(question, held, passages, weights)
    if not sentences or sentences[0].confidence < SENTENCE_THRESHOLD:
        return ()
    best_sentence = sentences[0]
    value = sentence_value(question, best_sentence)
    if value is None and question.kind == "which" and asks_several(question):
        # 哪些 is answered by the names in a row; a sentence without them is only reading.
        return ()
    return (
        finding(
            held,
            best_sentence.section,
            (best_sentence.start, best_sentence.end),
            value,
            confidence=best_sentence.confidence,
        ),
    )


def _figure_findings(
    question: Question, held: HeldReport, passages: Passages, weights: Weights
) -> tuple[Finding, ...]:
    candidates = figure_candidates(question, held, passages, weights)
    if not candidates or candidates[0].confidence < FIGURE_THRESHOLD:
        return ()
    best = candidates[0]
    chosen = [best]
    for other in candidates[1:]:
        alike = abs(other.order - best.order) < _EQUAL and other.figure.unit == best.figure.unit
        if alike and all(other.figure.number != c.figure.number for c in chosen):
            chosen.append(other)
        if len(chosen) == _MOST_EQUAL:
            break
    return tuple(_figure_finding(candidate) for candidate in chosen)


def _claim_findings(
    question: Question, held: HeldReport, passages: Passages, weights: Weights
) -> tuple[Finding, ...]:
    """Yes or no by the figure that the report states for what the question claims a number of."""
    asked = replace(question, kind="count")
    return tuple(
        replace(found, value=replace(value, yes=value.number == question.claimed))
        for found in _figure_findings(asked, held, passages, weights)[:1]
        if (value := found.value) is not None
    )


def _figure_finding(candidate: Candidate) -> Finding:
    figure = candidate.figure
    return finding(
        candidate.held,
        candidate.section,
        (figure.sentence_start, figure.sentence_end),
        figure_value(figure, candidate.held),
        beside=tuple(figure_value(rate, candidate.held) for rate in _rates_of(candidate)),
        confidence=candidate.confidence,
    )


def _rates_of(candidate: Candidate) -> list[Figure]:
    """The rates that the sentence gives right behind a count: 29所…，聘请率达到100%."""
    figure = candidate.figure
    if figure.kind != "count":
        return []
    rates = []
    year = candidate.held.report.description.year
    for other in candidate.held.figures_between(figure.end, figure.sentence_end):
        if other.kind == "rate":
            rates.append(other)
        elif other.kind != "date" or (other.date and not other.date.startswith(("--", str(year)))):
            # What follows is said of another count, or, after 2022年的, of another year.
            break
    return rates


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
        for sentence in sentence_candidates(question, held, passages[held.report.name], weights)[:2]
        if sentence.confidence >= _LEAST_RELATED
    ]
    sentences.sort(key=lambda s: (-s.confidence, s.held.report.name, s.start))
    return tuple(
        finding(s.held, s.section, (s.start, s.end), None, confidence=s.confidence)
        for s in sentences[:_MOST_RELATED]
    )
