"""Figures that may answer a question, by how much of it stands around each of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.answers.asked import AskedSense, asked_sense, asks_change, names_only_things
from index.answers.confidence import NO_RIVAL, confidence, score
from index.answers.matching import (
    SAID,
    FoundInReport,
    Weights,
    is_light,
    kinship,
    known_in,
    narrowed,
    share_in,
)
from index.answers.senses import sense_features
from index.answers.zones import Zones
from index.figures import akin, unit_class
from index.fold import fold
from index.models import Figure, Question
from index.snapshot import HeldReport, find_word

# The thing asked for is the thing counted when it is found to this share.
_FOCUSED = 0.62

# Question kinds that a figure answers -> the kinds of figures that may.
FIGURE_KINDS = {
    "count": ("count", "duration", "delta", "money", "rate"),
    "rate": ("rate", "delta"),
    "amount": ("money",),
    "date": ("date",),
}
# Asked for a day or a month, a year is no answer.
_DAY = re.compile(
    r"哪(一)?(天|日|个?月)|几月|几号|何日|what (?:date|day|month)|which (?:date|day|month)"
)
# 第几届, 排名第几: asks for a place in an order.
_RANK = re.compile(r"第(?:几|多少)|排(?:名|行|在)?第?几|名列第?几")
_LENGTHS = frozenset(map(unit_class, ("年", "个月", "周", "天", "小时", "课时", "学期", "周岁")))
# How often persons came, or places were looked into.
_TIMES = frozenset(map(unit_class, ("人次", "家次")))
# Classes whose things are not counted in 项.
_NO_ITEMS = frozenset(map(unit_class, "人所户"))
# How far a figure is from what a question without a hint of the unit expects.
_UNITLESS = {"count": 0.0, "duration": 0.5, "delta": 0.0, "money": 0.7, "rate": 1.0}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure of a report that may answer.

    `shares` is how far each concept of the question is found around the figure, in
    [0, 1]; `features` what is for and against it, `score` their log odds; `confidence`
    the probability, in [0, 1], that also knows the other candidates.
    """

    held: HeldReport
    section: int
    figure: Figure
    shares: tuple[float, ...]
    features: Mapping[str, float]
    score: float
    confidence: float = 0.0


def figure_candidates(
    question: Question, held: HeldReport, passages: Sequence[tuple[int, int, int]], weights: Weights
) -> list[Candidate]:
    """Candidates from `passages` (section, start, end) of one report, best first."""
    as_asked, question = question, narrowed(question, held)
    known = known_in(question, held)
    verbatim = tuple(
        any(find_word(held.text.folded.text, word) >= 0 for word in concept.words)
        for concept in question.concepts
    )
    if any(
        c.text.isdigit() and not is_known
        for c, is_known in zip(question.concepts, known, strict=True)
    ):
        # What a hotline did is told by its number.
        return []
    sense = asked_sense(as_asked, question, held.description.year)
    places = FoundInReport(held)
    fitting = list(_fitting(question, held, passages))
    # Where a sentence names something of the question, those that name nothing are no rivals.
    named = [
        row
        for row in fitting
        if places.names_any(question.concepts, row[1].sentence_start, row[1].sentence_end)
        # In a table the head of the column does.
        or any(share_in(c, fold(row[1].thing or "").text) for c in question.concepts)
    ]
    return believed(
        [
            _candidate(sense, Zones(held, section, figure, places), unit, weights, known, verbatim)
            for section, figure, unit in named or fitting
        ]
    )


def _fitting(
    question: Question, held: HeldReport, passages: Sequence[tuple[int, int, int]]
) -> Iterator[tuple[int, Figure, Mapping[str, float]]]:
    """(section, figure, what the unit says against it) of every figure that may answer by its kind."""
    kinds: tuple[str, ...] = FIGURE_KINDS.get(question.kind, ())
    if question.kind == "count" and _RANK.search(question.folded):
        kinds = ("ordinal",)
    asks_day = bool(_DAY.search(question.folded))
    # How many there are is not how often they came.
    only_things = names_only_things(question) and "次" not in question.folded
    for section, start, end in passages:
        for figure in held.figures_between(start, end):
            if figure.kind not in kinds or (asks_day and "-" not in (figure.date or "")):
                continue
            unit = _unit_features(question, figure)
            if unit is not None and not (only_things and unit_class(figure.unit) in _TIMES):
                yield section, figure, unit


# No lead counts more where a figure names something else than what is asked for.
_LEAD_OF_DOUBTFUL = 0.5
# It counts something else where no more than this of its name is asked for.
_OTHER_THING = 0.7
# Of what is counted without a measure word.
_UNNAMED = ("", "万", "亿")
# Names that say of money no more than that it is money.
_SUMS = frozenset({"资金", "金额", "款项", "总金额", "资金总额"})


def believed(candidates: Collection[Candidate]) -> list[Candidate]:
    """Candidates of one report with their confidence, best first: each is a rival of the others."""
    return sorted(
        (
            replace(c, confidence=confidence("figure", c.score, _lead(c, candidates)))
            for c in candidates
        ),
        key=lambda c: (-c.score, c.figure.start),
    )


def _lead(candidate: Candidate, candidates: Collection[Candidate]) -> float:
    """How far a candidate is ahead; where its words say something else, that proves little."""
    lead = candidate.score - _rival(candidate, candidates)
    features = candidate.features
    other_thing = "unsaid_focus" in features and features.get("unasked", 0.0) > _OTHER_THING
    doubtful = other_thing or "contrast" in features or "other_year" in features
    return min(lead, _LEAD_OF_DOUBTFUL) if doubtful else lead


def _rival(candidate: Candidate, candidates: Collection[Candidate]) -> float:
    """The best score of another figure, of a number that says something else."""
    others = (other.score for other in candidates if not other.figure.says_same(candidate.figure))
    return max(others, default=NO_RIVAL)


def _candidate(
    sense: AskedSense,
    zones: Zones,
    unit: Mapping[str, float],
    weights: Weights,
    known: Sequence[bool],
    verbatim: Sequence[bool],
) -> Candidate:
    question = sense.question
    shares = tuple(zones.share(concept) for concept in question.concepts)
    features = dict(unit) | sense_features(sense, zones)
    features["coverage"] = weights.coverage(shares)
    features |= weights.unsaid(shares, known)
    focus = [
        share for concept, share in zip(question.concepts, shares, strict=True) if concept.focus
    ]
    if focus and max(focus) < _FOCUSED:
        features["unsaid_focus"] = 1.0
    features["elsewhere"] = float(
        any(
            share < SAID and said and not (concept.deed or is_light(concept.words))
            for concept, share, said in zip(question.concepts, shares, verbatim, strict=True)
        )
    )
    # It tells another deed (查处) than the one asked for (判刑).
    lacks_deed = features["unsaid_main"] or features["unheard_main"]
    features["other_deed"] = float(bool(lacks_deed) and "other_verb" in features)
    features["kinship"] = weights.coverage(
        [
            kinship(concept, zones.clause) if share < SAID else 0.0
            for concept, share in zip(question.concepts, shares, strict=True)
        ]
    )
    features |= _owned(question, zones, weights)
    features["density"] = zones.density(question.concepts)
    features["exactness"] = _exactness(question, zones.figure)
    if zones.figure.thing and zones.figure.thing not in _SUMS:
        features["unasked"] = 1.0 - features["exactness"]
    features["in_table"] = float(zones.in_table)
    return Candidate(
        zones.held, zones.section, zones.figure, shares, features, score("figure", features)
    )


def _owned(question: Question, zones: Zones, weights: Weights) -> dict[str, float]:
    """The weighted shares of what is the figure's own, and of what is said of another figure."""
    owners = [zones.owner(concept) for concept in question.concepts]
    return {
        name: weights.coverage([float(owner == whose) for owner in owners])
        for name, whose in (("own", "own"), ("of_alike", "alike"), ("of_other", "other"))
    }


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
    if question.units[:1] == (unit_class("倍"),):
        return {} if own in question.units else None
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
    if figure.unit == "项" and question.units[0] in _NO_ITEMS:
        return None
    if figure.kind == "duration" and question.unit_stated and question.units[0] not in _LENGTHS:
        # 几次 is no length of time.
        return None
    if figure.unit == "次" and not question.unit_stated:
        # 参观一次基地 says how often, not how many there are.
        return None
    if question.units[0] == unit_class("家次") and own == unit_class("家"):
        # Nor does how many there are say how often they were looked into.
        return None
    if figure.unit in _UNNAMED and figure.kind == "count":
        # 处理决定数量 over a column, 关注人数3.4万: the thing alone tells.
        return {"unit_akin": 0.5}
    if any(akin(own, asked) for asked in question.units):
        return {"unit_akin": 1.0}
    # 多少学生 is no share of them, no sum of money, and nothing that is no person.
    people = unit_class("人") in (own, question.units[0])
    if question.unit_stated or people or figure.kind != "count":
        return None
    return {"unit_other": 1.0}
