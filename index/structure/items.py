"""Enumerated items in the text of one section: 一是… 二是…, 第一，…, (1)…;(2)… in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.structure.labels import Label

# Where the last item of a series ends: with its paragraph, or with its sentence
# when the series is part of one.
_PARAGRAPH_END = re.compile("\n|(?<=[。！？!?”’』」）)])[ \t\u3000\u00a0]+(?=\\S)")
_SENTENCE_END = re.compile(r"(?<=[。！？])|\n")
# A series may skip a number or repeat one: 一是…三是…, 二是…二是….
_STEPS = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Item:
    """One item at [start, end), `depth` series deep (1 for a series not within another)."""

    label: Label
    depth: int
    start: int
    end: int


@dataclass(slots=True)
class _Member:
    """A label of a series while its extent is found."""

    label: Label
    depth: int
    limit: int
    last_within: int
    goes_on: bool = False


def find_items(text: str, labels: Sequence[Label], end: int) -> tuple[Item, ...]:
    """The items of a section's own text that ends at `end`, from the labels found in it."""
    items: list[Item] = []
    around: list[Item] = []
    for member in _members(labels, end):
        label = member.label
        del around[member.depth - 1 :]
        stop = min(member.limit, around[-1].end) if around else member.limit
        if not member.goes_on:
            pattern = _SENTENCE_END if label.before == "comma" else _PARAGRAPH_END
            found = pattern.search(text, member.last_within, stop)
            stop = found.start() if found else stop
        item = Item(label, member.depth, label.start, stop)
        items.append(item)
        around.append(item)
    return tuple(items)


def _members(labels: Sequence[Label], end: int) -> list[_Member]:
    """The labels that belong to a series, each with its depth and where the next one stands."""
    next_of = _next_of_style(labels)
    members: list[_Member] = []
    open_: list[_Member] = []
    for label in labels:
        depth = _depth(open_, label, next_of)
        if depth is None:
            continue
        for ended in open_[depth:]:
            ended.limit = label.start
        if depth < len(open_):
            open_[depth].goes_on = label.number > 1
        del open_[depth:]
        for around in open_:
            around.last_within = label.end
        open_.append(_Member(label, depth + 1, end, label.end))
        members.append(open_[-1])
    return members


def _next_of_style(labels: Sequence[Label]) -> dict[Label, Label]:
    next_of: dict[Label, Label] = {}
    seen: dict[str, Label] = {}
    for label in reversed(labels):
        if label.style in seen:
            next_of[label] = seen[label.style]
        seen[label.style] = label
    return next_of


def _depth(open_: list[_Member], label: Label, next_of: dict[Label, Label]) -> int | None:
    """Among how many open items the label begins one; None if it belongs to no series."""
    if label.number > 1:
        for i in reversed(range(len(open_))):
            other = open_[i].label
            if other.style == label.style and label.number - other.number in _STEPS:
                return i
        return None
    following = next_of.get(label)
    if following is None or following.number not in (2, 3):
        return None
    depth = len(open_)
    while depth and not _goes_on_behind(open_[depth - 1].label, label, next_of):
        depth -= 1
    return depth


def _goes_on_behind(above: Label, label: Label, next_of: dict[Label, Label]) -> bool:
    """Whether the series of `above` continues behind `label`, which then lies within `above`."""
    following = next_of.get(above)
    return (
        above.style != label.style
        and following is not None
        and following.number == above.number + 1
    )
