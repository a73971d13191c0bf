"""Figures of a report's year that the report of the next year states otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.answers.evidence import FIGURE_KINDS, Candidate, figure_candidates
from index.answers.findings import figure_value, finding
from index.answers.matching import Weights
from index.answers.retrieval import best_hits, passages_of
from index.figures import unit_class, unit_scale
from index.models import Finding, Question
from index.snapshot import HeldReport, Snapshot

# A restated figure is of the same thing when this much of the question stands around it.
_LEAST = 0.8
_LAST_YEAR = re.compile(r"上年|去年|上一年")


def conflicts(
    question: Question, findings: Sequence[Finding], snapshot: Snapshot
) -> tuple[Finding, ...]:
    """What reports of the year after say of the same figure, where the number is another.

    A figure is restated where the sentence gives it the year of the report that was
    asked (2023年为27所), as a level, not as a change.
    """
    if question.kind not in FIGURE_KINDS or question.operation:
        return ()
    stated = {found.report: found for found in reversed(findings)}
    told = []
    for found in stated.values():
        for held in snapshot.reports.values():
            description = held.description
            later = found.year is not None and description.year == found.year + 1
            if later and description.body == found.body:
                told += _restated(question, found, held, snapshot)
    return tuple(told)


def _restated(
    question: Question, found: Finding, held: HeldReport, snapshot: Snapshot
) -> list[Finding]:
    hits = best_hits(question, (held,), snapshot)[held.name]
    candidates = figure_candidates(
        question, held, passages_of(hits, held), Weights(question, snapshot)
    )
    return [
        finding(
            held,
            candidate.section,
            (candidate.figure.sentence_start, candidate.figure.sentence_end),
            figure_value(candidate.figure, held, candidate.section),
            confidence=candidate.confidence,
        )
        for candidate in candidates
        if candidate.features["coverage"] >= _LEAST
        and "other_year" in candidate.features
        and candidate.figure.kind != "delta"
        and _is_of_year(candidate, found.year or 0)
        and _differs(candidate, found)
    ][:1]


def _is_of_year(candidate: Candidate, year: int) -> bool:
    figure = candidate.figure
    before = candidate.held.report.text[figure.sentence_start : figure.start]
    return f"{year}年" in before or bool(_LAST_YEAR.search(before))


def _differs(candidate: Candidate, found: Finding) -> bool:
    figure, value = candidate.figure, found.value
    if value is None or value.number is None or figure.number is None:
        return False
    unit = value.unit or ""
    return unit_class(figure.unit) == unit_class(unit) and (
        figure.number * unit_scale(figure.unit) != value.number * unit_scale(unit)
    )
