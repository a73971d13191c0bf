"""The headline of a report: marked by its page, or the line above the body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.reading.boilerplate import body_bounds, boilerplate, has_sentence
from index.reading.infoline import read_info
from index.reading.labelled import labelled_fields, values_of
from index.reading.organs import ORGAN, is_organ, places_at
from index.reading.page import Page, tidy, words

_MAX_LENGTH = 90
# 2024年法治政府建设情况的报告, also with （2024年度） after it.
_REPORT = re.compile(
    r"(?:报告|总结|汇报|情况|年报|小结|公报|白皮书|综述|自查|自评|要点|方案|公示|公告)"
    r"(?:书|表)?(?:[（(][^（）()]{1,20}[)）])?$"
)
_YEAR = re.compile(r"(?:19|20)\d\d|二[〇○O零][〇○O零一二三四五六七八九]{2}")
_THEME = re.compile("法治|依法|工作|年度|建设|报告")
_CONTINUES = re.compile(r"(?:关于|年|年度|度|和|与|及|暨|的|、|开展|推进|落实|“|《)$")
_SITE = re.compile(
    r"\s{0,9}[_|—–>]{1,9}\s{0,9}|\s{1,9}-\s{1,9}|-(?=[^-]{2,20}(?:网|政府|局|委|平台|厅|办)$)"
)
_RUN_IN = re.compile(r"^(\S{6,60}?(?:报告|总结|汇报))\s+\S")
_ONLY_TITLE = 3
# A phrase of the body that says what the report is about, the surest first. `phrase` holds it.
_PHRASES = (
    # 现将2021年度普法情况汇报如下
    r"现就?将?(?:我[局委办厅院市区县镇乡]|本[局委办市区县])?(?P<phrase>[^，。；：,;:现\n]{4,40}?)"
    r"(?:详细|具体|简要)?(?:报告|汇报|总结|公布|公开|公告|通报|公示|说明)如下",
    # 回顾我局2022年依法行政开展情况
    r"(?P<phrase>(?:20\d\d年度?|二[〇○零]\S{2}年度?)[^，。；：,;:《》\n]{0,16}(?:法治|依法|行政)[^，。；：,;:《》\n]{0,24}"
    r"(?:情况|工作|报告|总结))",
)
_EMPTY_PHRASE = re.compile(
    r"^(?:有关|相关|具体|工作|主要|以下|如下|开展|落实|年度|的)*(?:情况|工作)?$"
)
# A heading of the body, or the name of a document, is no title of the report.
_INSIDE = re.compile(r"《[^》]*$|(?:^|\n)\s*[(（]?[一二三四五六七八九十]+[)）、][^\n]*$")
# 2024年度情况 tells nothing that could stand for a title.
_TELLING = re.compile("法治|依法|行政|工作|建设|普法|职责|执法")
# What a saved page puts on the line of the headline.
_BEHIND = re.compile(r"\s{0,9}[-–—|]{0,9}\s{0,9}(?:发布|發布|公开|更新)(?:日期|时间|時間).*$")


@dataclass(frozen=True, slots=True)
class Title:
    """The headline and the numbers of the lines it stands on, none when only the page's head has it."""

    text: str
    lines: range


def find_title(page: Page) -> Title | None:
    """The headline above the body, None when the page has none.

    A title in a meta tag is always believed, an element marked as headline when
    it reads as a report's. The name of the page (``<title>``) is often the one
    of the column: it only supports a line that says the same, unless no line
    looks like a headline; so does a value that is labelled as the title (标题：).
    """
    start, _ = body_bounds(page.lines)
    head = page.lines[:start]
    # The headline may stand outside the container of the body.
    above = page.around[: body_bounds(page.around)[0]]
    meta = tuple(field.value for field in page.fields if field.kind == "title")
    marked = (*meta, *(text for text in page.headlines if _is_report(text)))
    for text in marked:
        span = _standing(head, text)
        if span is not None:
            return Title(text, span)
    if meta:
        return Title(meta[0], range(0))
    listed = values_of(labelled_fields(page), "title")
    labels = (*filter(_is_report, listed), *_label_titles(page))
    for lines in (head, above):
        best = _best(lines, (*marked, *labels))
        if best is not None:
            title = _joined(lines, best)
            return title if lines is head else Title(title.text, range(0))
    for text in (*marked, *labels):
        return Title(text, range(0))
    run_in = _RUN_IN.match(page.lines[start]) if start < len(page.lines) else None
    return Title(run_in[1], range(0)) if run_in and _YEAR.search(run_in[1]) else None


def _best(head: tuple[str, ...], marked: tuple[str, ...]) -> int | None:
    """The number of the line that looks most like a headline, the later of two equals."""
    scored = [
        (_score(head, number) + (2 if head[number] in marked else 0), number)
        for number in range(len(head))
    ]
    score, number = max(scored, default=(0, 0))
    return number if score >= _ONLY_TITLE else None


def title_phrase(text: str) -> str | None:
    """A verbatim phrase of the body that can stand for a missing title.

    >>> title_phrase("现将2020年度普法工作情况汇报如下：")
    '2020年度普法工作情况'
    """
    for pattern in _PHRASES:
        for found in re.finditer(pattern, text[:3000]):
            if _INSIDE.search(text[: found.start("phrase")][-80:]):
                continue
            phrase = found["phrase"].strip()
            if not _EMPTY_PHRASE.match(phrase) and _TELLING.search(phrase):
                return phrase
    return None


def _is_report(text: str) -> bool:
    return bool(_REPORT.search(text)) and words(text) >= 6 and len(text) <= _MAX_LENGTH


def _label_titles(page: Page) -> tuple[str, ...]:
    if not page.label:
        return ()
    first = _SITE.split(page.label)[0]
    return tuple(dict.fromkeys(tidy(text) for text in (page.label, first) if _is_report(text)))


def _standing(head: tuple[str, ...], text: str) -> range | None:
    """The last lines of the head that together read as `text`."""
    wanted = re.sub(r"\s", "", text)
    for number in range(len(head) - 1, -1, -1):
        for size in (1, 2, 3):
            joined = re.sub(r"\s", "", "".join(head[number : number + size]))
            if joined == wanted:
                return range(number, min(number + size, len(head)))
    return None


def _score(head: tuple[str, ...], number: int) -> int:
    """How much a line above the body looks like a headline; later lines win ties."""
    line = head[number]
    if not 4 <= words(line) <= _MAX_LENGTH or has_sentence(line) or line[-1] in "：:，,；;>":
        return 0
    if boilerplate(line) is not None or read_info(line) is not None or ">" in line or " | " in line:
        return 0
    score = 4 if _REPORT.search(line) else 0
    score += 2 if _YEAR.search(line) else 0
    score += 1 if _THEME.search(line) else 0
    following = next((other for other in head[number + 1 :] if boilerplate(other) is None), None)
    score += 2 if following is not None and read_info(following) is not None else 0
    score += 1 if following is None else 0
    return score


def _joined(head: tuple[str, ...], number: int) -> Title:
    """The headline with the lines above that it continues: an organ, or 关于…建设."""
    first = number
    while first > 0 and number - first < 2 and _goes_on(head, first):
        first -= 1
    text = _BEHIND.sub("", "".join(head[first : number + 1]))
    return Title(text, range(first, number + 1))


def _goes_on(head: tuple[str, ...], number: int) -> bool:
    """Whether a headline line continues the line before it."""
    before, line = head[number - 1], head[number]
    if boilerplate(before) is not None or read_info(before) is not None:
        return False
    if len(before) > 40 or _REPORT.search(before) or re.search("[。：:>|；，]", before):
        return False
    if _CONTINUES.search(before):
        return True
    begins = places_at(line)[0] or (ORGAN.match(line) and "关于" in line)
    if begins:
        return False
    if is_organ(before) or places_at(before)[0]:
        # On a saved page an organ above the headline is the name of the site.
        framed = any(boilerplate(other) is not None for other in head[:number])
        return not framed and (
            not is_organ(before) or bool(_YEAR.match(line) or "关于" in line[:2])
        )
    return "关于" in before
