"""Things named in a row: 甲、乙和丙, 《甲》《乙》, “甲”“乙”, 一是甲；二是乙, and how many are asked for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from index.figures.verbs import find_verbs, is_firm
from index.lexicon import data_lines
from index.tokens import segmenter


class Row(NamedTuple):
    """Items as spans of a text, in order; `more` tells that 等 stands behind the last."""

    items: tuple[tuple[int, int], ...]
    more: bool = False

    @property
    def start(self) -> int:
        return self.items[0][0]

    @property
    def end(self) -> int:
        return self.items[-1][1]


_OPEN, _CLOSE = "（(“《【「『‘", "）)”》】」』’"
_ENDS = "，,。；;：:！!？?\n"
_TITLES = re.compile(r"《[^《》]{2,60}》(?:(?:[、和及与]|以及)?《[^《》]{2,60}》)+")
_QUOTES = re.compile(r"“[^“”]{2,30}”(?:(?:[、和及与]|以及)?“[^“”]{2,30}”)+")
_TITLE = re.compile(r"《[^《》]{2,60}》")
_QUOTE = re.compile(r"“[^“”]{2,30}”")
# 一是甲；二是乙; (1)甲;(2)乙 within one sentence.
_NUMERALS = "一二三四五六七八九十"
_ENUMERATED = re.compile(
    r"(?:(?<=[：:，,；;。\s])|^)(?:([一二三四五六七八九])(?:是|要|、)|[（(]([1-9])[)）]|([①②③④⑤⑥⑦⑧⑨]))"
)
_FIGURE = re.compile(r"\d[\d.]*[余多]?[万亿]?[一-鿿]")
_BRACKET = re.compile(r"[（(]([^（()）]{5,200})[)）]")
_LAST_JOINT = re.compile(r"以及|和|及|与|并|或")
# What leads up to the first of several names: …包括甲, 分别为甲, 与甲.
_BEHIND = re.compile(
    r"等(?!级|候|值|额)|(?<=..)(?:\d|[一二两三四五六七八九十]+(?=[个所家名位件份条项类种类门部方面大]))"
    r"|(?<=..)(?:被|获|均|(?<![行作成认视])为|已(?!经?[婚])|共同|联合|在|对|进行|先后|分别|代表|的(?=[一-鿿]{2}))"
)
# 实施方案 is a paper, no deed.
_PAPER = re.compile(
    r"(?:方案|办法|规[划定则章]|细则|意见|制度|标准|条例|工程|项目|计划|程序|机制|清单|目录)$"
)
_WITH = re.compile(
    r"会同|联合|协同|联动|(?:严格|认真|全面|积极|深入|扎实|切实|持续|大力)(?:落实|执行|推行|推进|开展|实施)"
)
_LEAST_ITEM, _LONGEST_ITEM = 2, 40


@functools.cache
def leading_words(kind: str) -> frozenset[str]:
    """Words behind which a "name" begins, or the first item of a "row"."""
    rows = (line.split(":") for line in data_lines("leading_words.txt"))
    return {name: frozenset(words.split()) for name, words in rows}[kind]


def rows_in(text: str) -> tuple[Row, ...]:
    """The rows of a sentence, in the order of the text."""
    found = [_of_spans(_TITLE, match) for match in _TITLES.finditer(text)]
    found += [_of_spans(_QUOTE, match) for match in _QUOTES.finditer(text)]
    enumerated = _enumerated(text)
    if enumerated:
        found.append(enumerated)
    for start, end in _runs(text):
        row = _row(text, start, end)
        if row and not any(other.start <= row.start < other.end for other in found[:1]):
            found.append(row)
    for bracket in _BRACKET.finditer(text):
        for start, end in _runs(bracket[1]):
            row = _row(bracket[1], start, end)
            if row:
                found.append(_moved(row, bracket.start(1)))
    return tuple(sorted(found, key=lambda row: (row.start, -row.end)))


def _moved(row: Row, offset: int) -> Row:
    return Row(tuple((start + offset, end + offset) for start, end in row.items), row.more)


def _of_spans(pattern: re.Pattern[str], match: re.Match[str]) -> Row:
    text = match.string
    items = tuple(m.span() for m in pattern.finditer(text, match.start(), match.end()))
    return Row(items, text[match.end() : match.end() + 1] == "等")


def _enumerated(text: str) -> Row | None:
    """一是甲；二是乙；三是丙: the items up to their semicolon or comma before the next one."""
    marks = list(_ENUMERATED.finditer(text))
    numbers = [_number(mark) for mark in marks]
    if len(marks) < 2 or numbers != list(range(1, len(marks) + 1)):
        return None
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    items = []
    for mark, end in zip(marks, ends, strict=True):
        start = mark.start()
        items.append((start, start + len(text[start:end].rstrip("；;，,。 \n"))))
    return Row(tuple(items))


def _number(mark: re.Match[str]) -> int:
    if mark[1]:
        return _NUMERALS.index(mark[1]) + 1
    return int(mark[2]) if mark[2] else "①②③④⑤⑥⑦⑧⑨".index(mark[3]) + 1


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches without a comma outside of brackets and quotes."""
    depth, start = 0, 0
    for at, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        elif character in _ENDS and not depth:
            if start < at:
                yield start, at
            start = at + 1
    if start < len(text):
        yield start, len(text)


def _row(text: str, start: int, end: int) -> Row | None:
    """The row in a stretch of text; None if nothing stands in a row there."""
    spans = _cut_short(text, _split(text, start, end))
    end = spans[-1][1]
    spans[0] = _without_lead(text, spans)
    last_start, last_end = spans[-1]
    counted = sum(bool(_FIGURE.search(text, s, e)) for s, e in spans[:-1])
    if counted and counted * 2 >= len(spans) - 1:
        # 2个环节、1天办结、0费用: the numbers belong to the items.
        return Row(tuple((s, e) for s, e in spans)) if len(spans) > 1 else None
    behind = _BEHIND.search(text, last_start, last_end)
    joint = _joint(text, last_start, behind.start() if behind else last_end)
    more = bool(behind) and behind is not None and behind[0] == "等"
    if joint:
        spans = [*spans[:-1], (last_start, joint[0]), (joint[1], last_end)]
    elif len(spans) < 2:
        return None
    spans[-1] = _without_tail(text, *spans[-1])
    if any(not _LEAST_ITEM <= e - s <= _LONGEST_ITEM for s, e in spans):
        return None
    return Row(tuple(spans), more)


def _cut_short(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A row that ends within: 甲、乙等部门开展春、秋季检查 names 甲 and 乙."""
    for at, (start, end) in enumerate(spans[:-1]):
        if at and re.search(r"等(?!级|候|值|额)", text[start:end]):
            return spans[: at + 1]
    return spans


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A stretch at its 、 outside of brackets and quotes."""
    spans, depth, at = [], 0, start
    for i in range(start, end):
        if text[i] in _OPEN:
            depth += 1
        elif text[i] in _CLOSE:
            depth = max(0, depth - 1)
        elif text[i] == "、" and not depth:
            spans.append((at, i))
            at = i + 1
    return [*spans, (at, end)]


def _joint(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The 和 between the last two, where it is a word of its own."""
    at = start
    for token in segmenter().cut(text[start:end]):
        stop = at + len(token)
        if _LAST_JOINT.fullmatch(token) and at - start >= _LEAST_ITEM and end - stop >= _LEAST_ITEM:
            return at, stop
        at = stop
    return None


def _without_lead(text: str, spans: list[tuple[int, int]]) -> tuple[int, int]:
    """The first item without what leads up to it; a verb leads unless the others begin with one, too."""
    start, end = spans[0]
    verbs_too = any(_begins_with_verb(text[s:e]) for s, e in spans[1:])
    with_ = _WITH.match(text, start, end)
    start = with_.end() if with_ else start
    best, at, depth = start, start, 0
    for token in segmenter().cut(text[start:end]):
        stop = at + len(token)
        depth += sum(c in _OPEN for c in token) - sum(c in _CLOSE for c in token)
        leads = token in leading_words("row") or (is_firm(token) and not verbs_too)
        if leads and not depth and end - stop >= _LEAST_ITEM:
            best = stop
        at = stop
    while best < end and text[best] in " 　了":
        best += 1
    return best, end


def _begins_with_verb(item: str) -> bool:
    verbs = find_verbs(item)
    return bool(verbs) and verbs[0][0] == 0


def _without_tail(text: str, start: int, end: int) -> tuple[int, int]:
    """The last item without what is said of all of them."""
    behind = _BEHIND.search(text, start + 1, end)
    stop = behind.start() if behind else end
    if _PAPER.search(text[start:stop]):
        return start, stop
    firm = [s for s, _, word in find_verbs(text[start:stop]) if s >= _LEAST_ITEM and is_firm(word)]
    stop = min([stop, *(start + s for s in firm)])
    return start, start + len(text[start:stop].rstrip("“‘（(《"))


# 哪两所学校, 哪3项, 五个一: how many are asked for.
_DIGITS = {"两": 2, "俩": 2} | {c: i for i, c in enumerate(_NUMERALS, 1)}
_ASKED_NUMBER = re.compile(
    r"(?:哪|那|这)(?P<n>[两俩二三四五六七八九十]|\d{1,2})(?=[个项所家类种样件部条门位名人块步点大方起宗处本])"
    r"|(?P<m>[三四五六七八九十])个一"
)


def number_asked(folded: str) -> int | None:
    """How many things a question asks for, None if it does not say."""
    match = _ASKED_NUMBER.search(folded)
    if match is None:
        return None
    number = match["n"] or match["m"]
    return _DIGITS.get(number) or int(number)
