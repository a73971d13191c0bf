"""Labels of headings and items: 一、 （三） 1. ① 第二章 一是, wherever they may stand.

This module only says where a label could be meant; `sequence` and `items`
decide which of them are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.structure.lines import SPACES, Lines

# What stands in front of a label: nothing on its line, the end of a sentence or
# a colon, a comma or semicolon, only a space, or the text of a heading.
Before = Literal["line", "stop", "comma", "space", "inside"]

_HAN = "一二三四五六七八九十"
_GAP = "[ \u3000\u00a0]?"

# (style, pattern of the label, example). In the order of the ranks that styles
# usually have: where a report gives no other evidence, an earlier one is above
# a later one. The last four are items.
STYLES: tuple[tuple[str, str, str], ...] = (
    ("part", rf"第(?:[{_HAN}]{{1,3}}|\d\d?){_GAP}(?:部分|篇|编)", "第一部分"),
    ("chapter", rf"第(?:[{_HAN}]{{1,3}}|\d\d?){_GAP}章", "第二章"),
    ("subchapter", rf"第(?:[{_HAN}]{{1,3}}|\d\d?){_GAP}[节節]", "第一节"),
    ("han", rf"(?<![{_HAN}百千第初高])[{_HAN}]{{1,3}}{_GAP}[、．.]", "一、"),
    (
        "han_bracket",
        rf"[(（〔]{_GAP}[{_HAN}]{{1,3}}{_GAP}[)）〕][、．.]?|[㈠-㈩][、．.]?"
        rf"|(?<![{_HAN}(（])[{_HAN}]{{1,3}}[)）]",
        "（一）",
    ),
    ("digit", rf"(?<![\d.．/~～—-])\d\d?{_GAP}[.．、](?!\d{{1,3}}(?!\d))|[⒈-⒛]", "1."),
    (
        "digit_bracket",
        rf"[(（]{_GAP}\d\d?{_GAP}[)）][、．.]?|[⑴-⒇]|(?<![\d(（.．])\d\d?[)）]",
        "（1）",
    ),
    ("circled", "[①-⑳❶-❿]", "①"),
    ("is", rf"(?<![{_HAN}百千第])(?:[{_HAN}]{{1,2}}{_GAP}|(?<!—)—)是", "一是"),
    ("must", rf"(?<![{_HAN}百千第])[{_HAN}]{{1,2}}要", "一要"),
    ("ordinal", rf"第[{_HAN}]{{1,2}}(?:是|[,，、:：])", "第一，"),
    ("of_these", rf"其[{_HAN}]{{1,2}}(?:是|[,，、:：])", "其一，"),
)
ITEM_STYLES = frozenset(("is", "must", "ordinal", "of_these"))
RANK = {style: rank for rank, (style, _, _) in enumerate(STYLES)}

# What follows a bracketed number that cites a part of a law: 第（一）项, （二）款.
_CITATION = re.compile(
    r"[项項](?!目)|款(?!项|項)|目(?![标標录錄前])|[条條](?![件例块塊线線])|[号號]"
)
# What stands in front of it: 第三条（一）, 《办法》（二）, 附件（一）.
_CITING = frozenset("第条條款项項》表件图圖类類期")
# What follows 二、三 where it means two and three: 一、二年级, 三、四季度, 十一、十二月.
_RANGE = re.compile(r"、|年级|年級|季度|学期|學期|[月审審期类類等线線届批轮輪]")
_LEADER = re.compile(r"[.…·．]{3,}\s*\d*\s*$")
_NUMERAL = re.compile(rf"[{_HAN}]{{1,3}}")
_DIGITS = re.compile(r"\d+")
# Runs of characters that number from one.
_ENCLOSED = ((0x3220, 10), (0x2488, 20), (0x2474, 20), (0x2460, 20), (0x2776, 10))
_LONGEST_SHORT_TITLE = 40
_NO_TITLE = re.compile(r"[。！？!?，,；;\n]")


@dataclass(frozen=True, slots=True)
class Label:
    """A possible label at [start, end) of the text, its number, and what stands before it.

    `separator` is the last character of the label: a report may use 1、 above 1. .
    A heading without a number has number 0.
    """

    style: str
    rank: int
    number: int
    start: int
    end: int
    before: Before
    separator: str
    line: int


def numeral(text: str) -> int | None:
    """The value of a Chinese numeral below 100 (十二 is 12), None if it is none."""
    tens, ten, ones = text.partition("十")
    if any(len(part) > 1 or "十" in part for part in (tens, ones)):
        return None
    value = (_HAN.index(tens) + 1 if tens else 1) * 10 if ten else 0
    digit = ones if ten else tens
    return value + (_HAN.index(digit) + 1 if digit else 0)


def find_labels(text: str, lines: Lines) -> tuple[Label, ...]:
    """Every possible label of `text` in reading order; none of a table or of a list of contents."""
    found: list[Label] = []
    heading: Label | None = None
    for match in _pattern().finditer(text):
        style = match.lastgroup or ""
        start, end = match.span()
        number = _number(match.group())
        line = lines.at(start)
        if number is None or line in lines.rows:
            continue
        before = _before(text, start)
        if before == "line":
            start = _with_marks(text, start)
        label = Label(style, RANK[style], number, start, end, before, text[end - 1], line)
        if before == "inside" and not _within_title(text, heading, label):
            continue
        if _is_no_label(text, label, lines.end(line)):
            continue
        found.append(label)
        if style not in ITEM_STYLES:
            heading = label
    return tuple(found)


def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{style}>{pattern})" for style, pattern, _ in STYLES))


def _number(label: str) -> int | None:
    if label == "—是":  # 一是 as many web pages misspell it
        return 1
    if match := _DIGITS.search(label):
        return int(match.group())
    if match := _NUMERAL.search(label):
        return numeral(match.group())
    for character in label:
        for first, count in _ENCLOSED:
            if first <= ord(character) < first + count:
                return ord(character) - first + 1
    return None


def _before(text: str, start: int) -> Before:
    at = start - 1
    while at >= 0 and text[at] in SPACES:
        at -= 1
    mark = at
    while mark >= 0 and text[mark] in "#*" + SPACES:
        mark -= 1
    if mark < 0 or text[mark] == "\n":
        return "line"
    spaced = at < start - 1
    closed = at
    while closed > 0 and text[closed] in "”’』」）)》":
        closed -= 1
    if text[closed] in "。！？!?" or text[at] in ":：":
        return "stop"
    if text[at] in "，,；;、":
        return "comma"
    return "space" if spaced else "inside"


def _with_marks(text: str, start: int) -> int:
    """Where the signs begin that mark a heading in Markdown: ## 一、, **（一）."""
    at = start
    while at > 0 and text[at - 1] in "#*" + SPACES:
        at -= 1
    while text[at] in SPACES:
        at += 1
    return at


def _within_title(text: str, heading: Label | None, label: Label) -> bool:
    """True of （一） that follows a short title without a space: 二、存在问题（一）."""
    if heading is None or label.number != 1 or label.style not in ("han_bracket", "digit"):
        return False
    if label.rank <= heading.rank or not 2 <= label.start - heading.end <= _LONGEST_SHORT_TITLE:
        return False
    return _NO_TITLE.search(text, heading.end, label.start) is None


def _is_no_label(text: str, label: Label, line_end: int) -> bool:
    in_line = label.before != "line"
    first = text[label.start]
    if label.style == "han":
        following = _NUMERAL.match(text, label.end)
        # 一、二年级; but 二、三项制度 is a heading where 一、 was one.
        if following and numeral(following.group()) == label.number + 1:
            return in_line or label.number == 1 or _RANGE.match(text, following.end()) is not None
        if in_line and label.separator != "、":
            return True
    if label.style == "ordinal" and text.startswith("第", label.end):
        return True  # 第一、第二季度
    if label.style == "digit" and in_line and _last_before(text, label.start) in "0123456789.．":
        return True
    if label.style in ("han_bracket", "digit_bracket"):
        if _CITATION.match(text, label.end) or (label.start and text[label.start - 1] in _CITING):
            return True
        unopened = text[label.end - 1] in ")）" and first not in "(（"
        if unopened and in_line:
            return True
    return not in_line and _LEADER.search(text, max(label.end, line_end - 20), line_end) is not None


def _last_before(text: str, start: int) -> str:
    at = start - 1
    while at > 0 and text[at] in SPACES:
        at -= 1
    return text[at]
