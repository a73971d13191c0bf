"""The year a report reports on, which is not the year it was published in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.reading.dates import arabic_years

_OPENING = 1500


@dataclass(frozen=True, slots=True)
class YearClue:
    """A way the body tells its year: `shift` is added to the year found, `note` says so."""

    regex: str
    shift: int
    note: str | None
    example: str


_RANGE = r"(?<![\d—\-－~至])"
CLUES = (
    YearClue(
        _RANGE + r"(20\d\d)年(?:度)?[^。；\n]{0,30}?(?:报告|汇报|总结|公布|公告|公开|通报|公示)如下",
        0, None, "现将2020年度普法工作情况汇报如下",
    ),
    YearClue(
        r"(?:总结|报告|汇报|回顾)[^。；，\n]{0,12}?" + _RANGE + r"(20\d\d)年",
        0, "年度：据正文“总结……{year}年”推断", "认真总结我局2024年普法工作",
    ),
    YearClue(
        _RANGE + r"(20\d\d)年(?:度)?[^。；，\n《》]{0,16}(?:法治|依法)[^。；，\n《》]{0,16}(?:情况|工作)",
        0, "年度：据正文“{year}年……情况”推断", "我县2023年法治政府建设情况",
    ),
    YearClue(
        r"(?:^|\n|[。！？：])\s*(20\d\d)年(?:度|以来|来)?[,，]",
        0, "年度：据正文开头“{year}年”推断", "2024年，全县教育系统",
    ),
)  # fmt: skip
# 三、2024年工作计划 closes the report on 2023.
_PLAN = re.compile(
    r"(?:[一二三四五六七八九十]、|^|\n)[^。；，\n]{0,6}(20\d\d)年(?:度)?[^。；，\n]{0,24}(?:计划|打算|安排|思路|要点|举措|重点)"
)
_TITLE_YEAR = re.compile(_RANGE + r"(20\d\d)(?:年度?|(?=[^\d]))(?![—\-－~至]\s*20\d\d)")


@dataclass(frozen=True, slots=True)
class ReportYear:
    """The year, None when nothing tells it, and how it was found when the headline does not."""

    year: int | None
    note: str | None = None


def find_year(title: str | None, body: str, published: str | None) -> ReportYear:
    """The year by the headline, else by the body; the day of publication decides nothing."""
    stated = _TITLE_YEAR.search(arabic_years(title)) if title else None
    if stated:
        return ReportYear(int(stated[1]))
    text = arabic_years(body)
    opening = text[:_OPENING]
    for clue in CLUES:
        found = re.search(clue.regex, opening)
        if found:
            year = int(found[1]) + clue.shift
            return ReportYear(year, clue.note.format(year=year) if clue.note else None)
    plan = _PLAN.search(text)
    if plan:
        year = int(plan[1]) - 1
        return ReportYear(year, f"年度：据正文“{plan[1]}年”的下一步安排推断为{year}年")
    if published:
        return ReportYear(
            None, f"年度：未写明（发布于{published[:4]}年，通常报告的是上一年，未采用）"
        )
    return ReportYear(None, "年度：未写明")
