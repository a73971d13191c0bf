"""What one report states to a question, if it states it surely enough."""

from __future__ import annotations

from dataclasses import replace

from index.answers.breakdown import asks_breakdown, asks_kinds
from index.answers.evidence import FIGURE_KINDS, Candidate, figure_candidates
from index.answers.findings import figure_value, finding
from index.answers.lists import list_candidates
from index.answers.matching import Weights
from index.answers.retrieval import Passages
from index.answers.sentences import asks_several, sentence_candidates
from index.answers.topics import within_sections
from index.answers.whether import outcome_of
from index.models import Figure, Finding, Question
from index.questions.patterns import COMPLETE
from index.snapshot import HeldReport

# Below these nothing is stated; measured on tests/questions.
FIGURE_THRESHOLD = 0.5
SENTENCE_THRESHOLD = 0.5
LIST_THRESHOLD = 0.6
# Two figures of one report whose scores are closer than this are both shown.
_EQUAL = 0.15
_MOST_EQUAL = 3


def findings_of(
    question: Question, held: HeldReport, passages: Passages, weights: Weights
) -> tuple[Finding, ...]:
    """What one report states, best first; nothing when it does not state it surely enough."""
    if asks_breakdown(question):
        found = _sentence_findings(question, held, passages, weights)
        if found or asks_kinds(question):
            return found
    if question.kind in FIGURE_KINDS:
        return _figure_findings(question, held, passages, weights)
    if question.claimed is not None and outcome_of(question) is None:
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
            passages = within_sections(held, question.kind, passages)
    return _sentence_findings(question, held, passages, weights)


def _sentence_findings(
    question: Question, held: HeldReport, passages: Passages, weights: Weights
) -> tuple[Finding, ...]:
    sentences = sentence_candidates(question, held, passages, weights)
    if not sentences or sentences[0].confidence < SENTENCE_THRESHOLD:
        return ()
    best = sentences[0]
    if best.value is None and question.kind == "which" and asks_several(question):
        # 哪些 is answered by the names in a row; a sentence without them is only reading.
        return ()
    return (
        finding(held, best.section, (best.start, best.end), best.value, confidence=best.confidence),
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
        alike = best.score - other.score < _EQUAL and other.figure.unit == best.figure.unit
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
