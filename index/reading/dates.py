"""Dates as pages and signatures write them, to ISO 8601."""

from __future__ import annotations

import datetime
import re

_DIGITS = "〇一二三四五六七八九"
_NUMERIC = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(\d{2})(\d{2})(?:\d{6})?(?!\d)")
_CHINESE = re.compile(
    r"(二[〇○O零][〇○O零一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_CHINESE_YEAR = re.compile(r"二[〇○O零][〇○O零一二三四五六七八九]{2}(?=年)")


def find_date(text: str) -> str | None:
    """The first date in a text as ISO 8601; None when there is none or it does not exist.

    >>> find_date("二〇二五年一月十五日"), find_date("2025/1/15 10:22")
    ('2025-01-15', '2025-01-15')
    """
    found = _NUMERIC.search(text) or _COMPACT.search(text)
    if found:
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    written = _CHINESE.search(text)
    if written:
        return _iso(chinese_year(written[1]), _small(written[2]), _small(written[3]))
    return None


def arabic_years(text: str) -> str:
    """The text with years written 二〇二四年 as 2024年, for looking years up."""
    return _CHINESE_YEAR.sub(lambda found: str(chinese_year(found[0])), text)


def chinese_year(text: str) -> int:
    """二〇二四 -> 2024."""
    return int("".join(str(max(_DIGITS.find(character), 0)) for character in text))


def _small(text: str) -> int:
    """一 to 三十一."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.find(text)
    return (_DIGITS.find(tens) if tens else 1) * 10 + (_DIGITS.find(ones) if ones else 0)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
