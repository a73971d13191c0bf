"""Plain text, mostly web pages saved as text: one line a line, table leftovers cleared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.reading.page import Page, tidy

# A cell longer than this is the text of a page that is laid out by a table.
_LONGEST_CELL = 120


def parse_plain(text: str) -> Page:
    """The lines of a text: paragraphs stand as they were saved, rows of tables in one line each."""
    tidied = (tidy(line) for line in text.splitlines())
    rows = _rows_joined([line for line in tidied if line])
    lines = map(unframe, rows)
    return Page(lines=tuple(line for line in lines if line))


def unframe(line: str) -> str:
    """A line without the bars that a saved layout table left at its ends.

    A row that has bars between its cells keeps them: ``| 甲 | 乙 |`` becomes
    ``甲 | 乙``, and ``正文。 |`` becomes ``正文。``.
    """
    if line.startswith("|") and line.endswith("|"):
        return line.strip("| \u3000")
    bare = line.strip("| \u3000")
    return bare if "|" not in bare else line


def _rows_joined(lines: Sequence[str]) -> Iterator[str]:
    """The lines, those rows in one whose every cell was saved on a line of its own.

    ``| 甲``, ``|``, ``2``, ``|``, ``9``, ``|`` become ``甲 | 2 | 9``.
    """
    at = 0
    while at < len(lines):
        cells, end = _row(lines, at)
        if len(cells) > 1 and all(
            len(cell) <= _LONGEST_CELL and "。" not in cell for cell in cells
        ):
            yield " | ".join(cells)
            at = end
        else:
            yield lines[at]
            at += 1


def _row(lines: Sequence[str], at: int) -> tuple[list[str], int]:
    """The cells of the row that begins at a line, and the line behind it; no cells if none does."""
    first = lines[at]
    if not first.startswith("|") or "|" in first[1:] or lines[at + 1 : at + 2] != ["|"]:
        return [], at
    cells, end = [first[1:].strip()], at + 2
    while end < len(lines):
        if lines[end] == "|":
            cells.append("")
            end += 1
        elif "|" not in lines[end] and lines[end + 1 : end + 2] == ["|"]:
            cells.append(lines[end])
            end += 2
        else:
            break
    while cells and not cells[-1]:
        cells.pop()
    return cells, end
