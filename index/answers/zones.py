"""The surroundings of a figure, and what a word is worth by where it stands in them.

All positions are offsets into the stored text of the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.answers.aligned import aligned, whose_in
from index.answers.denial import denial_before
from index.answers.implied import implied_deeds, implies_noun
from index.answers.leads import is_bare, lead_of
from index.answers.matching import FoundInReport, Spot, find_concept, parts_of, share_in
from index.figures import unit_class
from index.fold import fold
from index.models import Concept, Figure
from index.snapshot import HeldReport
from index.structure import split_clauses

# What a concept is worth by the place it stands in, measured on the question files.
_BESIDE = 1.0
_BEFORE_IN_CLAUSE = 0.9
_NEIGHBOUR = 0.85
_IN_SENTENCE = 0.65
_IN_HEADING = 0.6
_AS_HEADING = 0.8
_IN_LEAD = 0.55
_IN_TITLE = 0.5
_BEFORE = 0.45
# In the clause of another figure: of another kind, of the same, or behind this one.
_OF_ANOTHER_KIND = 0.75
_OF_ANOTHER = 0.5
_BEHIND = 0.3
_OTHERS_DEED = 0.6
# What the figure says by itself: 412件 for 案件.
_IMPLIED = 0.7

# A sum that is only said to be spent; what for is said behind it.
_PAYING = re.compile(
    r"(?:共|累计|合计|全年)*(?:发放|下达|拨付|支付|兑现|落实|涉及|减免|支出)"
    r"(?:资金|经费|金额|款项|补助|资助金|补助金|补助资金|资助资金)?(?:共|合计|累计|总计|约|近|超|达|逾)*\d"
)
_SPENDING = re.compile(
    r"(?:全年|共|累计|共计|总|先后|已|并)*(?:投入|投资|安排|争取|落实|拨付|筹集|统筹)"
)
# 抽查320卷，发现问题56个: a result of what was told before it.
_RESULT = re.compile(r"发现|整改|责令|下达|移送|办结|审结|维持|查处|立案|处罚|纠正|反馈|提出|约谈")
_STOPS = frozenset("、，,；;。（(）)")
# 其他事项（指行政许可以外的事项，含…）| 165
_EXPLANATION = re.compile(r"[(（][^()（）]{6,}[)）]")
_BEFORE_LENGTH = 120


class _Clause(NamedTuple):
    """A clause of the figure's sentence, and the unit classes of the figures in it."""

    start: int
    end: int
    classes: frozenset[str]


class Zones:
    """The parts of one figure's surroundings.

    `rivals` are the figures of the sentence that a word may belong to instead;
    [left, right) is what stands next to the figure and to no rival.
    """

    def __init__(
        self, held: HeldReport, section: int, figure: Figure, found: FoundInReport
    ) -> None:
        text = held.report.text
        self._found = found
        self.held = held
        self.section = section
        self.figure = figure
        self.rivals = tuple(
            other
            for other in held.figures_between(figure.sentence_start, figure.sentence_end)
            if other.start != figure.start
            and (other.kind == "date") == (figure.kind == "date")
            and other.kind != "ordinal"
        )
        self._clauses = tuple(
            _Clause(start, end, self._classes(start, end))
            for start, end in split_clauses(text, figure.sentence_start, figure.sentence_end)
        )
        self.left = max(
            [figure.clause_start, *(o.end for o in self.rivals if o.end <= figure.start)]
        )
        self.right = min(
            [figure.clause_end, *(o.start for o in self.rivals if o.start >= figure.end)]
        )
        if text[figure.end : figure.end + 1] in _STOPS:
            # 行政许可5项、行政确认7项: what follows the figure belongs to the next one.
            self.right = figure.end
        self.clause = held.text.between(figure.clause_start, figure.clause_end)
        self.sentence = held.text.between(figure.sentence_start, figure.sentence_end)
        self.beside = held.text.between(self.left, self.right)
        self._aligned = (
            aligned(text, figure, sorted((*self.rivals, figure), key=lambda f: f.start))
            if "分别" in self.sentence
            else None
        )
        self.near = self.beside + fold(figure.thing or "").text + fold(figure.verb or "").text
        self._alone = not self._classes(figure.clause_start, figure.clause_end)
        self._bare = is_bare(figure, text[figure.clause_start : figure.clause_end])
        self._named = fold(" ".join(filter(None, (figure.thing, figure.verb)))).text
        self._lead = lead_of(held, section, figure)
        self._deeds = implied_deeds(figure, self.clause, self.sentence)
        row = text[figure.sentence_start : figure.sentence_end]
        self.in_table = " | " in row
        self._explanations = tuple(
            (figure.sentence_start + match.start(), figure.sentence_start + match.end())
            for match in (_EXPLANATION.finditer(row) if self.in_table else ())
        )
        self._before = held.text.between(
            max(0, figure.sentence_start - _BEFORE_LENGTH), figure.sentence_start
        )

    def _classes(self, start: int, end: int) -> frozenset[str]:
        return frozenset(unit_class(o.unit) for o in self.rivals if start <= o.start < end)

    def _spots(self, concept: Concept) -> tuple[Spot, ...]:
        """Where a concept stands in the sentence; what a row of a table explains is another thing."""
        return tuple(spot for spot in self._all_spots(concept) if not self._explains(spot))

    def _all_spots(self, concept: Concept) -> tuple[Spot, ...]:
        figure = self.figure
        return self._found.spots(concept, figure.sentence_start, figure.sentence_end)

    def _explains(self, spot: Spot) -> bool:
        return any(start <= spot.start < end for start, end in self._explanations)

    def share(self, concept: Concept) -> float:
        """How far a concept is found around the figure, in [0, 1]."""
        figure = self.figure
        spots = self._spots(concept)
        # A figure with a verb of its own was not done what its neighbours were.
        elsewhere = _OTHERS_DEED if figure.verb and concept.deed else 1.0
        shares = [
            max((self._worth(spot, elsewhere) * spot.closeness for spot in spots), default=0.0),
            _BESIDE * share_in(concept, self._named, parts=False),
            self._in_headings(concept),
            _IN_TITLE * self._found.in_title(concept),
            _IMPLIED if self._implies(concept) else 0.0,
        ]
        if not self._all_spots(concept):
            shares += [
                self._in_parts(concept),
                _IN_LEAD * share_in(concept, self._lead),
                _BEFORE * share_in(concept, self._before),
            ]
        return max(shares)

    def _implies(self, concept: Concept) -> bool:
        return not self._deeds.isdisjoint(concept.words) or implies_noun(self.figure, concept)

    def _in_headings(self, concept: Concept) -> float:
        """How far the headings above name a concept; most where the last one is its name."""
        whole = self._found.is_heading(concept, self.section)
        return (
            _AS_HEADING if whole else _IN_HEADING * self._found.in_headings(concept, self.section)
        )

    def _in_parts(self, concept: Concept) -> float:
        """How far the words are found that a compound is made of, each in its best place."""
        return max(
            (
                sum(share * self._place_of(part) for part, share in parts)
                for parts in map(parts_of, concept.words)
                if any(part in self.sentence for part, _ in parts)
            ),
            default=0.0,
        )

    def _place_of(self, word: str) -> float:
        """What the best place is worth where a word stands: the sentence, a heading, the lead."""
        figure = self.figure
        spans = self.held.text.find_all(word, figure.sentence_start, figure.sentence_end)
        return max(
            max((self._worth(Spot(*span, 1.0)) for span in spans), default=0.0),
            _IN_HEADING * self._found.word_in_headings(word, self.section),
            _IN_LEAD * (word in self._lead),
            _BEFORE * (word in self._before),
        )

    def owner(self, concept: Concept) -> str:
        """Whose a concept is, by the nearest place where it stands in the sentence.

        "own" beside the figure; "alike" beside another figure of the same unit, "other"
        beside one of another unit; "" where it is nobody's or not in the sentence.
        """
        if share_in(concept, self._named, parts=False):
            return "own"
        spots = self._spots(concept)
        owners = {self._owner_of(spot) for spot in spots}
        return next((owner for owner in ("own", "", "other", "alike") if owner in owners), "")

    def is_said_of_alike(self, concept: Concept) -> bool:
        """Whether a concept is said of another figure of the same unit up to the semicolon."""
        figure, text = self.figure, self.held.report.text
        return any(
            self._owner_of(spot) == "alike"
            and not self._is_detail(spot)
            and not re.search(
                "[；;]", text[min(spot.start, figure.start) : max(spot.start, figure.end)]
            )
            for spot in self._spots(concept)
        )

    def _is_detail(self, spot: Spot) -> bool:
        """Whether a spot stands in brackets right behind the figure: 118件（含自诉1件）."""
        between = self.held.report.text[self.figure.end : spot.start]
        return between[:1] in ("(", "（") and not re.search("[)）]", between)

    def is_word_of_others(self, word: str) -> bool:
        """Whether the sentence says a word of figures of the same unit alone: 城镇4992人，农村7940人."""
        figure = self.figure
        spans = self.held.text.find_all(word, figure.sentence_start, figure.sentence_end)
        owners = {self._owner_of(Spot(*span, 1.0)) for span in spans}
        return "alike" in owners and "own" not in owners

    def is_of_others(self, concept: Concept) -> bool:
        """Whether the sentence says a concept of a figure of the same unit, or in another part."""
        owner, figure = self.owner(concept), self.figure
        if owner != "other":
            return owner == "alike"
        text = self.held.report.text
        spots = self._spots(concept)
        return all(
            spot.start > figure.end or re.search("[；;]", text[spot.end : figure.start])
            for spot in spots
        )

    def denies(self, concept: Concept) -> bool:
        """Whether the sentence says a concept only of what there was none of: 33件，均无败诉."""
        if share_in(concept, self._named, parts=False):
            return False
        spots = self._spots(concept)
        return bool(spots) and all(map(self._is_denied, spots))

    def _is_denied(self, spot: Spot) -> bool:
        start = max((c.start for c in self._clauses if c.start <= spot.start), default=spot.start)
        return denial_before(self.held.text.between(start, spot.start)) is not None

    def _owner_of(self, spot: Spot) -> str:
        figure = self.figure
        if self._aligned and (whose := whose_in(spot, self._aligned)):
            return whose
        if self.left <= spot.start and spot.end <= self.right:
            return "own"
        if figure.clause_start <= spot.start and spot.end <= figure.clause_end:
            if self._alone:
                return "own"
            if spot.start >= self.right and self._shares(spot):
                return ""
            classes = self._classes(figure.clause_start, figure.clause_end)
        else:
            clause = next((c for c in self._clauses if c.start <= spot.start < c.end), None)
            if clause is None or not clause.classes or self._is_purpose(clause):
                return ""
            before = clause.end <= figure.clause_start
            if before and (self._bare or (self.only_pays and "money" not in clause.classes)):
                return ""
            classes = clause.classes
        return "alike" if unit_class(figure.unit) in classes else "other"

    def _worth(self, spot: Spot, elsewhere: float = 1.0) -> float:
        """What a spot is worth by its place; times `elsewhere` outside of the figure's clause."""
        figure = self.figure
        if self._aligned and (whose := whose_in(spot, self._aligned)):
            return _BESIDE if whose == "own" else _BEHIND
        if self.left <= spot.start and spot.end <= self.right:
            return _BESIDE
        if figure.clause_start <= spot.start and spot.end <= figure.clause_end:
            if self._alone:
                return _BESIDE
            if spot.end <= self.left:
                return _BEFORE_IN_CLAUSE
            return _NEIGHBOUR if self._shares(spot) else _BEHIND
        return elsewhere * self._worth_elsewhere(spot)

    def _shares(self, spot: Spot) -> bool:
        """Whether what stands behind is said of the figures before it together: 30所学校8000名学生参观.

        省级2个、市级6个: that is said of the next figure alone.
        """
        figure, text = self.figure, self.held.report.text
        between = [o for o in self.rivals if figure.end <= o.start < spot.start]
        return not re.search("[、，,（(]", text[figure.end : spot.start]) and all(
            unit_class(other.unit) != unit_class(figure.unit) for other in between
        )

    def _worth_elsewhere(self, spot: Spot) -> float:
        figure = self.figure
        if self.held.report.text[max(0, spot.start - 1) : spot.start] in ("与", "同", "跟"):
            # 辅导员9名，与副校长搭档: somebody else's company.
            return _BEHIND
        clause = next((c for c in self._clauses if c.start <= spot.start < c.end), None)
        if clause is None:
            return _IN_SENTENCE
        beside = clause.end == figure.clause_start or clause.start == figure.clause_end
        if not clause.classes:
            return _NEIGHBOUR if beside else _IN_SENTENCE
        if self._is_purpose(clause):
            return _NEIGHBOUR
        if clause.start >= figure.clause_end:
            return _BEHIND
        if self._bare:
            # 新生4420人，线上录取4402人: what is counted was said before.
            return _NEIGHBOUR if beside else _IN_SENTENCE
        # 处罚2起，罚款1.5万元: a sum or a rate goes on with what was counted before it.
        goes_on = figure.kind in ("money", "rate") or bool(_RESULT.match(self.clause))
        alike = unit_class(figure.unit) in clause.classes
        if self.only_pays and beside and not alike:
            return _NEIGHBOUR
        return _OF_ANOTHER_KIND if goes_on and beside and not alike else _OF_ANOTHER

    @property
    def sentence_before(self) -> str:
        """The sentence, or part of it up to a semicolon, that stands before the figure's own."""
        return re.split("[。；;\n]", self._before.rstrip("。；;\n "))[-1]

    @property
    def only_pays(self) -> bool:
        """Whether the clause tells the sum of what was done before: 资助8万人次，发放资金1亿元."""
        return self.figure.kind == "money" and bool(_PAYING.match(self.clause))

    def _is_purpose(self, clause: _Clause) -> bool:
        """Whether a clause tells what the sum before it was for: 投入38万元，建成基地1个."""
        figure = self.figure
        follows = clause.start == figure.clause_end
        return follows and figure.kind == "money" and bool(_SPENDING.match(self.clause))

    def density(self, concepts: Sequence[Concept]) -> float:
        """How much of what stands next to the figure the concepts say, in [0, 1]."""
        said = {
            at
            for concept in concepts
            for spot in find_concept(concept, self.held, self.left, self.right)
            for at in range(spot.start, spot.end)
        }
        return len(said) / max(1, self.right - self.left)
