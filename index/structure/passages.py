"""Passages: whole sentences of one section, in pieces of the size that ranks best."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from index.models import Section
from index.structure.sections import section_at
from index.structure.sentences import split_sentences

# Characters of a passage: sentences are added up to LARGEST; a new item or
# paragraph begins a new passage once the last one has ENOUGH; a rest smaller
# than SMALLEST joins the passage before it.
LARGEST = 180
ENOUGH = 90
SMALLEST = 40


def make_passages(text: str, sections: Sequence[Section]) -> tuple[tuple[int, int, int], ...]:
    """(section number, start, end) of every passage, in reading order.

    The section is the innermost one, items included, that holds all of the
    passage. No passage crosses a heading. Every character but white space lies
    in exactly one passage or in a heading's [start, body); a heading without
    text of its own is a passage besides, so that it can be found.
    """
    items = {section.start for section in sections if section.kind == "item"}
    passages: list[tuple[int, int, int]] = []
    for section in sections:
        if section.kind == "item":
            continue
        groups = [
            group
            for start, end in _own_ranges(sections, section)
            for group in _group(text, split_sentences(text, start, end), items)
        ]
        if section.level and not any(start < section.end for start, _ in groups):
            groups = list(split_sentences(text, section.start, section.body))
            groups = [(groups[0][0], groups[-1][1])] if groups else []
        passages += [(_innermost(sections, *group), *group) for group in groups]
    return tuple(sorted(passages, key=lambda passage: passage[1]))


def _own_ranges(sections: Sequence[Section], section: Section) -> Iterator[tuple[int, int]]:
    """The parts of a section outside the headings below it."""
    at = section.body
    child = section.number + 1
    while child < len(sections) and sections[child].start < section.end:
        if sections[child].kind == "heading":
            yield at, sections[child].start
            at = sections[child].end
            while child < len(sections) and sections[child].start < at:
                child += 1
        else:
            child += 1
    yield at, section.end


def _group(
    text: str, sentences: Sequence[tuple[int, int]], items: set[int]
) -> list[tuple[int, int]]:
    """Spans of neighbouring sentences, near the size of a passage."""
    groups: list[tuple[int, int]] = []
    before = 0
    for at, (start, end) in enumerate(sentences):
        if groups:
            first, last = groups[-1]
            fresh = start in items or "\n" in text[last:start]
            if end - first <= LARGEST and not (fresh and last - first >= ENOUGH):
                groups[-1] = first, end
                before = last
                continue
            lead = sentences[at - 1][0]
            if not fresh and lead in items and first < lead:
                # What opens an item (一是加强领导。) goes with the rest of the item.
                groups[-1] = first, before
                start = lead
        groups.append((start, end))
    joined: list[tuple[int, int]] = []
    for start, end in groups:
        if joined and end - start < SMALLEST and end - joined[-1][0] <= LARGEST + SMALLEST:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _innermost(sections: Sequence[Section], start: int, end: int) -> int:
    section = section_at(sections, start)
    while section.parent is not None and section.end < end:
        section = sections[section.parent]
    return section.number


def table_head(text: str, start: int) -> str:
    """The first lines of the table that a passage goes on with, "" where it does not.

    A table is a run of lines with "|" in them; its head ends before the first number.
    """
    above: list[str] = []
    end = start
    while end > 0 and text[end - 1] == "\n":
        begin = text.rfind("\n", 0, end - 1) + 1
        line = text[begin : end - 1]
        if "|" not in line:
            break
        above.append(line)
        end = begin
    own = text[start : text.find("\n", start) if "\n" in text[start:] else len(text)]
    if "|" not in own:
        return ""
    return "\n".join(takewhile(lambda line: not re.search(r"\d", line), reversed(above)))
