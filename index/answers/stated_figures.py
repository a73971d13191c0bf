"""The figures that are stated as an answer: of one report, or a row for every report."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.answers.evidence import Candidate, figure_candidates
from index.answers.findings import figure_value, finding
from index.answers.matching import Weights
from index.answers.retrieval import Passages
from index.figures import unit_class
from index.fold import fold
from index.models import Figure, Finding, Question
from index.questions.words import is_rate_name
from index.snapshot import HeldReport

# Below this confidence no figure is stated; docs/confidence.md has what it costs and saves.
FIGURE_THRESHOLD = 0.7
# A row for the very thing that another report states surely needs to be less sure by itself.
_SAME_THING = 0.3
# Two figures of one report whose scores are closer than this are both shown.
_EQUAL = 0.15
_MOST_EQUAL = 3


def figures_of_one(
    question: Question, held: HeldReport, passages: Passages, weights: Weights
) -> tuple[Finding, ...]:
    """The figure that a report states, and those that answer equally well; () if it states none."""
    candidates = figure_candidates(question, held, passages, weights)
    if not candidates or candidates[0].confidence < FIGURE_THRESHOLD:
        return ()
    return tuple(map(_finding, _equals(candidates)))


def figures_of_all(
    question: Question,
    scope: Sequence[HeldReport],
    passages: Mapping[str, Passages],
    weights: Weights,
) -> list[tuple[Finding, ...]]:
    """A row for every report: figures of one class of units, () for a report that states none.

    What most reports are sure to state tells what is counted: a report need be less
    sure of the same thing, and one that is sure of something else has no row.
    """
    everywhere = [figure_candidates(question, held, passages[held.name], weights) for held in scope]
    sure = [
        c for candidates in everywhere for c in candidates[:1] if c.confidence >= FIGURE_THRESHOLD
    ]
    if not sure:
        return []
    classes: defaultdict[str, float] = defaultdict(float)
    for candidate in sure:
        classes[_class(candidate)] += candidate.confidence
    counted = max(classes, key=lambda name: (name in question.units, classes[name], name))
    things = Counter(_thing(c) for c in sure if _class(c) == counted and _thing(c))
    named = {thing for thing, times in things.items() if times == max(things.values())}
    rows = []
    for candidates in everywhere:
        alike = [c for c in candidates if _class(c) == counted]
        best = next(
            (
                c
                for c in alike
                if c.confidence
                >= (_SAME_THING if _thing(c) in named and not _doubted(c) else FIGURE_THRESHOLD)
            ),
            None,
        )
        rows.append(tuple(map(_finding, _equals(alike[alike.index(best) :]))) if best else ())
    return rows


def _doubted(candidate: Candidate) -> bool:
    """Whether something is said against a figure, or more of the question elsewhere in its report."""
    return "contrast" in candidate.features or bool(candidate.features["elsewhere"])


def _class(candidate: Candidate) -> str:
    return unit_class(candidate.figure.unit)


def _thing(candidate: Candidate) -> str:
    return fold(candidate.figure.thing or "").text


def _equals(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The first candidate, and others of its unit that say another number and fit equally well.

    Of a cell of a table and a sentence that say the same it is the sentence.
    """
    best = candidates[0]
    alike = [
        c for c in candidates if best.score - c.score < _EQUAL and c.figure.unit == best.figure.unit
    ]
    said = (c for c in alike if c.figure.says_same(best.figure) and not c.features["in_table"])
    chosen = [next(said, best)]
    for other in alike:
        if not any(other.figure.says_same(c.figure) for c in chosen):
            chosen.append(other)
        if len(chosen) == _MOST_EQUAL:
            break
    return chosen


def _finding(candidate: Candidate) -> Finding:
    figure = candidate.figure
    return finding(
        candidate.held,
        candidate.section,
        (figure.sentence_start, figure.sentence_end),
        figure_value(figure, candidate.held, candidate.section),
        beside=tuple(
            replace(figure_value(rate, candidate.held), label=_rate_name(rate))
            for rate in _rates_of(candidate)
        ),
        confidence=candidate.confidence,
    )


def _rates_of(candidate: Candidate) -> list[Figure]:
    """The rates that the sentence gives right behind a count: 29所…，聘请率达到100%."""
    figure = candidate.figure
    if figure.kind != "count" or candidate.features.get("in_table"):
        return []
    rates = []
    year = candidate.held.description.year
    behind = candidate.held.report.text[figure.end : figure.sentence_end]
    end = figure.end + len(re.split("[；;]", behind)[0])
    for other in candidate.held.figures_between(figure.end, end):
        if other.kind == "rate" and _is_of(other, figure):
            rates.append(other)
        elif other.kind != "date" or (other.date and not other.date.startswith(("--", str(year)))):
            # What follows is said of another count, or, after 2022年的, of another year.
            break
    return rates


def _rate_name(rate: Figure) -> str | None:
    return rate.thing if rate.thing and is_rate_name(rate.thing) else None


def _is_of(rate: Figure, count: Figure) -> bool:
    """Whether a rate may be one of what was counted, and is not said of something else.

    辅导员6人，副校长聘任100%: this names what it is the rate of.
    """
    thing = rate.thing or ""
    return not thing or is_rate_name(thing) or thing in (count.thing or "")
