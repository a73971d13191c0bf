"""Figures that may answer a question, scored by how much of it stands around each of them.

A concept of the question counts by where it stands: next to the figure, in its
clause, in a neighbouring clause, in the sentence, in the headings above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.answers.matching import Spot, Weights, find_concept, share_in
from index.figures import unit_class
from index.fold import fold
from index.models import Figure, Question
from index.snapshot import HeldReport
from index.structure import split_clauses

# What a concept is worth by the place it stands in, measured on the question files.
_BESIDE = 1.0
_IN_CLAUSE = 0.8
_NEIGHBOUR = 0.85
_IN_SENTENCE = 0.65
_IN_HEADING = 0.6
_BEFORE = 0.45
_IN_TITLE = 0.5
# A figure whose unit is only akin to the one asked for, or that a noun would not be counted in.
_AKIN_UNIT = 0.85
_OTHER_UNIT = 0.35
_OTHER_NOUN_UNIT = 0.6
# The thing asked for is not the thing counted.
_NO_FOCUS = 0.55
# A figure that the sentence says of another year than the report's.
_OTHER_YEAR = 0.4
# Prefers, among figures equally well surrounded, the one with the least said beyond the question.
_DENSITY = 0.06

_FIGURE_KINDS = {
    "count": ("count", "duration", "delta"),
    "rate": ("rate", "delta"),
    "amount": ("money",),
    "date": ("date",),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure of a report that may answer, with its confidence in [0, 1]."""

    held: HeldReport
    section: int
    figure: Figure
    confidence: float
    order: float


def figure_candidates(
    question: Question, held: HeldReport, passages: Sequence[tuple[int, int, int]], weights: Weights
) -> list[Candidate]:
    """Candidates from `passages` (section, start, end) of one report, best first."""
    kinds = _FIGURE_KINDS.get(question.kind, ())
    found: dict[int, Candidate] = {}
    for section, start, end in passages:
        for figure in held.figures_between(start, end):
            if figure.kind in kinds and figure.start not in found:
                candidate = _score(question, held, section, figure, weights)
                if candidate is not None:
                    found[figure.start] = candidate
    return sorted(found.values(), key=lambda c: (-c.order, c.figure.start))


def _score(
    question: Question, held: HeldReport, section: int, figure: Figure, weights: Weights
) -> Candidate | None:
    unit = _unit_factor(question, figure)
    if unit == 0.0:
        return None
    zones = _Zones(held, section, figure)
    shares = []
    focus = 0.0
    has_focus = False
    covered = 0
    for concept in question.concepts:
        spots = find_concept(concept, held, figure.sentence_start, figure.sentence_end)
        share = zones.share(spots)
        if not spots:
            share = max(
                _IN_HEADING * share_in(concept, zones.headings),
                _BEFORE * share_in(concept, zones.before),
                _IN_TITLE * share_in(concept, zones.title),
                _IN_CLAUSE * share_in(concept, zones.clause_text),
            )
        share = max(share, _BESIDE * share_in(concept, zones.named, parts=False))
        shares.append(share)
        covered += sum(end - start for start, end in zones.within_tight(spots))
        if concept.focus:
            has_focus = True
            focus = max(focus, share)
    confidence = weights.coverage(shares) * unit
    if has_focus and focus < _IN_SENTENCE:
        confidence *= _NO_FOCUS
    if zones.other_year:
        confidence *= _OTHER_YEAR
    density = min(1.0, covered / max(1, zones.tight_length))
    return Candidate(held, section, figure, min(1.0, confidence), confidence + _DENSITY * density)


def _unit_factor(question: Question, figure: Figure) -> float:
    if question.kind == "rate":
        # 提高了几个百分点 asks for a change; a rate is not one, nor the other way round.
        asks_change = "百分点" in question.text
        return 1.0 if asks_change == ("百分点" in figure.unit) else _OTHER_UNIT
    if not question.units:
        return 1.0
    own = unit_class(figure.unit)
    if own == question.units[0]:
        return 1.0
    if own in question.units:
        return 1.0 if not question.unit_stated else _AKIN_UNIT
    return _OTHER_UNIT if question.unit_stated else _OTHER_NOUN_UNIT


class _Zones:
    """The parts of a figure's surroundings, by offsets into the stored text."""

    def __init__(self, held: HeldReport, section: int, figure: Figure) -> None:
        text = held.report.text
        self._figure = figure
        clauses = split_clauses(text, figure.sentence_start, figure.sentence_end)
        valued = [
            other
            for other in held.figures_between(figure.sentence_start, figure.sentence_end)
            if other.kind not in ("date", "ordinal")
        ]
        at = next((i for i, (s, e) in enumerate(clauses) if s <= figure.start < e), 0)
        self._clause = (figure.clause_start, figure.clause_end)
        self._neighbours = self._bare_around(clauses, at, valued)
        left = max([self._clause[0], *(o.end for o in valued if o.end <= figure.start)])
        right = min([self._clause[1], *(o.start for o in valued if o.start >= figure.end)])
        if right < self._clause[1] and self._names_before(held, left):
            # 行政许可5项、行政确认7项: what follows the figure belongs to the next one.
            right = figure.end
        self._tight = (left, right)
        self._alone = not any(
            self._clause[0] <= o.start < self._clause[1] for o in valued if o.start != figure.start
        )
        self.tight_length = right - left
        self.named = _names(figure)
        self.clause_text = held.text.between(*self._clause)
        self.headings = " ".join(held_heading(held, section))
        self.title = held.title
        self.before = held.text.between(max(0, figure.sentence_start - 120), figure.sentence_start)
        self.other_year = _speaks_of_other_year(held, figure)

    def _names_before(self, held: HeldReport, left: int) -> bool:
        thing = self._figure.thing
        return bool(thing) and thing in held.report.text[left : self._figure.start]

    @staticmethod
    def _bare_around(
        clauses: Sequence[tuple[int, int]], at: int, valued: Sequence[Figure]
    ) -> tuple[tuple[int, int], ...]:
        """The clause before, and the one behind if it has no figure of its own."""
        around = []
        if at > 0:
            around.append(clauses[at - 1])
        if at + 1 < len(clauses):
            start, end = clauses[at + 1]
            if not any(start <= other.start < end for other in valued):
                around.append((start, end))
        return tuple(around)

    def share(self, spots: Sequence[Spot]) -> float:
        """What a concept is worth that stands at `spots` of the sentence."""
        return max((self._worth(spot) * spot.closeness for spot in spots), default=0.0)

    def _worth(self, spot: Spot) -> float:
        if self._tight[0] <= spot.start and spot.end <= self._tight[1]:
            return _BESIDE
        if self._clause[0] <= spot.start and spot.end <= self._clause[1]:
            return _BESIDE if self._alone else _IN_CLAUSE
        if any(low <= spot.start and spot.end <= high for low, high in self._neighbours):
            return _NEIGHBOUR
        return _IN_SENTENCE

    def within_tight(self, spots: Sequence[Spot]) -> list[tuple[int, int]]:
        """Where `spots` stand next to the figure, overlapping ones joined."""
        kept: list[tuple[int, int]] = []
        for start, end, _ in sorted(spots):
            if self._tight[0] <= start and end <= self._tight[1]:
                if kept and start < kept[-1][1]:
                    kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
                else:
                    kept.append((start, end))
        return kept


def held_heading(held: HeldReport, section: int) -> tuple[str, ...]:
    """The folded headings above a section and its own, items included."""
    parts = []
    number: int | None = section
    while number is not None:
        node = held.sections[number]
        parts.append(held.text.between(node.start, max(node.body, node.start + len(node.heading))))
        number = node.parent if node.parent else None
    return tuple(parts)


def _names(figure: Figure) -> str:
    return fold(" ".join(filter(None, (figure.thing, figure.verb)))).text


def _speaks_of_other_year(held: HeldReport, figure: Figure) -> bool:
    """Whether the sentence, before the figure, last named a year other than the report's."""
    year = held.report.description.year
    if year is None or figure.kind == "date":
        return False
    text = held.report.text
    named = None
    for other in held.figures_between(figure.sentence_start, figure.start):
        if other.kind == "date" and other.date and other.date[:4].isdigit():
            if text[max(0, other.start - 1) : other.start] in ("比", "较", "同", "与", "和"):
                continue
            named = int(other.date[:4])
    return named is not None and named != year
