"""Headings without a number: marked with # as in Markdown, or the only short lines of a report."""

from __future__ import annotations

import re
from itertools import pairwise

from index.structure.labels import RANK, Label
from index.structure.lines import Lines

_MARKED = re.compile(r"^[ \t]*(#{1,6})[ \t]*(?=\S)", re.MULTILINE)
_LONGEST_PLAIN = 30
_SHORTEST_PARAGRAPH = 40
_PUNCTUATION = re.compile(r"[。，；：！？,;:!?|、《》]")
_WORDS = re.compile(r"[一-鿿]{4,}")
# Page furniture and signatures: short lines that head nothing.
_NO_HEADING = re.compile(r"\d{4}|报告|總結|总结|[局委会厅院府]$|^附件|^目录")


def find_unnumbered(text: str, lines: Lines, numbered: tuple[Label, ...]) -> tuple[Label, ...]:
    """Lines that head what follows although they bear no number.

    Lines marked with # always do, but for the first line of the text, which is
    its title, and lines that bear a number as well. Plain short lines do only
    in a report without any numbered heading, when at least two of them stand
    directly above a paragraph.
    """
    numbered_lines = {label.line for label in numbered if label.before == "line"}
    first = len(text) - len(text.lstrip())
    marked = tuple(
        _label("marked", RANK["part"] - 7 + len(match.group(1)), match.start(1), match.end(), line)
        for match in _MARKED.finditer(text)
        if (line := lines.at(match.start(1))) not in numbered_lines and match.start(1) != first
    )
    if marked or numbered_lines or any(label.before == "stop" for label in numbered):
        return marked
    plain = tuple(
        _label("plain", RANK["han"], start, start, line)
        for line, start in _short_lines(text, lines)
        if start != first
    )
    return plain if len(plain) > 1 else ()


def _label(style: str, rank: int, start: int, end: int, line: int) -> Label:
    return Label(f"{style} {rank}", rank, 0, start, end, "line", "", line)


def _short_lines(text: str, lines: Lines) -> list[tuple[int, int]]:
    """Number and start of each line that looks like a heading above a paragraph."""
    full = [
        (n, start, lines.end(n))
        for n, start in enumerate(lines.starts)
        if text[start : lines.end(n)].strip()
    ]
    found = []
    for (n, start, end), (below, below_start, below_end) in pairwise(full):
        words = text[start:end].strip()
        if (
            4 <= len(words) <= _LONGEST_PLAIN
            and _WORDS.match(words)
            and not _PUNCTUATION.search(words)
            and not _NO_HEADING.search(words)
            and below_end - below_start >= _SHORTEST_PARAGRAPH
            and not {n, below} & lines.rows
        ):
            found.append((n, start + text[start:end].index(words)))
    return found
