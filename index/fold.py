"""Folding text for search: forms that mean the same become the same characters.

The stored text is never changed; everything found in folded text is carried
back to it by position.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from opencc import OpenCC

# Full-width digits, letters and signs to half-width. The full-width comma stays:
# turned into "," it would join 3，500.5万 to one wrong number.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) != "，"}
_WIDTH[0x3000] = 0x20
_WIDTH[0x00A0] = 0x20

# (pattern, replacement) on width- and case-folded Simplified text; each is an
# optional or outdated spelling of one term.
_VARIANTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"副校\(园\)长|副\(园\)校长|副校长\(园长\)|副校\(院\)长"), "副校长"),
    (re.compile(r"法制(?=副校长|辅导员|宣传|教育|培训|讲座|审核|意识|观念|课)"), "法治"),
)
# Names and words are folded again and again, texts once.
_SHORT = 64


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded `text`; character i of it stands at ``positions[i]`` of the original.

    `positions` has one entry more than `text` has characters: the end.
    """

    text: str
    positions: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original [start, end) of the folded [start, end)."""
        if start >= end:
            return self.positions[start], self.positions[start]
        return self.positions[start], self.positions[end - 1] + 1


def fold_characters(text: str) -> str:
    """`text` with width, case and Traditional forms folded, of the same length."""
    narrow = text.translate(_WIDTH)
    lower = narrow.lower()
    if len(lower) != len(narrow):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in narrow)
    return simplify(lower)


def fold(text: str) -> Folded:
    """`text` folded for search, variants of terms included, with positions in `text`."""
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


@functools.lru_cache(maxsize=4096)
def _fold_short(text: str) -> Folded:
    return _fold(text)


def _fold(text: str) -> Folded:
    folded = fold_characters(text)
    positions = list(range(len(text) + 1))
    for pattern, replacement in _VARIANTS:
        pieces: list[str] = []
        kept: list[int] = []
        last = 0
        for match in pattern.finditer(folded):
            pieces += [folded[last : match.start()], replacement]
            kept += positions[last : match.start()]
            kept += _spread(positions[match.start() : match.end()], len(replacement))
            last = match.end()
        if pieces:
            folded = "".join([*pieces, folded[last:]])
            positions = kept + positions[last:]
    return Folded(folded, tuple(positions))


def _spread(positions: list[int], length: int) -> list[int]:
    """`length` positions whose first and last are those of the text replaced."""
    return [*positions[: length - 1], positions[-1]]


def simplify(text: str) -> str:
    """`text` in Simplified characters, of the same length."""
    if text.isascii():
        return text
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    # A phrase that changes its length would move every offset behind it.
    return "".join(_simplify_character(character) for character in text)


@functools.cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@functools.cache
def _simplify_character(character: str) -> str:
    converted: str = _converter().convert(character)
    return converted if len(converted) == 1 else character
