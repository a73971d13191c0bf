"""Figures behind 分别: the first belongs to the first thing named before it, and so on.

小学、初中、高中分别录取120人、98人、76人 counts 98 for 初中.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.answers.matching import Spot
from index.answers.rows import rows_in
from index.figures import unit_class
from index.models import Figure

_EACH = re.compile(r"分别|依次")
# What may stand between 分别 and the first figure, and between the figures.
_DEED = re.compile(r"[^\d、，,。；;：:（(]{0,10}")
_JOINT = re.compile(r"\s*(?:[、，,]|和|及|与)\s*")
# How far before 分别 the row of names may end.
_REACH = 24


class Aligned(NamedTuple):
    """The [start, end) of what a figure belongs to, and of what its neighbours do."""

    own: tuple[int, int]
    others: tuple[tuple[int, int], ...]


def aligned(text: str, figure: Figure, figures: Sequence[Figure]) -> Aligned | None:
    """What a figure behind 分别 belongs to, in the stored text; None where it is not in such a row.

    `figures` are those of its sentence, in order.
    """
    each = next(reversed(list(_EACH.finditer(text, figure.sentence_start, figure.start))), None)
    if each is None:
        return None
    row = _row(text, each.end(), figure, figures)
    if figure not in row or len(row) < 2:
        return None
    items = _named(text, figure.sentence_start, each.start(), len(row)) or _counted(
        each.start(), figures, len(row)
    )
    if not items:
        return None
    at = row.index(figure)
    return Aligned(items[at], (*items[:at], *items[at + 1 :]))


def _row(text: str, start: int, figure: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of one unit that follow each other behind 分别."""
    row: list[Figure] = []
    for other in figures:
        if other.start < start or unit_class(other.unit) != unit_class(figure.unit):
            continue
        between = text[row[-1].end if row else start : other.start]
        if not (_JOINT if row else _DEED).fullmatch(between):
            break
        row.append(other)
    return row


def _named(text: str, start: int, end: int, count: int) -> tuple[tuple[int, int], ...]:
    """The last row of so many names in [start, end)."""
    for row in reversed(rows_in(text[start:end])):
        if len(row.items) == count and end - start - row.end <= _REACH:
            return tuple((start + first, start + last) for first, last in row.items)
    return ()


def _counted(end: int, figures: Sequence[Figure], count: int) -> tuple[tuple[int, int], ...]:
    """The clauses of the figures right before `end`: 收到231件，受理208件，同比分别增长…."""
    before = [other for other in figures if other.end <= end][-count:]
    spans = tuple((other.clause_start, other.end) for other in before)
    return spans if len(spans) == count == len(set(spans)) else ()


def whose_in(spot: Spot, row: Aligned) -> str:
    """Whose a spot is in a row behind 分别: "own", "alike", or "" for what is said of all."""
    if row.own[0] <= spot.start and spot.end <= row.own[1]:
        return "own"
    return "alike" if any(s <= spot.start and spot.end <= e for s, e in row.others) else ""
