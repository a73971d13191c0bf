"""The heading tree of a report, its enumerated items included."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.models import Section, SectionKind
from index.structure.closing import closing_start
from index.structure.items import find_items
from index.structure.labels import ITEM_STYLES, Label, find_labels
from index.structure.lines import Lines, find_lines
from index.structure.sequence import Placed, choose_headings, enumerations
from index.structure.titles import Title, find_title
from index.structure.unnumbered import find_unnumbered

_MARKS = "#* \u3000\u00a0"


@dataclass(frozen=True, slots=True)
class _Node:
    """A section before it is numbered."""

    level: int
    kind: SectionKind
    label: str
    heading: str
    start: int
    body: int
    end: int


def find_sections(text: str) -> tuple[Section, ...]:
    """The sections of a stored text in reading order, the report itself first.

    `Section.heading` is the label and title as written; they are contiguous in
    the text unless the title stood on the line below its label. `Section.body`
    lies behind a heading that is nothing but a heading. It equals `start` where
    the heading is content too (its sentence states a figure or was cut at a
    comma), and for items: their sentences belong to the text. A closing behind
    the last section (总之…, signature, date) belongs to the report itself.
    """
    lines = find_lines(text)
    numbered = find_labels(text, lines)
    in_sentences = enumerations(numbered)
    possible = [label for label in numbered if label not in in_sentences]
    possible += find_unnumbered(text, lines, numbered)
    possible.sort(key=lambda label: label.start)
    headings = choose_headings(tuple(possible))
    closing = closing_start(text, headings[-1].label.end) if headings else len(text)
    items = [label for label in numbered if label.style in ITEM_STYLES or label in in_sentences]
    starts = [label.start for label in items]

    first = headings[0].label.start if headings else len(text)
    nodes = _items(text, lines, items[: bisect_left(starts, first)], first, 0)
    limits = [*(heading.label.start for heading in headings[1:]), closing][: len(headings)]
    for i, (heading, limit, end) in enumerate(
        zip(headings, limits, _ends(headings, closing), strict=True)
    ):
        within = items[bisect_left(starts, heading.label.end) : bisect_left(starts, limit)]
        below = _items(text, lines, within, limit, heading.level)
        label = heading.label
        together = label.before != "line" or (
            i + 1 < len(headings) and headings[i + 1].label.line == label.line
        )
        title_limit = below[0].start if below else limit
        title = find_title(text, label.end, title_limit, lines, together)
        body = label.start if title.body is None else title.body
        nodes.append(_node(text, label, "heading", heading.level, title, body, end))
        nodes += below
    return _number(nodes, len(text))


def path(sections: Sequence[Section], number: int) -> tuple[str, ...]:
    """The headings from the top down to section `number`; items and the report are left out."""
    headings: list[str] = []
    at: int | None = number
    while at is not None:
        section = sections[at]
        if section.kind == "heading" and section.level:
            headings.append(section.heading)
        at = section.parent
    return tuple(reversed(headings))


def section_at(sections: Sequence[Section], offset: int) -> Section:
    """The innermost section, items included, that holds `offset`; the report where none does."""
    at = bisect_right(sections, offset, key=lambda section: section.start) - 1
    section = sections[max(at, 0)]
    while section.parent is not None and not section.start <= offset < section.end:
        section = sections[section.parent]
    return section


def _ends(headings: Sequence[Placed], closing: int) -> list[int]:
    """Where each heading's section ends: at the next heading that is not below it."""
    ends: list[int] = []
    behind: list[Placed] = []
    for heading in reversed(headings):
        while behind and behind[-1].level > heading.level:
            behind.pop()
        ends.append(behind[-1].label.start if behind else closing)
        behind.append(heading)
    return ends[::-1]


def _items(text: str, lines: Lines, labels: Sequence[Label], end: int, level: int) -> list[_Node]:
    nodes = []
    for item in find_items(text, labels, end):
        title = find_title(text, item.label.end, item.end, lines, False)
        nodes.append(
            _node(text, item.label, "item", level + item.depth, title, item.start, item.end)
        )
    return nodes


def _node(
    text: str, label: Label, kind: SectionKind, level: int, title: Title, body: int, end: int
) -> _Node:
    words = text[label.start : label.end]
    between = text[label.end : title.start]
    heading = words + ("" if "\n" in between else between) + text[title.start : title.end]
    return _Node(level, kind, words.strip(_MARKS), heading.strip(_MARKS), label.start, body, end)


def _number(nodes: list[_Node], length: int) -> tuple[Section, ...]:
    """The nodes as sections in reading order below the report itself, each with its parent."""
    sections = [Section(0, None, 0, "heading", "", "", 0, 0, length)]
    around = [sections[0]]
    for node in sorted(nodes, key=lambda node: node.start):
        while len(around) > 1 and around[-1].end <= node.start:
            around.pop()
        section = Section(
            len(sections),
            around[-1].number,
            node.level,
            node.kind,
            node.label,
            node.heading,
            node.start,
            node.body,
            node.end,
        )
        sections.append(section)
        around.append(section)
    return tuple(sections)
