"""The line of an answer that a person reads first, in Chinese or English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.models import Coverage, Finding, Missing, Question, Value
from index.questions.patterns import COMPLETE

# 河南省三门峡市陕州区 is spoken of as 陕州区.
_ANCESTORS = re.compile(r"^.*(?:省|自治区|市|州|盟)(?=..)")
# Reports named in the first line; all of them follow below it.
_MOST_ROWS = 6
_SLOT_ENGLISH = {"place": "place", "year": "year", "issuer": "issuing body", "topic": "topic"}
_CHAPTERS_CHINESE = {"problems": "存在的问题", "plans": "下一步安排", "measures": "主要举措"}
_CHAPTERS_ENGLISH = {"problems": "problems", "plans": "plans", "measures": "measures"}
_SLOT_CHINESE = {"place": "地区", "year": "年份", "issuer": "发布机构"}


def stated(value: Value, english: bool) -> str:
    """A value in words: the figure as stated, yes or no, the items."""
    if value.yes is None:
        return value.text
    line = ("Yes" if value.yes else "No") if english else ("是" if value.yes else "否")
    if value.number is None:
        return line
    # What was claimed was a number: the one that is stated is said, too.
    return f"{line} ({value.text})" if english else f"{line}（{value.text}）"


def lacking(question: Question, absent: Sequence[str]) -> str:
    """The places and years asked for of which nothing is held."""
    if question.language == "en":
        return f"; no report is held of: {', '.join(absent)}."
    return f"；没有{'、'.join(absent)}的报告。"


def answered(question: Question, findings: Sequence[Finding], coverage: Coverage) -> str:
    """The best finding's value with what stands beside it, and how many reports state one."""
    english = question.language == "en"
    best = findings[0]
    if coverage.stating > 1 and best.value is not None:
        return _rows(question, findings, "；", coverage)
    values = [f.value for f in findings if f.report == best.report and f.value is not None]
    if best.value is None:
        line = best.quote
    else:
        line = (" / " if english else "；").join(stated(value, english) for value in values)
    line += _beside(best, english)
    if coverage.in_scope > 1:
        line += _coverage(english, coverage)
    return line


def ranked(
    question: Question, findings: Sequence[Finding], coverage: Coverage, lowest: bool
) -> str:
    """Every report's value, the first the one asked for."""
    return _rows(question, findings, " < " if lowest else " > ", coverage)


def by_year(question: Question, findings: Sequence[Finding], coverage: Coverage) -> str:
    """Every report's value in the order of years."""
    return _rows(question, findings, " → ", coverage)


def total(
    question: Question, findings: Sequence[Finding], number: Decimal, coverage: Coverage
) -> str:
    """The sum with its parts."""
    english = question.language == "en"
    unit = findings[0].value.unit if findings[0].value else ""
    parts = " + ".join(f"{_who(f)} {f.value.text}" for f in findings if f.value)
    return (
        f"{parts} = {number:f}{unit}"
        + _latest(english, findings, coverage)
        + _coverage(english, coverage)
    )


def refusal(
    question: Question, missing: Missing, coverage: Coverage, related: Sequence[Finding]
) -> str:
    """What is missing and what is held instead."""
    english = question.language == "en"
    if missing.slot != "topic":
        return _slot_refusal(question, missing, english)
    if coverage.in_scope == 0:
        return (
            "No reports are held yet. An administrator can add some with: reportbot index FOLDER"
            if english
            else "还没有任何报告。管理员可用 reportbot index 文件夹 添加。"
        )
    if not question.concepts and question.kind not in COMPLETE:
        return (
            "Please ask about something the reports may state, for example: how many schools hired legal vice-principals?"
            if english
            else "请问得具体一些，例如：全县有多少所学校聘请了法治副校长？"
        )
    topic = question.topic or (_CHAPTERS_ENGLISH if english else _CHAPTERS_CHINESE)[question.kind]
    if english:
        line = f"The reports do not say ({coverage.in_scope} read): {topic}."
        return line + (" See the related passages." if related else "")
    scope = "、".join((*_places(question), *(f"{year}年" for year in question.slots.years)))
    line = f"报告未载明：{scope + '，' if scope else ''}{topic}（已查{coverage.in_scope}份报告）。"
    return line + ("相关段落供参考。" if related else "")


def _slot_refusal(question: Question, missing: Missing, english: bool) -> str:
    """Which place, issuer or year is not held, and of what."""
    held = (", " if english else "、").join(missing.held)
    # A year is missing of the place and issuer asked about, an issuer of the place.
    of = list(_places(question)) if missing.slot in ("issuer", "year") else []
    if missing.slot == "year" and question.slots.issuer:
        of.append(question.slots.issuer)
    if english:
        line = f"No report for the {_SLOT_ENGLISH[missing.slot]} asked about ({missing.asked})"
        line += f" of {', '.join(of)}." if of else "."
        return line + (f" Held: {held}." if held else "")
    short = _ANCESTORS.sub("", missing.asked)
    # 宁波市江北区 is not the 江北区 that is held.
    asked = missing.asked if short in missing.held else short
    line = f"没有{''.join(of)}{asked}的报告。"
    return line + (f"现有{_SLOT_CHINESE[missing.slot]}：{held}。" if held else "")


def _places(question: Question) -> tuple[str, ...]:
    return tuple(_ANCESTORS.sub("", place) for place in question.slots.places)


def _rows(
    question: Question, findings: Sequence[Finding], separator: str, coverage: Coverage
) -> str:
    """The first value of every report, a row each, in one line."""
    english = question.language == "en"
    firsts = {found.report: found for found in reversed(findings)}
    rows = [
        f"{_who(f)} {_brief(f.value, english)}{_beside(f, english)}"
        for f in findings
        if f.value and firsts[f.report] is f
    ]
    more = len(rows) - _MOST_ROWS
    if more > 0:
        rows = [*rows[:_MOST_ROWS], f"… {more} more" if english else f"……另{more}份"]
    latest = _latest(english, findings, coverage) if question.operation == "rank" else ""
    return separator.join(rows) + latest + _coverage(english, coverage)


def _beside(found: Finding, english: bool) -> str:
    """The rates beside a count, in brackets."""
    if not found.beside:
        return ""
    rates = "、".join(value.text for value in found.beside)
    return f" ({rates})" if english else f"（{rates}）"


def _brief(value: Value, english: bool) -> str:
    """A value in a row: lists by their length, they follow below."""
    if value.items:
        return f"{len(value.items)} items" if english else f"{len(value.items)}项"
    return stated(value, english)


def _who(found: Finding) -> str:
    year = f"{found.year}年" if found.year else ""
    return f"{found.place or found.issuer or found.title}{year}"


def _latest(english: bool, findings: Sequence[Finding], coverage: Coverage) -> str:
    """That of bodies with several reports only the latest was used."""
    if len({found.report for found in findings}) >= coverage.stating:
        return ""
    return " (latest report of each)" if english else "（各单位取最近一年）"


def _coverage(english: bool, coverage: Coverage) -> str:
    if english:
        return f" [{coverage.stating} of {coverage.in_scope} reports state it]"
    return f"【{coverage.in_scope}份报告中{coverage.stating}份载明】"
