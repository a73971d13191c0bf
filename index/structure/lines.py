"""The lines of a text by offsets, and which of them are rows of a table."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

SPACES = " \t\u3000\u00a0\u2002\u2003\u2009\u200b\ufeff"
# The sign between the cells of a row, with space or an empty cell on either side.
CELL_BREAK = re.compile(r"(?<!\S)\|(?!\S)")
# A layout table may hold a whole report in one cell: a line longer than this is prose.
LONGEST_ROW = 400


@dataclass(frozen=True, slots=True)
class Lines:
    """Where each line starts, newline excluded at its end, and the numbers of the table rows."""

    starts: tuple[int, ...]
    length: int
    rows: frozenset[int]

    def at(self, offset: int) -> int:
        """The number of the line that `offset` lies in."""
        return bisect_right(self.starts, offset) - 1

    def end(self, line: int) -> int:
        """Where the line's text ends: at its newline, or at the end of the text."""
        return self.starts[line + 1] - 1 if line + 1 < len(self.starts) else self.length


def find_lines(text: str) -> Lines:
    """The lines of `text`; one with cells, no longer than a row may be, is a row of a table."""
    starts = (0, *(match.end() for match in re.finditer("\n", text)))
    lines = Lines(starts, len(text), frozenset())
    with_cells = {lines.at(match.start()) for match in CELL_BREAK.finditer(text)}
    rows = frozenset(n for n in with_cells if lines.end(n) - starts[n] <= LONGEST_ROW)
    return Lines(starts, len(text), rows)
