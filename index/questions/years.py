"""Years that a question names, as numerals, in Chinese, or relative to today."""

from __future__ import annotations

import re
from typing import NamedTuple

_CHINESE_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")}
_CHINESE_DIGITS |= {"零": "0", "○": "0", "0": "0"}

_RANGE = re.compile(
    r"((?:19|20)\d{2})\s*年?度?\s*(?:-|—|–|~|至|到|to)\s*((?:19|20)\d{2})(?:\s*年度?)?"
)
_FULL = re.compile(
    r"(?<!\d)((?:19|20)\d{2}|[12]\d{3}(?=年))(?:\s*年度?|(?!\d|\s*(?:[余多名人所件元万个份次条项家户场起宗台米亩册%]|(?!(?:was|is|has|does|this|its|as|versus|vs)\b)[a-z]+s\b)))"
)
# Songling's 2024 penalties, the 2024 figures: a year, whereas "hired 2024 teachers" counts.
_POSSESSED = re.compile(r"(?:^|(?<='s )|(?<=’s )|(?<=\bthe ))(?:19|20)\d{2}(?=\s+[a-z])")
_SHORT = re.compile(
    r"(?<![\d近第续去满])([12]\d)年度?(?![来内间以级制期龄]|教龄|工龄|义务|一贯|以上|以下)"
)
_CHINESE = re.compile(r"([一二][〇零○0-9一二三四五六七八九]{3})年度?")
# A year that only serves a comparison (比去年减少多少) restricts no report.
_COMPARED = re.compile(r"(?:比|较|than|to|from)\s*$")
_JOINED = re.compile(r"(?:同|和|与|跟)\s*$")
_COMPARING = re.compile(r"\s*(?:相比|比|相较)")
_RELATIVE = (
    (re.compile(r"去年度?|上一?年度?(?:同期)?(?!结转|结余|遗留|转入|末)|前一年度?|last year"), -1),
    (re.compile(r"前年度?|the year before last"), -2),
    (re.compile(r"今年度?|本年度?|this year"), 0),
)


class YearMention(NamedTuple):
    """The years a part of the question names, its [start, end), and whether today decides them.

    `compared` marks a year that another is held against (比2022年多).
    """

    years: tuple[int, ...]
    start: int
    end: int
    relative: bool
    compared: bool


def find_years(folded: str, today_year: int) -> tuple[YearMention, ...]:
    """Years named in a folded question, in order; `today_year` is what 今年 means."""
    mentions: list[YearMention] = []

    def add(years: tuple[int, ...], match: re.Match[str], relative: bool = False) -> None:
        if all(match.end() <= m.start or match.start() >= m.end for m in mentions):
            before = folded[: match.start()]
            compared = bool(_COMPARED.search(before)) or bool(
                _JOINED.search(before) and _COMPARING.match(folded, match.end())
            )
            mentions.append(YearMention(years, match.start(), match.end(), relative, compared))

    for match in _RANGE.finditer(folded):
        first, last = int(match[1]), int(match[2])
        if 0 <= last - first <= 30:
            add(tuple(range(first, last + 1)), match)
    for match in _FULL.finditer(folded):
        add((int(match[1]),), match)
    for match in _POSSESSED.finditer(folded):
        add((int(match[0]),), match)
    for match in _CHINESE.finditer(folded):
        add((int("".join(_CHINESE_DIGITS.get(c, c) for c in match[1])),), match)
    for match in _SHORT.finditer(folded):
        add((2000 + int(match[1]),), match)
    for pattern, offset in _RELATIVE:
        for match in pattern.finditer(folded):
            add((today_year + offset,), match, relative=True)
    return tuple(sorted(mentions, key=lambda mention: mention.start))
