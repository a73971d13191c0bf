"""What one report states to a question, if it states it surely enough."""

from __future__ import annotations

import re
from dataclasses import replace

from index.answers.breakdown import asks_breakdown, asks_kinds
from index.answers.evidence import FIGURE_KINDS
from index.answers.findings import finding
from index.answers.lists import list_candidates
from index.answers.matching import Weights
from index.answers.retrieval import Passages
from index.answers.sentences import asks_several, sentence_candidates
from index.answers.stated_figures import figures_of_one
from index.answers.topics import within_sections
from index.answers.whether import outcome_of
from index.models import Finding, Question
from index.questions.patterns import COMPLETE
from index.snapshot import HeldReport

# Below these nothing is stated; measured on tests/questions.
SENTENCE_THRESHOLD = 0.6
LIST_THRESHOLD = 0.5
# 达到80%了吗
_AT_LEAST = re.compile(r"达到|超过|不低于|不少于|突破|\b(?:reach|exceed|at least|over|more than)")


def findings_of(
    question: Question, held: HeldReport, passages: Passages, weights: Weights
) -> tuple[Finding, ...]:
    """What one report states, best first; nothing when it does not state it surely enough."""
    if asks_breakdown(question):
        found = _sentence_findings(question, held, passages, weights)
        if found or asks_kinds(question):
            return found
    if question.kind in FIGURE_KINDS:
        return figures_of_one(question, held, passages, weights)
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


def _claim_findings(
    question: Question, held: HeldReport, passages: Passages, weights: Weights
) -> tuple[Finding, ...]:
    """Yes or no by the figure that the report states for what the question claims a number of."""
    asked = replace(question, kind="count")
    return tuple(
        replace(found, value=replace(value, yes=_holds(question, value.number)))
        for found in figures_of_one(asked, held, passages, weights)[:1]
        if (value := found.value) is not None
    )


def _holds(question: Question, number: float | None) -> bool:
    """Whether a number is what the question claims, or at least that much (达到, 超过)."""
    if number is None or question.claimed is None:
        return False
    if _AT_LEAST.search(question.folded):
        return number >= question.claimed
    return number == question.claimed
