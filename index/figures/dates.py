"""Dates as ISO 8601, as far as the text states them."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace

from index.figures.numerals import parse_number

_QUARTERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Moment:
    """A year, month and day, each None when not stated."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def iso(self) -> str:
        """2024-08-20, 2024-08, 2024; --08-20 or --08 without a year."""
        head = f"{self.year:04d}" if self.year is not None else "-"
        tail = "".join(f"-{part:02d}" for part in (self.month, self.day) if part is not None)
        return head + tail

    def is_possible(self) -> bool:
        """Whether the calendar has it (every year is taken to be a leap year if unknown)."""
        try:
            datetime.date(self.year or 2024, self.month or 1, self.day or 1)
        except ValueError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Period:
    """A moment, or a stretch of time from one moment to another, both included."""

    first: Moment
    last: Moment | None = None

    def iso(self) -> str:
        """One moment, or two with a slash between them (2021-01/2023-12)."""
        return self.first.iso() + (f"/{self.last.iso()}" if self.last else "")

    def in_year(self, year: int | None) -> Period:
        """The same period with the year filled in where none was stated."""
        if year is None or self.first.year is not None:
            return self
        last = replace(self.last, year=year) if self.last else None
        return Period(replace(self.first, year=year), last)

    def year(self) -> int | None:
        """The year it ends in."""
        return (self.last or self.first).year

    def is_possible(self) -> bool:
        """Whether both ends exist and stand in order."""
        if not self.first.is_possible() or (self.last and not self.last.is_possible()):
            return False
        if self.last is None:
            return True
        first, last = ((m.year or 0, m.month or 1, m.day or 1) for m in (self.first, self.last))
        return first < last


def read_date(match: re.Match[str]) -> Period | None:
    """The period a match of a "date" pattern states, None when no calendar has it."""
    groups = match.groupdict()
    first = Moment(_part(groups, "y"), _part(groups, "m"), _part(groups, "d"))
    last = None
    if groups.get("y2") or groups.get("m2") or groups.get("d2"):
        year = _part(groups, "y2") or first.year
        month = _part(groups, "m2") or (first.month if groups.get("d2") else None)
        last = Moment(year, month, _part(groups, "d2"))
    period = Period(first, last)
    return period if period.is_possible() else None


def read_part(match: re.Match[str]) -> Period:
    """The months of a half year or of quarters (2024年上半年, 前三季度)."""
    year, part = _part(match.groupdict(), "y"), match["part"]
    if part.endswith("半年"):
        first, last = (1, 6) if part.startswith("上") else (7, 12)
    else:
        quarter = _QUARTERS[part.removesuffix("季度")[-1]]
        first, last = 1 if part.startswith("前") else quarter * 3 - 2, quarter * 3
    return Period(Moment(year, first), Moment(year, last))


def read_decade(match: re.Match[str]) -> Period:
    """The years of a century or of ten years (20世纪60年代, 1990年代); what part of them is left open."""
    groups = match.groupdict()
    if groups.get("y"):
        first, length = int(match["y"]), 10
    else:
        first, length = (int(parse_number(match["c"]) or 0) - 1) * 100 + 1, 100
        if groups["decade"]:
            first, length = first - 1 + int(parse_number(groups["decade"]) or 0), 10
    return Period(Moment(first), Moment(first + length - 1))


def _part(groups: dict[str, str | None], name: str) -> int | None:
    text = groups.get(name)
    if not text:
        return None
    value = parse_number(text.replace("○", "〇").rstrip("月份 "))
    return int(value) if value is not None else None
