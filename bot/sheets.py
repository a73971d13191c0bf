"""An answer as a spreadsheet: a row for every finding, numbers as numbers, each with its source."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from bot.render import coverage_line, page_of
from index import told_apart
from index.models import Answer, Finding, Language, Value

_HEADS = {
    "zh": (
        "序号",
        "地区",
        "年度",
        "机构",
        "数值",
        "单位",
        "限定",
        "原文数据",
        "原句",
        "报告",
        "章节",
        "链接",
    ),
    "en": (
        "No.",
        "Place",
        "Year",
        "Issuer",
        "Figure",
        "Unit",
        "Qualifier",
        "As stated",
        "Sentence",
        "Report",
        "Section",
        "Link",
    ),
}
_WIDTHS = (6, 16, 8, 26, 12, 8, 8, 16, 60, 46, 40, 40)
_FIRST_ROW = 5


def spreadsheet(answer: Answer, identity: str, link: Callable[[int], str]) -> bytes:
    """The .xlsx file of an answer; `link` gives the address of the source of finding n (from 0).

    Above the table stand the question, how many reports state it, and the answer's
    number. Text of reports is never a formula.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "reportbot"
    for row, text in enumerate((answer.question, coverage_line(answer), identity), 1):
        _write(sheet.cell(row, 1), text)
    for column, (head, width) in enumerate(zip(_HEADS[answer.language], _WIDTHS, strict=True), 1):
        cell = sheet.cell(_FIRST_ROW - 1, column)
        _write(cell, head)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for at, finding in enumerate(told_apart(answer.findings)):
        for column, value in enumerate(_row(at, finding, link(at), answer.language), 1):
            cell = sheet.cell(_FIRST_ROW + at, column)
            _write(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = f"A{_FIRST_ROW}"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The .xlsx file of a plain table. Text is never a formula."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for at, row in enumerate((heads, *rows), 1):
        for column, value in enumerate(row, 1):
            _write(sheet.cell(at, column), value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _row(at: int, finding: Finding, link: str, language: Language) -> tuple[object, ...]:
    value = finding.value
    return (
        at + 1,
        finding.place,
        finding.year,
        finding.issuer,
        value.number if value else None,
        value.unit if value else None,
        value.qualifier if value else None,
        _stated(value, language) if value else None,
        finding.quote,
        finding.title or finding.report,
        " › ".join((*finding.section, *page_of(finding))),
        link,
    )


def _stated(value: Value, language: Language) -> str:
    """The figure exactly as the report has it; yes or no in words."""
    return value.text if value.yes is None else value.in_words(language)


def _write(cell: Cell, value: object) -> None:
    """A number as a number; a text as a text, also where it begins as a formula does."""
    if value is None or isinstance(value, int | float):
        cell.value = value
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", str(value))
    cell.data_type = "s"
