"""The line of an answer that a person reads first, in Chinese or English."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from index.models import Coverage, Finding, Question, Threshold, Value
from index.namesakes import told_apart

# Reports named in the first line; all of them follow below it.
_MOST_ROWS = 6


def stated(value: Value, english: bool) -> str:
    """A value in words: the figure as stated, yes or no, the items."""
    line = value.in_words("en" if english else "zh")
    if value.yes is None or value.number is None:
        return line
    # What was claimed was a number: the one that is stated is said, too.
    return f"{line} ({value.text})" if english else f"{line}（{value.text}）"


def lacking(question: Question, absent: Sequence[str]) -> str:
    """The places and years asked for of which nothing is held."""
    if question.language == "en":
        return f"; no report is held of: {', '.join(absent)}."
    return f"；没有{'、'.join(absent)}的报告。"


def relative(question: Question) -> str:
    """Which years the words 去年 and its like were taken to mean, where they are used."""
    if question.language == "en":
        return "".join(f" ({word}: {year})" for word, year in question.relative)
    return "".join(f"（{word}即{year}年）" for word, year in question.relative)


def otherwise(question: Question, restated: Sequence[Finding]) -> str:
    """That a report of the year after states another number for the same year."""
    rows = [f for f in restated if f.value is not None and f.year is not None]
    if question.language == "en":
        return "".join(
            f"; note: the {f.year} report gives {f.value.text} for {(f.year or 0) - 1}"
            for f in rows
            if f.value
        )
    return "".join(
        f"；注意：{f.year}年报告所载{(f.year or 0) - 1}年数为{f.value.text}"
        for f in rows
        if f.value
    )


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
        # Which it is was asked for, even where no other states any; a bare yes tells nothing.
        says_whether = best.value is not None and best.value.yes is not None
        if question.operation == "rank" or says_whether:
            line = f"{_who(best)} {line}"
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


def reaching(
    question: Question,
    threshold: Threshold,
    findings: Sequence[Finding],
    count: int,
    coverage: Coverage,
) -> str:
    """The rows of those that reach a threshold, or that none does and what there is."""
    rows = _rows(question, findings, "；", None)
    states = f"【{coverage.in_scope}份报告中{coverage.stating}份载明"
    if not count:
        return f"没有一份{threshold.said}：{rows}{states}】"
    return f"{rows}{states}，其中{count}份{threshold.said}】"


def total(
    question: Question, findings: Sequence[Finding], number: Decimal, coverage: Coverage
) -> str:
    """The sum with its parts."""
    english = question.language == "en"
    unit = findings[0].value.unit if findings[0].value else ""
    parts = " + ".join(f"{_who(f)} {f.value.text}" for f in told_apart(findings) if f.value)
    return (
        f"{parts} = {number:f}{unit}"
        + _latest(english, findings, coverage)
        + _coverage(english, coverage)
    )


def _rows(
    question: Question, findings: Sequence[Finding], separator: str, coverage: Coverage | None
) -> str:
    """The first value of every report, a row each, in one line, with the coverage if there is one."""
    english = question.language == "en"
    firsts: dict[str, Finding] = {}
    for found in told_apart(findings):
        firsts.setdefault(found.report, found)
    rows = [
        f"{_who(f)} {_brief(f.value, english)}{_beside(f, english)}"
        for f in firsts.values()
        if f.value
    ]
    more = len(rows) - _MOST_ROWS
    if more > 0:
        rows = [*rows[:_MOST_ROWS], f"… {more} more" if english else f"……另{more}份"]
    if coverage is None:
        return separator.join(rows)
    latest = _latest(english, findings, coverage) if question.operation == "rank" else ""
    return separator.join(rows) + latest + _coverage(english, coverage)


def _beside(found: Finding, english: bool) -> str:
    """The rates beside a count, in brackets."""
    if not found.beside:
        return ""
    rates = "、".join(value.labelled for value in found.beside)
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
