"""Word's automatic numbering: the labels 一、（一）1. that stand in no paragraph's text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from index.reading.docx_numerals import numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_MAX_BASES = 20


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts, and its label (%1、)."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    decimal: bool = False


class Numbering:
    """Counts along while a document is read; ask for the label of each paragraph in order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract: dict[str, str] = {}
        self._styles: dict[str, etree._Element] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._met: set[tuple[str, int]] = set()
        self._restarts: set[tuple[str, int]] = set()
        for style in styles.iterfind(f"{W}style") if styles is not None else ():
            self._styles[style.get(f"{W}styleId") or ""] = style
        if numbering is not None:
            self._read(numbering)

    def label(self, paragraph: etree._Element) -> str:
        """The label Word shows before the paragraph, "" if it is not numbered."""
        number, depth = self._numbered(paragraph)
        levels = self._levels.get(number)
        if levels is None or depth not in levels:
            return ""
        counts = self._counts.setdefault(self._abstract[number], {})
        level = levels[depth]
        if (number, depth) in self._restarts and (number, depth) not in self._met:
            counts.pop(depth, None)
        self._met.add((number, depth))
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.format == "bullet":
            return ""
        return self._render(level, levels, counts)

    def _render(self, level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
        def fill(place: re.Match[str]) -> str:
            depth = int(place[1]) - 1
            shown = levels.get(depth, Level())
            name = "decimal" if level.decimal else shown.format
            return numeral(counts.get(depth, shown.start), name)

        text = _PLACE.sub(fill, level.text)
        # 1. and 5所 would read as 1.5所 without a blank; 一、 needs none.
        return (
            f"{text} "
            if text and text[-1] in ".)]0123456789" and level.suffix != "nothing"
            else text
        )

    def _numbered(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and level of a paragraph, its own or its style's."""
        number: str | None = None
        depth: int | None = None
        properties = paragraph.find(f"{W}pPr")
        style = ""
        if properties is not None:
            number, depth = _reference(properties)
            style = _value(properties.find(f"{W}pStyle")) or ""
        for _ in range(_MAX_BASES):
            if (number is not None and depth is not None) or style not in self._styles:
                break
            node = self._styles[style]
            inherited = node.find(f"{W}pPr")
            if inherited is not None:
                styled_number, styled_depth = _reference(inherited)
                number = styled_number if number is None else number
                depth = styled_depth if depth is None else depth
            style = _value(node.find(f"{W}basedOn")) or ""
        return number or "0", depth or 0

    def _read(self, numbering: etree._Element) -> None:
        lists: dict[str, dict[int, Level]] = {}
        for abstract in numbering.iterfind(f"{W}abstractNum"):
            lists[abstract.get(f"{W}abstractNumId") or ""] = {
                _integer(node.get(f"{W}ilvl"), 0): _level(node)
                for node in abstract.iterfind(f"{W}lvl")
            }
        for instance in numbering.iterfind(f"{W}num"):
            number = instance.get(f"{W}numId") or ""
            abstract_id = _value(instance.find(f"{W}abstractNumId")) or ""
            levels = dict(lists.get(abstract_id, {}))
            for override in instance.iterfind(f"{W}lvlOverride"):
                depth = _integer(override.get(f"{W}ilvl"), 0)
                own = override.find(f"{W}lvl")
                if own is not None:
                    levels[depth] = _level(own)
                start = _value(override.find(f"{W}startOverride"))
                if start is not None and depth in levels:
                    levels[depth] = replace(levels[depth], start=_integer(start, 1))
                    self._restarts.add((number, depth))
            self._levels[number] = levels
            self._abstract[number] = abstract_id


def _reference(properties: etree._Element) -> tuple[str | None, int | None]:
    node = properties.find(f"{W}numPr")
    if node is None:
        return None, None
    depth = _value(node.find(f"{W}ilvl"))
    return _value(node.find(f"{W}numId")), None if depth is None else _integer(depth, 0)


def _level(node: etree._Element) -> Level:
    return Level(
        start=_integer(_value(node.find(f"{W}start")), 1),
        format=_format(node),
        text=_value(node.find(f"{W}lvlText")) or "",
        suffix=_value(node.find(f"{W}suff")) or "tab",
        decimal=node.find(f"{W}isLgl") is not None,
    )


def _format(node: etree._Element) -> str:
    """Newer Word wraps its own formats in an alternative beside the plain one."""
    own = node.find(f"{W}numFmt")
    return _value(own if own is not None else next(node.iter(f"{W}numFmt"), None)) or "decimal"


def _value(node: etree._Element | None) -> str | None:
    return None if node is None else node.get(f"{W}val")


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 7 else default
