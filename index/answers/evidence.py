"""Figures that may answer a question, by how much of it stands around each of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from index.answers.confidence import confidence
from index.answers.matching import SAID, Weights, kinship
from index.answers.senses import asks_change, in_table, sense_features
from index.answers.zones import Zones
from index.figures import akin, unit_class
from index.fold import fold
from index.models import Figure, Question
from index.snapshot import HeldReport

# The thing asked for is the thing counted when it is found to this share.
_FOCUSED = 0.62

# Question kinds that a figure answers -> the kinds of figures that may.
FIGURE_KINDS = {
    "count": ("count", "duration", "delta", "money", "rate"),
    "rate": ("rate", "delta"),
    "amount": ("money",),
    "date": ("date",),
}
# How far a figure is from what a question without a hint of the unit expects.
_UNITLESS = {"count": 0.0, "duration": 0.5, "delta": 0.0, "money": 0.7, "rate": 1.0}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure of a report that may answer.

    `shares` is how far each concept of the question is found around the figure, in
    [0, 1]; `features` what is for and against it; `confidence` the probability of
    that, in [0, 1].
    """

    held: HeldReport
    section: int
    figure: Figure
    shares: tuple[float, ...]
    features: Mapping[str, float]
    confidence: float = 0.0


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
            unit = _unit_features(question, figure)
            if unit is not None:
                zones = Zones(held, section, figure)
                found[figure.start] = _candidate(question, zones, unit, weights)
    believed = [_with_lead(candidate, found.values()) for candidate in found.values()]
    return sorted(believed, key=lambda c: (-c.confidence, c.figure.start))


def _candidate(
    question: Question, zones: Zones, unit: Mapping[str, float], weights: Weights
) -> Candidate:
    shares = tuple(zones.share(concept) for concept in question.concepts)
    features = dict(unit) | sense_features(question, zones)
    features["coverage"] = weights.coverage(shares)
    features |= weights.unsaid(shares, SAID)
    focus = [
        share for concept, share in zip(question.concepts, shares, strict=True) if concept.focus
    ]
    if focus and max(focus) < _FOCUSED:
        features["unsaid_focus"] = 1.0
    features["kinship"] = weights.coverage(
        [
            kinship(concept, zones.clause) if share < SAID else 0.0
            for concept, share in zip(question.concepts, shares, strict=True)
        ]
    )
    features["density"] = zones.density(question.concepts)
    features["exactness"] = _exactness(question, zones.figure)
    features["in_table"] = float(in_table(zones))
    return Candidate(zones.held, zones.section, zones.figure, shares, features)


def _with_lead(candidate: Candidate, rivals: Collection[Candidate]) -> Candidate:
    """A candidate with its lead in coverage over the best other figure of its report, and belief.

    A figure whose unit fits the question less well is no rival.
    """
    misfit = _misfit(candidate)
    others = (
        other.features["coverage"]
        for other in rivals
        if other.figure.number != candidate.figure.number and _misfit(other) <= misfit
    )
    features = dict(candidate.features)
    features["lead"] = features["coverage"] - max(others, default=0.0)
    return replace(candidate, features=features, confidence=confidence("figure", features))


def _misfit(candidate: Candidate) -> float:
    return max(candidate.features.get(name, 0.0) for name in ("unit_akin", "unit_other"))


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


def _unit_features(question: Question, figure: Figure) -> dict[str, float] | None:
    """What the unit says against a figure; None where it cannot answer at all."""
    own, point = unit_class(figure.unit), unit_class("百分点")
    if question.kind == "rate":
        if "百分点" in question.folded:
            return {} if own == point else None
        changed = figure.kind == "delta" and own == point and asks_change(question)
        return {} if own in question.units or changed else None
    changed = figure.kind == "delta" and asks_change(question) and not question.unit_stated
    if not question.units or changed:
        return {"unit_free": _UNITLESS.get(figure.kind, 0.0)}
    if own == question.units[0]:
        return {}
    if own in question.units:
        return {"unit_akin": 0.5}
    if any(akin(own, asked) for asked in question.units):
        return {"unit_akin": 1.0}
    return None if question.unit_stated else {"unit_other": 1.0}
