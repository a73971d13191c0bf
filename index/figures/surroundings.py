"""The words around a number in its sentence, as far as they may say what it counts."""

from __future__ import annotations

import re

from index.figures.phrases import GAP, clean

# How many characters around a number, and how many figures before it, are looked at.
WINDOW = 120
REMEMBERED = 8
_BREAK = re.compile(r"[,，;；。！？!?\n|(（\[【\0]")


class Surroundings:
    """The clauses of one sentence, and how far its words are used up by figures already read.

    Nothing further than `WINDOW` characters from a number is looked at, so that a
    sentence without end costs no more than its length.
    """

    def __init__(self, text: str, clauses: tuple[tuple[int, int], ...]) -> None:
        self.text = text
        self.clauses = clauses
        self._floor = clauses[0][0] if clauses else 0
        # Dates since the floor: they are no words, but part those around them.
        self._gaps: list[tuple[int, int]] = []

    def use(self, end: int) -> None:
        """The words up to `end` belong to a figure that has been read."""
        self._floor = end
        self._gaps.clear()

    def skip(self, start: int, end: int) -> None:
        """[start, end) is a date or a length of time."""
        self._gaps.append((start, end))

    def before(self, end: int, clause: int) -> str:
        """The words before the number: from the last figure or opening sign of the clause."""
        start = self.clauses[clause][0]
        left = self._words(start, end)
        if clause and not clean(left) and self.text[start - 1] in ":：":
            # 行政处罚：12件 has its noun before the colon.
            left = self._words(self.clauses[clause - 1][0], start - 1)
        if not clean(_after_break(left)) and self.text[end - 1 : end] in tuple("(（"):
            # 食品类（148件）
            return _after_break(left.rstrip()[:-1])
        return _after_break(left)

    def _words(self, start: int, end: int) -> str:
        """The text of [start, end) behind the last figure, dates blanked."""
        start = max(start, self._floor, end - WINDOW)
        words = self.text[start:end]
        for first, last in self._gaps[-REMEMBERED:]:
            if start <= first and last <= end:
                words = words[: first - start] + GAP * (last - first) + words[last - start :]
        return words

    def opening(self, number: int) -> str:
        start, end = self.clauses[number]
        return self.text[start : min(end, start + WINDOW)]

    def closing(self, number: int) -> str:
        start, end = self.clauses[number]
        return self.text[max(start, end - WINDOW) : end]


def _after_break(left: str) -> str:
    """What follows the last sign that opens a new phrase; closed brackets are kept."""
    at = len(left)
    while (match := _last_break(left, at)) is not None:
        if match[0] in "(（" and re.search(r"[)）]", left[match.end() :]):
            at = match.start()
            continue
        return left[match.end() :]
    return left


def _last_break(left: str, end: int) -> re.Match[str] | None:
    found = list(_BREAK.finditer(left, 0, end))
    return found[-1] if found else None
