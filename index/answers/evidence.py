"""Figures that may answer a question, scored by how much of it stands around each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.answers.matching import Weights
from index.answers.senses import asks_change, in_table, sense_factor
from index.answers.zones import Zones
from index.figures import unit_class
from index.fold import fold
from index.models import Figure, Question
from index.snapshot import HeldReport

# Below this confidence no figure is stated; measured on tests/questions.
FIGURE_THRESHOLD = 0.6

# A figure whose unit is only akin to the one asked for, or that a noun would not be counted in.
_AKIN_UNIT = 0.85
_OTHER_UNIT = 0.35
_OTHER_NOUN_UNIT = 0.6
# The thing asked for is not the thing counted.
_FOCUSED = 0.62
_NO_FOCUS = 0.55
# A thing or a deed that the question names is not said anywhere near the figure.
_FAR = 0.5
_NO_THING = 0.75
_NO_DEED = 0.8
# Among figures equally well surrounded: the one with the least said beyond the question, the
# one whose thing is named most exactly (法治副校长 before 优秀法治副校长), sentences before cells.
_DENSITY = 0.06
_EXACTNESS = 0.12
_IN_TABLE = 0.04

# Question kinds that a figure answers -> the kinds of figures that may.
FIGURE_KINDS = {
    "count": ("count", "duration", "delta", "money", "rate"),
    "rate": ("rate", "delta"),
    "amount": ("money",),
    "date": ("date",),
}
# What a question without a hint of the unit expects of a figure.
_UNITLESS = {"count": 1.0, "duration": 0.8, "delta": 1.0, "money": 0.7, "rate": 0.5}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure of a report that may answer, with its confidence in [0, 1].

    `order` also prefers figures with little else said beside them; `shares` is
    how far each concept of the question is found around the figure.
    """

    held: HeldReport
    section: int
    figure: Figure
    confidence: float
    order: float
    shares: tuple[float, ...]


def figure_candidates(
    question: Question, held: HeldReport, passages: Sequence[tuple[int, int, int]], weights: Weights
) -> list[Candidate]:
    """Candidates from `passages` (section, start, end) of one report, best first."""
    kinds = FIGURE_KINDS.get(question.kind, ())
    found: dict[int, Candidate] = {}
    for section, start, end in passages:
        for figure in held.figures_between(start, end):
            if figure.kind not in kinds or figure.start in found:
                continue
            # Where the unit alone keeps it below the threshold, nothing else need be looked at.
            if _unit_factor(question, figure) >= FIGURE_THRESHOLD:
                found[figure.start] = _score(question, Zones(held, section, figure), weights)
    return sorted(found.values(), key=lambda c: (-c.order, c.figure.start))


def _score(question: Question, zones: Zones, weights: Weights) -> Candidate:
    shares = tuple(zones.share(concept) for concept in question.concepts)
    factor = _unit_factor(question, zones.figure) * sense_factor(question, zones)
    focus = [
        share for concept, share in zip(question.concepts, shares, strict=True) if concept.focus
    ]
    if focus and max(focus) < _FOCUSED:
        factor *= _NO_FOCUS
    if any(share < _FAR and weights.names_thing(i) for i, share in enumerate(shares)):
        factor *= _NO_THING
    if not weights.every_deed(shares, _FAR):
        factor *= _NO_DEED
    confidence = min(1.0, weights.coverage(shares) * factor)
    order = (
        confidence
        + _DENSITY * zones.density(question.concepts)
        + _EXACTNESS * _exactness(question, zones.figure)
        - _IN_TABLE * in_table(zones)
    )
    return Candidate(zones.held, zones.section, zones.figure, confidence, order, shares)


def _exactness(question: Question, figure: Figure) -> float:
    """How much of the name of what is counted the question says itself, in [0, 1]."""
    thing = fold(figure.thing or "").text
    said = {
        at
        for concept in question.concepts
        for word in concept.alternatives
        for match in re.finditer(re.escape(word), thing)
        for at in range(*match.span())
    }
    return len(said) / len(thing) if thing else 0.0


def _unit_factor(question: Question, figure: Figure) -> float:
    own, point = unit_class(figure.unit), unit_class("百分点")
    if question.kind == "rate":
        if "百分点" in question.folded:
            return 1.0 if own == point else _OTHER_UNIT
        changed = figure.kind == "delta" and own == point and asks_change(question)
        return 1.0 if own in question.units or changed else _OTHER_UNIT
    changed = figure.kind == "delta" and asks_change(question) and not question.unit_stated
    if not question.units or changed:
        return _UNITLESS.get(figure.kind, 1.0)
    if own == question.units[0]:
        return 1.0
    if own in question.units:
        return _AKIN_UNIT
    return _OTHER_UNIT if question.unit_stated else _OTHER_NOUN_UNIT
