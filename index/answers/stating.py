"""What one report states to a question, if it states it surely enough."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.answers.breakdown import asks_breakdown, asks_kinds
from index.answers.evidence import FIGURE_KINDS
from index.answers.findings import finding
from index.answers.lists import list_candidates
from index.answers.matching import Weights
from index.answers.none_stated import none_stated
from index.answers.retrieval import Passages
from index.answers.sentences import asks_several, sentence_candidates
from index.answers.stated_figures import figures_of_all, figures_of_one
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
        return figures_of_one(question, held, passages, weights) or _none_stated(
            question, held, passages, weights
        )
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


def findings_of_all(
    question: Question,
    scope: Sequence[HeldReport],
    passages: Mapping[str, Passages],
    weights: Weights,
) -> list[tuple[Finding, ...]]:
    """What each of several reports states, figures of one class; nothing for those that do not.

    Where a report says that there was none, that counts in the unit of the others.
    """
    if question.kind not in FIGURE_KINDS:
        return [findings_of(question, held, passages[held.name], weights) for held in scope]
    rows = figures_of_all(question, scope, passages, weights) or [()] * len(scope)
    units = Counter(row[0].value.unit for row in rows if row and row[0].value)
    unit = units.most_common(1)[0][0] if units else None
    return [
        row
        or tuple(
            replace(found, value=replace(found.value, unit=unit))
            for found in _none_stated(question, held, passages[held.name], weights)
            if found.value
        )
        for row, held in zip(rows, scope, strict=True)
    ]


def _none_stated(
    question: Question, held: HeldReport, passages: Passages, weights: Weights
) -> tuple[Finding, ...]:
    return none_stated(question, held, passages, weights, SENTENCE_THRESHOLD)


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
