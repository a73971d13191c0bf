"""Figures that may answer a question, scored by how much of it stands around each of them.

A concept of the question counts by where it stands: next to the figure, in its
clause, in a neighbouring clause, in the sentence, in the headings above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.answers.matching import Spot, Weights, find_concept, find_parts, share_in
from index.figures import unit_class
from index.fold import fold
from index.models import Figure, Question
from index.questions.units import classes_of_units, telling_units, units_of_noun
from index.questions.words import is_verb
from index.snapshot import HeldReport
from index.structure import split_clauses

# What a concept is worth by the place it stands in, measured on the question files.
_BESIDE = 1.0
_BEFORE_IN_CLAUSE = 0.9
_NEIGHBOUR = 0.85
_IN_SENTENCE = 0.65
# In the clause of another figure, before one that says itself what it counts, or behind.
_OF_ANOTHER = 0.5
_OF_ANOTHER_KIND = 0.75
_BEHIND = 0.3
_IN_HEADING = 0.6
_BEFORE = 0.45
_IN_LEAD = 0.55
_IN_TITLE = 0.5
# A figure whose unit is only akin to the one asked for, or that a noun would not be counted in.
_AKIN_UNIT = 0.85
_OTHER_UNIT = 0.35
_OTHER_NOUN_UNIT = 0.6
# The thing asked for is not the thing counted.
_FOCUSED = 0.62
_NO_FOCUS = 0.55
# A deed the question names is not said near the figure.
_NO_DEED = 0.8
# A thing the question names is not said anywhere near the figure.
_FAR = 0.5
_SOMETHING_FAR = 0.75
# A figure that the sentence says of another year than the report's.
_OTHER_YEAR = 0.4
# Prefers, among figures equally well surrounded, the one with the least said beyond the question.
_DENSITY = 0.06
# The same for what is counted: 法治副校长 before 优秀法治副校长.
_EXACTNESS = 0.08
# Among equals a sentence says more than a cell.
_IN_TABLE = 0.04
# The whole that another figure is a part of: 43所 in 43所中小学中39所已经配备.
_BASE = 0.85

# A change where a total is asked for, or the other way round.
_OTHER_CHANGE = 0.5
# Said of each month or each school, planned, or denied, where the question asks neither.
_EACH = 0.6
_PLANNED = 0.75
_OTHER_POLARITY = 0.6
_PART_OF_IT = 0.9
# The figure is said to be of another deed than the one asked about.
_OTHER_VERB = 0.9
_SOME_VERB = 0.97
# What a noun is worth that only the measure word implies (412件 for 案件).
_IMPLIED = 0.7

_FIGURE_KINDS = {
    "count": ("count", "duration", "delta", "money", "rate"),
    "rate": ("rate", "delta"),
    "amount": ("money",),
    "date": ("date",),
}
# What a question without a hint of the unit expects of a figure.
_UNITLESS = {"count": 1.0, "duration": 0.8, "delta": 1.0, "money": 0.7, "rate": 0.5}

_CHANGE = re.compile(
    r"降了|升了|同比|环比|增加|减少|提高|下降|增长|上升|降低|提升|多了|少了|变化|增幅|降幅|压减|比上年|比去年|较上年"
    r"|increase|decrease|rise|rose|fell|drop|grow|grew|change|more than last|less than last"
)
# A part of what is counted: the whole is meant where the question does not name the part.
_PART = re.compile(r"[省市县区州]直|本级|直属")
_YEAR = re.compile(r"((?:19|20)\d{2})年")
_OF_WHICH = re.compile(r"^[^，,。；;：:]*[中里](?:已?有|的)?$")
_TOTAL_ROW = re.compile(r"合计|总计|总数|小计|共计|^全")
# What is no name of a thing: 截止年末实有30157户 goes on with what was counted before.
_NO_THING = re.compile(r"^(截[至止]|年[末底]|目前|现|实|累计|共)")
_PER = re.compile(r"每(?!校一|年一度)|\b(each|every|per)\b|人均|平均|年均|月均")
_TARGET = re.compile(
    r"力争|争取|目标|计划|拟|预计|确保|不低于|明年|下一年|下年|\b(target|plan|planned|aim|goal)\b|要达|打算|将"
)
# A figure that a report plans: by the heading above it, or by its own clause.
_PLANS = re.compile(r"下一?步|下一?年|明年|下一阶段|计划|安排$|打算|工作思路")
_GOAL = re.compile(r"力争|争取|确保|目标")
_LEAD_LENGTH = 60
_STOPS = frozenset("、，,；;。）)")
_NEGATED = re.compile(
    r"没有|没(?!收)|未(?!成年|来|央|检)|尚无|无(?=证|一|需|人|照|固定)|不(?!少于|低于|超过|断|仅|得|同|足\d|再|含|合理)|\b(not|without|no|never|un\w+ed)\b|免(?=予|于)"
)


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
    kinds = _FIGURE_KINDS.get(question.kind, ())
    found: dict[int, Candidate] = {}
    for section, start, end in passages:
        for figure in held.figures_between(start, end):
            if figure.kind in kinds and figure.start not in found:
                found[figure.start] = _score(question, held, section, figure, weights)
    return sorted(found.values(), key=lambda c: (-c.order, c.figure.start))


def _score(
    question: Question, held: HeldReport, section: int, figure: Figure, weights: Weights
) -> Candidate:
    factor = _unit_factor(question, figure)
    zones = _Zones(held, section, figure)
    shares = []
    focus = 0.0
    has_focus = False
    covered = 0
    for concept in question.concepts:
        spots = find_concept(concept, held, figure.sentence_start, figure.sentence_end)
        share = max(
            zones.share(spots),
            _BESIDE * share_in(concept, zones.named, parts=False),
            _IN_HEADING * share_in(concept, zones.headings),
            _IN_TITLE * share_in(concept, held.title),
        )
        if figure.unit in telling_units(concept.words):
            share = max(share, _IMPLIED)
        if not spots:
            parts = find_parts(concept, held, figure.sentence_start, figure.sentence_end)
            share = max(
                share,
                _IN_LEAD * share_in(concept, zones.lead),
                _BEFORE * share_in(concept, zones.before),
                zones.share_of_parts(parts),
            )
        shares.append(share)
        covered += sum(end - start for start, end in zones.within_tight(spots))
        if concept.focus:
            has_focus = True
            focus = max(focus, share)
    if has_focus and focus < _FOCUSED:
        factor *= _NO_FOCUS
    if any(share < _FAR and weights.names_thing(i) for i, share in enumerate(shares)):
        factor *= _SOMETHING_FAR
    if not weights.every_deed(shares, _FAR):
        factor *= _NO_DEED
    factor *= _sense_factor(question, figure, zones)
    confidence = min(1.0, weights.coverage(shares) * factor)
    density = min(1.0, covered / max(1, zones.tight_length))
    order = confidence + _DENSITY * density + _EXACTNESS * _exactness(question, figure)
    if zones.in_table:
        order -= _IN_TABLE
    return Candidate(held, section, figure, confidence, order, tuple(shares))


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


def _sense_factor(question: Question, figure: Figure, zones: _Zones) -> float:
    """What remains of a figure that is said in another sense than the question asks in."""
    asked, clause = question.folded, zones.clause_text
    factor = 1.0
    if zones.other_year:
        factor *= _OTHER_YEAR
    asks_change = question.operation is None and bool(_CHANGE.search(asked))
    if zones.is_change != asks_change:
        factor *= _OTHER_CHANGE
    if _PER.search(clause) and not _PER.search(asked):
        factor *= _EACH
    if zones.planned != bool(_TARGET.search(asked)) and (zones.planned or "目标" in asked):
        factor *= _PLANNED
    if figure.kind != "date" and bool(_NEGATED.search(clause)) != bool(_NEGATED.search(asked)):
        factor *= _OTHER_POLARITY
    if zones.base:
        factor *= _BASE
    if zones.is_part(question):
        factor *= _PART_OF_IT
    if figure.verb:
        factor *= zones.verb_factor(question)
    return factor


def _unit_factor(question: Question, figure: Figure) -> float:
    if question.kind == "rate":
        own = unit_class(figure.unit)
        point = unit_class("百分点")
        if "百分点" in question.folded:
            return 1.0 if own == point else _OTHER_UNIT
        change = figure.kind == "delta" and own == point and _CHANGE.search(question.folded)
        return 1.0 if own in question.units or change else _OTHER_UNIT
    asks_change = question.operation is None and bool(_CHANGE.search(question.folded))
    if not question.units or (asks_change and figure.kind == "delta" and not question.unit_stated):
        return _UNITLESS.get(figure.kind, 1.0)
    own = unit_class(figure.unit)
    if own == question.units[0]:
        return 1.0
    if own in question.units:
        return _AKIN_UNIT
    return _OTHER_UNIT if question.unit_stated else _OTHER_NOUN_UNIT


class _Clause(NamedTuple):
    """A clause of the figure's sentence, and the unit classes of the figures in it."""

    start: int
    end: int
    classes: frozenset[str]


class _Zones:
    """The parts of a figure's surroundings, by offsets into the stored text."""

    def __init__(self, held: HeldReport, section: int, figure: Figure) -> None:
        text = held.report.text
        self._figure = figure
        valued = [
            other
            for other in held.figures_between(figure.sentence_start, figure.sentence_end)
            if (other.kind == "date") == (figure.kind == "date") and other.kind != "ordinal"
        ]
        self._clauses = tuple(
            _Clause(
                start,
                end,
                frozenset(unit_class(o.unit) for o in valued if start <= o.start < end),
            )
            for start, end in split_clauses(text, figure.sentence_start, figure.sentence_end)
        )
        self._clause = (figure.clause_start, figure.clause_end)
        own = text[figure.clause_start : figure.clause_end]
        # 其中省级3所、市级5所 are parts of what the clause before has counted.
        self._bare = (
            not figure.thing
            or figure.thing not in own
            or is_verb(figure.thing)
            or bool(_NO_THING.match(figure.thing))
            or own.startswith("其中")
            or _counted_otherwise(figure)
        )
        left = max([self._clause[0], *(o.end for o in valued if o.end <= figure.start)])
        right = min([self._clause[1], *(o.start for o in valued if o.start >= figure.end)])
        if text[figure.end : figure.end + 1] in _STOPS:
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
        # 降为3687户次, 增至81名 tell the level that was reached.
        reached = held.report.text[max(0, figure.start - 1) : figure.start] in ("为", "到", "至")
        since = re.split(r"[；;]", held.text.between(figure.sentence_start, figure.start))[-1]
        following = next((o for o in valued if o.start >= figure.end), None)
        self.base = (
            following is not None
            and unit_class(following.unit) == unit_class(figure.unit)
            and bool(_OF_WHICH.search(text[figure.end : following.start]))
        )
        self._within = "其中" in since
        self._part = _PART.search(since)
        self._row = held.text.between(figure.sentence_start, figure.sentence_end).split(" | ")[0]
        self.in_table = " | " in text[figure.sentence_start : figure.sentence_end]
        self._tight_text = held.text.between(*self._tight)
        self.is_change = figure.kind == "delta" and not reached
        self.planned = any(_PLANS.search(heading) for heading in held.path(section)) or bool(
            _GOAL.search(self.clause_text)
        )
        self.lead = _lead(held, section, figure)
        self.before = held.text.between(max(0, figure.sentence_start - 120), figure.sentence_start)
        self.other_year = _speaks_of_other_year(held, figure)

    def is_part(self, question: Question) -> bool:
        """Whether the figure is one of a part (其中…, 区直…, a row) that the question does not name."""
        if self._part and not _PART.search(question.folded):
            return True
        if not self.in_table and not self._within:
            return False
        named = self._row if self.in_table else self._tight_text
        if self.in_table and _TOTAL_ROW.search(named):
            return False
        return not any(share_in(concept, named, parts=False) for concept in question.concepts)

    def verb_factor(self, question: Question) -> float:
        """What remains of a figure whose verb is not one that the question asks about."""
        verbs = [c for c in question.concepts if any(map(is_verb, c.words))]
        if not verbs:
            return _SOME_VERB
        own = fold(self._figure.verb or "").text
        asked = (word for concept in verbs for word in concept.alternatives)
        return 1.0 if any(word in own or own in word for word in asked) else _OTHER_VERB

    def share(self, spots: Sequence[Spot]) -> float:
        """What a concept is worth that stands at `spots` of the sentence."""
        return max((self._worth(spot) * spot.closeness for spot in spots), default=0.0)

    def share_of_parts(self, spots: Sequence[Spot]) -> float:
        """What a compound is worth whose parts stand at `spots` of the sentence."""
        return min(1.0, sum(self._worth(spot) * spot.closeness for spot in spots))

    def _worth(self, spot: Spot) -> float:
        if self._tight[0] <= spot.start and spot.end <= self._tight[1]:
            return _BESIDE
        if self._clause[0] <= spot.start and spot.end <= self._clause[1]:
            if self._alone:
                return _BESIDE
            # 省级2个、市级6个: what stands behind is said of the next figure.
            return _BEFORE_IN_CLAUSE if spot.end <= self._tight[0] else _BEHIND
        clause = next((c for c in self._clauses if c.start <= spot.start < c.end), None)
        if clause is None:
            return _IN_SENTENCE
        beside = clause.end == self._clause[0] or clause.start == self._clause[1]
        if not clause.classes:
            return _NEIGHBOUR if beside else _IN_SENTENCE
        if clause.start >= self._clause[1]:
            return _BEHIND
        if self._bare:
            # 新生4420人，线上录取4402人: what is counted was said before.
            return _NEIGHBOUR if beside else _IN_SENTENCE
        # 处罚2起，罚款1.5万元: a sum or a rate goes on with what was counted before it.
        goes_on = self._figure.kind in ("money", "rate")
        alike = unit_class(self._figure.unit) in clause.classes
        return _OF_ANOTHER_KIND if goes_on and beside and not alike else _OF_ANOTHER

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


def _counted_otherwise(figure: Figure) -> bool:
    """Whether the thing is not counted in the figure's unit: 县直学校11名 are no schools."""
    units = units_of_noun(figure.thing or "")
    return bool(units) and unit_class(figure.unit) not in classes_of_units(units)


def _lead(held: HeldReport, section: int, figure: Figure) -> str:
    """The first clause of a paragraph or item, which often names its topic once for all."""
    start = max(held.sections[section].body, held.report.text.rfind("\n", 0, figure.start) + 1)
    text = held.text.between(start, min(figure.start, start + _LEAD_LENGTH))
    return re.split(r"[，,。；;]", text)[0]


def _names(figure: Figure) -> str:
    return fold(" ".join(filter(None, (figure.thing, figure.verb)))).text


def _speaks_of_other_year(held: HeldReport, figure: Figure) -> bool:
    """Whether the sentence, before the figure, last named a year other than the report's."""
    year = held.report.description.year
    if year is None or figure.kind == "date":
        return False
    if in_head := _YEAR.search(figure.thing or ""):
        # A cell in the column of a year.
        return int(in_head[1]) != year
    text = held.report.text
    named = None
    for other in held.figures_between(figure.sentence_start, figure.start):
        if other.kind == "date" and other.date and other.date[:4].isdigit():
            if text[max(0, other.start - 1) : other.start] in ("比", "较", "同", "与", "和"):
                continue
            named = int(other.date[:4])
    return named is not None and named != year
