"""A table as a text file (.csv), and how a row of any table becomes a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from index.reading.page import Page, tidy


def parse_csv(text: str) -> Page:
    """The rows of a table whose cells are set apart by commas, semicolons or tabs."""
    head = text[:4096]
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(head, delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    csv.field_size_limit(1_000_000)
    lines: list[str] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), dialect):
            lines += table_line(row)
    except csv.Error:
        # A quotation mark that is never closed: the lines as they stand.
        lines = [line for line in map(tidy, text.splitlines()) if line]
    return Page(lines=tuple(lines), headlines=headlines(lines))


def headlines(lines: Sequence[str]) -> tuple[str, ...]:
    """What stands alone above a table is its headline."""
    return tuple(lines[:1]) if lines and " | " not in lines[0] else ()


def table_line(cells: Iterable[str]) -> Iterator[str]:
    """The cells set apart by bars; a cell alone as it is; nothing for an empty row."""
    texts = [" ".join(tidy(cell).split()) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    full = [text for text in texts if text]
    if len(full) == 1:
        yield full[0]
    elif full:
        yield " | ".join(texts)
