"""The tables of a spreadsheet (.xlsx): one line a row, as people see it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
from openpyxl.cell import Cell
from openpyxl.utils.exceptions import InvalidFileException

from index.errors import ReadingError
from index.reading.docx_package import check_package
from index.reading.page import Page
from index.reading.separated import headlines, table_line

_MOST_ROWS = 20_000
_DAMAGED = "Excel 文件不完整或已损坏；请用 Excel 或 WPS 打开后重新保存再上传。"
_DECIMALS = re.compile(r"0\.(0+)")


def parse_xlsx(name: str, data: bytes) -> Page:
    """The rows of every sheet that is shown; a cell merged over several is read once."""
    check_package(name, data, "xlsx")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        EOFError,
    ) as error:
        raise ReadingError(name, _DAMAGED) from error
    lines: list[str] = []
    notes: list[str] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            notes.append(f"工作表“{sheet.title}”是隐藏的，没有收录")
            continue
        if (sheet.max_row or 0) > _MOST_ROWS:
            raise ReadingError(name, f"工作表超过 {_MOST_ROWS} 行；请只保留报告部分后再上传。")
        for row in sheet.iter_rows():
            lines += table_line(_shown(cell) for cell in row if isinstance(cell, Cell))
    return Page(lines=tuple(lines), headlines=headlines(lines), notes=(*notes, *_uncomputed(data)))


def _shown(cell: Cell) -> str:
    """A cell as it is shown: .996 in a cell for percentages is 99.6%."""
    value, form = cell.value, cell.number_format or ""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d") if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and "%" in form:
        places = _DECIMALS.search(form)
        return f"{value * 100:.{len(places[1]) if places else 0}f}%"
    if isinstance(value, float):
        places = _DECIMALS.search(form)
        if places:
            return f"{value:.{len(places[1])}f}"
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value)


def _uncomputed(data: bytes) -> Iterator[str]:
    """A note where formulas were saved without what they come to: those cells read as empty."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    missing = 0
    for sheet in book.worksheets:
        shown = values[sheet.title]
        for row, row_shown in zip(
            sheet.iter_rows(values_only=True), shown.iter_rows(values_only=True), strict=False
        ):
            missing += sum(
                isinstance(cell, str) and cell.startswith("=") and value is None
                for cell, value in zip(row, row_shown, strict=False)
            )
    if missing:
        yield f"有{missing}个公式没有保存计算结果，这些单元格读作空白；请用 Excel 打开后重新保存再上传"
