"""Plain text, mostly web pages saved as text: one line a line, table leftovers cleared."""

from __future__ import annotations

from index.reading.page import Page, tidy


def parse_plain(text: str) -> Page:
    """The lines of a text. Nothing is joined or broken: paragraphs stand as they were saved."""
    lines = (unframe(tidy(line)) for line in text.splitlines())
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
