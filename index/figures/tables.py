"""Figures in the cells of tables, whose unit and thing stand in the heads of column and row."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from dataclasses import dataclass

from index.figures.mentions import Mention
from index.figures.numerals import parse_number
from index.figures.things import Owner
from index.figures.units import unit_kind, units

_ROW = re.compile(r"^[^\n|]*\|[^\n]*", re.MULTILINE)
_CELL = re.compile(r"[^|]+")
_NUMBER = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,6})?"
_BRACKETED = re.compile(r"[(（]\s?(?:单位\s?[:：]\s?)?([^()（）]{1,6})[)）]\s*$")
_EXPLANATION = re.compile(r"[(（][^()（）]{6,}[)）]\s*$")
_UNIT_OF_COUNT = re.compile(r"(人次|件|人|户|次|份|条|项|起|家|所|个|场|篇|宗)数(?:量)?$")
_GENERIC = re.compile(r"(?:数量|数|总数|合计|总计|小计|金额|数值|数据)?")
# 处理决定数量（指2020年办件量）
_COUNTING = re.compile(r"(?:数量|数|合计|总计|小计|总量)(?:[(（][^()（）]{1,80}[)）])?$")
# 三、本年度办理结果, (一)予以公开: what numbers the lines.
_LABEL = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．、])\s*"
)
_UNIT_HEADS = frozenset({"单位", "计量单位"})
_INDEX_HEADS = frozenset(
    {"序号", "编号", "排名", "名次", "年份", "年度", "时间", "电话", "联系电话", "邮编", "代码"}
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in a table cell, what it counts, and the spans it stands in."""

    mention: Mention
    owner: Owner
    clause: tuple[int, int]
    sentence: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    unit: str


def find_cells(folded: str, sentences: tuple[tuple[int, int], ...]) -> tuple[Cell, ...]:
    """The cells of folded text that hold a bare number under a head that says what it counts.

    A table is a run of lines with "|" in them. It begins with its header, in one line
    or in several; a line without a number below numbers begins another header.
    """
    starts = [start for start, _ in sentences]
    found: list[Cell] = []
    header: list[_Column] = []
    in_header = True
    end_of_last = -2
    for row in _ROW.finditer(folded):
        cells = list(_CELL.finditer(folded, row.start(), row.end()))
        begins = row.start() != end_of_last + 1
        end_of_last = row.end()
        heads = not any(map(_is_value, cells))
        if begins or (heads and not in_header and _counts(cells)):
            header = [_column(match[0]) for match in cells]
            in_header = True
            continue
        if heads and in_header and len(cells) > len(header):
            header = _under(header, [_column(match[0]) for match in cells])
            continue
        in_header = False
        for mention, owner in _row(cells, header):
            at = bisect_right(starts, mention.start) - 1
            if at >= 0 and mention.end <= sentences[at][1]:
                span = (mention.start, mention.end)
                found.append(Cell(mention, owner, span, sentences[at]))
    return tuple(found)


def _counts(cells: list[re.Match[str]]) -> bool:
    """Whether a line without numbers is a header: a head of it says that numbers follow."""
    columns = [_column(cell[0]) for cell in cells[1:]]
    return any(column.unit or _COUNTING.search(column.name) for column in columns)


def _is_value(cell: re.Match[str]) -> bool:
    return bool(_value().fullmatch(cell[0].strip()))


def _under(above: list[_Column], below: list[_Column]) -> list[_Column]:
    """The second line of a header, in which one head of the first is parted into several.

    These have its unit: 力量（名） over 校长 and 辅导员.
    """
    left = 0
    while left < len(above) and above[left].name == below[left].name:
        left += 1
    right = 0
    while right < len(above) - left and above[-1 - right].name == below[-1 - right].name:
        right += 1
    unit = above[left].unit if len(above) - left - right == 1 else ""
    parted = below[left : len(below) - right]
    return [
        *below[:left],
        *(_Column(column.name, column.unit or unit) for column in parted),
        *below[len(below) - right :],
    ]


def _row(cells: list[re.Match[str]], header: list[_Column]) -> list[tuple[Mention, Owner]]:
    """The numbers of a line. Where its head is parted, it has more cells than the header."""
    more = len(cells) - len(header)
    if more < 0 or any(map(_is_value, cells[: more + 1 if more else 0])):
        return []
    parted, cells = cells[:more], cells[more:]
    heads = [
        cell[0].strip()
        for cell, column in zip(cells, header, strict=True)
        if not _is_value(cell) and column.name not in _INDEX_HEADS
    ]
    whole = [*(cell[0].strip() for cell in parted), *heads[:1]]
    head = " ".join(
        _LABEL.sub("", _EXPLANATION.sub("", _BRACKETED.sub("", each))).strip() for each in whole
    )
    names = [column.name for column in header]
    found = []
    of_row = _unit_of_row(cells, header)
    for cell, column in zip(cells, header, strict=True):
        text = cell[0].strip()
        value = _value().fullmatch(text)
        number = parse_number(value["number"]) if value else None
        unit = (value["unit"] if value else None) or column.unit or of_row
        if value is None or number is None:
            continue
        if not (unit or _COUNTING.search(column.name) or _COUNTING.search(head)):
            continue
        if names.count(column.name) > 1:
            # 总计 under 行政复议 and under 行政诉讼: which it is, the line does not say.
            continue
        first = value.start("number")
        if value["sign"] and value["sign"] != "+":
            first, number = 0, -number
        start = cell.start() + cell[0].index(text)
        kind = unit_kind(unit) if unit else "count"
        mention = Mention(start + first, start + len(text), kind, number, unit)
        name = "" if value["sign"] or _GENERIC.fullmatch(column.name) else column.name
        thing = " ".join(part for part in (head, name) if part)
        found.append((mention, Owner(thing or None, None)))
    return found


def _unit_of_row(cells: list[re.Match[str]], header: list[_Column]) -> str:
    """The unit that a row names for all its numbers: in a column of units, or behind its head."""
    for cell, column in zip(cells, header, strict=True):
        if column.name in _UNIT_HEADS and _is_unit(cell[0].strip()):
            return cell[0].strip()
    bracketed = _BRACKETED.search(cells[0][0])
    return bracketed[1].strip() if bracketed and _is_unit(bracketed[1].strip()) else ""


def _is_unit(text: str) -> bool:
    return bool(re.fullmatch(rf"[万亿]?(?:{units()})", text))


@functools.cache
def _value() -> re.Pattern[str]:
    """A cell that is a number, with or without its unit."""
    return re.compile(
        rf"(?:(?P<sign>[+\-−])\s?)?(?P<number>{_NUMBER})\s?(?P<unit>[万亿]?(?:{units(without=('months', 'years'))}))?"
    )


def _column(head: str) -> _Column:
    name = head.strip()
    if name in _INDEX_HEADS:
        return _Column(name, "")
    bracketed = _BRACKETED.search(name)
    if bracketed and _is_unit(bracketed[1].strip()):
        return _Column(name[: bracketed.start()].strip(), bracketed[1].strip())
    counted = _UNIT_OF_COUNT.search(name)
    return _Column(name, counted[1] if counted else "")
