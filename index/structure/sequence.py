"""Which labels are headings, and at what level: numbering is the evidence.

A label at the start of its line is believed unless its number is absurd. One
within a line must continue the numbering of its style, or begin one that goes
on later. Levels come from the order in which the report nests its styles.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from index.structure.labels import ITEM_STYLES, Label

# Styles whose numbers mean hardly anything but a heading: trusted out of order.
_PLAIN_STYLES = frozenset(("part", "chapter", "subchapter", "han", "han_bracket"))
_LOOK_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Placed:
    """A label that is a heading, at its level (1 is the top)."""

    label: Label
    level: int


@dataclass(frozen=True, slots=True)
class _Outline:
    """The headings that are open, outermost first, and the candidates by style."""

    by_style: dict[str, list[Label]]
    starts: dict[str, list[int]]
    open: list[Label] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    # (style above, style below) as this report has nested them so far.
    nested: set[tuple[str, str]] = field(default_factory=set)

    def following(self, style: str, offset: int) -> list[Label]:
        """The next few candidates of `style` behind `offset`."""
        at = bisect_right(self.starts.get(style, []), offset)
        return self.by_style.get(style, [])[at : at + _LOOK_AHEAD]


def choose_headings(labels: tuple[Label, ...]) -> tuple[Placed, ...]:
    """The labels that are headings, each with its level, in reading order."""
    by_style: dict[str, list[Label]] = {}
    for label in labels:
        by_style.setdefault(label.style, []).append(label)
    starts = {style: [label.start for label in group] for style, group in by_style.items()}
    outline = _Outline(by_style, starts)
    placed = []
    for label in labels:
        if label.style in ITEM_STYLES or label.before == "comma":
            continue
        depth = _depth_of_style(outline.open, label)
        if not _fits(outline, label, depth):
            continue
        if depth is None:
            depth = _depth_for_new_style(outline, label)
        del outline.open[depth:]
        outline.nested.update((above.style, label.style) for above in outline.open)
        outline.open.append(label)
        outline.last[label.style] = label.number
        placed.append(Placed(label, depth + 1))
    return tuple(placed)


def enumerations(labels: tuple[Label, ...]) -> frozenset[Label]:
    """Labels of heading styles that number the parts of one sentence: (1)…;(2)…;(3)….

    Such a run begins with 1 and goes on behind a comma or semicolon in the same line.
    """
    found: set[Label] = set()
    last: dict[str, Label] = {}
    for label in labels:
        previous = last.get(label.style)
        last[label.style] = label
        if label.style in ITEM_STYLES or previous is None or previous.line != label.line:
            continue
        if label.number != previous.number + 1:
            continue
        if (previous.number == 1 and label.before == "comma") or previous in found:
            found |= {previous, label}
    return frozenset(found)


def _depth_of_style(open_: list[Label], label: Label) -> int | None:
    """Where in the open headings the label's own series stands, None if there is none."""
    same = [i for i, other in enumerate(open_) if other.style == label.style]
    for i in reversed(same):
        if open_[i].separator == label.separator:
            return i
    for i in reversed(same):
        if open_[i].number + 1 == label.number:
            return i
    # 1. below 1、 is a level of its own when it begins anew.
    return same[-1] if same and label.number != 1 else None


def _fits(outline: _Outline, label: Label, depth: int | None) -> bool:
    number, plain = label.number, label.style in _PLAIN_STYLES
    if number == 0:
        return True
    if depth is not None:
        step = number - outline.open[depth].number
        if label.before == "line":
            return plain or number == 1 or 0 <= step <= 2
        if step == 1:
            return True
        if label.before != "stop" or not plain:
            return False
        return step in (0, 2) or (number == 1 and _goes_on(outline, label))
    if label.before == "line":
        return plain or number <= 3
    if number == 1:
        return _goes_on(outline, label)
    return label.before == "stop" and number == outline.last.get(label.style, 0) + 1


def _goes_on(outline: _Outline, label: Label) -> bool:
    """Whether the next number of the label's series follows before the series begins anew."""
    for other in outline.following(label.style, label.start):
        if other.number == label.number + 1:
            return True
        if other.before == "line" and other.number <= label.number:
            return False
    return False


def _depth_for_new_style(outline: _Outline, label: Label) -> int:
    """How many open headings stay open above a label whose style none of them has.

    A style usually below the label's closes, unless the report nests the two
    the other way round: it did so before, or the numbering of the open one goes
    on behind the label.
    """
    depth = len(outline.open)
    while depth:
        above = outline.open[depth - 1]
        if label.rank >= above.rank or (above.style, label.style) in outline.nested:
            break
        following = outline.following(above.style, label.start)
        if above.number and following and following[0].number == above.number + 1:
            break
        depth -= 1
    return depth
