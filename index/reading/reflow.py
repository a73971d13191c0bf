"""Paragraphs out of text that lies on pages: what PDF, OFD and pictures of pages have.

Such a page knows where characters stand, not what belongs together. Pieces on one
height make a row; rows that reach the right edge go on in the next; what recurs at
the top or foot of the pages is no text of the report.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from index.reading.page import Page, tidy

_HAN = r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’—…]"
# Blanks beside Chinese characters are layout.
_LAYOUT_BLANK = re.compile(rf"(?<={_HAN}) +| +(?={_HAN})")
_PAGE_NUMBER = re.compile(
    r"[-—–－·•_\s]*(?:第\s*)?\d{1,4}\s*页?(?:\s*[,，/／]?\s*共?\s*\d{1,4}\s*页?)?[-—–－·•_\s]*"
)
_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"[A-Za-z]{2}")
# What begins a line of its own, whatever stands before it.
_LABEL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百]+[章节条部]|附件)"
)
_ENDS = "。！？!?：:；;"
# What cannot be broken: a number or a word, with what must not begin a line behind it.
_TOKEN = re.compile(r"[(（《“‘\[【]*(?:[A-Za-z0-9.,%+\-/:]+|.)[，。、；：！？）》”’%\])】]*")
_WIDE_GAP = 1.5  # em between two cells
_INDENTED = 5.0  # em; the first row of a paragraph begins no further to the right
_EDGE_ROWS = 2  # rows at the top and the foot of a page that may be running ones


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand beside each other; y grows downwards, `em` is the size of one."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    em: float


@dataclass(slots=True)
class _Row:
    """What stands on one height of a page; `cells` where it is a row of a table."""

    page: int
    pieces: list[Piece]
    cells: tuple[str, ...] = ()

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return self.pieces[-1].right

    @property
    def em(self) -> float:
        return median(piece.em for piece in self.pieces)

    @property
    def text(self) -> str:
        if self.cells:
            return " | ".join(self.cells)
        return compact(" ".join(piece.text for piece in self.pieces))


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: its rows of cells, and the heights it reaches from and to."""

    rows: tuple[tuple[str, ...], ...]
    top: float
    bottom: float


def reflow(
    pages: Sequence[Sequence[Piece]],
    tables: Sequence[Sequence[Table]] = (),
    notes: Sequence[str] = (),
) -> Page:
    """The paragraphs of all pages, with where each page begins in them."""
    rows: list[list[_Row]] = []
    for number, pieces in enumerate(pages):
        ruled = tables[number] if tables else ()
        rows.append(_with_tables(_rows(number, pieces, ruled), ruled, number))
    rows = _without_running(rows)
    for page in rows:
        _find_cells(page)
    prose = [row for page in rows for row in page if not row.cells]
    left, right = _margins(prose)
    size = median(row.em for row in prose) if prose else 0.0
    lines: list[str] = []
    breaks: list[tuple[int, int]] = []
    before: _Row | None = None
    spacing = _spacing(rows)
    for page in rows:
        for row in page:
            text = tidy(row.text)
            if not text:
                continue
            goes_on = before is not None and (
                _goes_on(before, row, text, left, right, spacing)
                or (len(lines) == 1 and _is_headline(before, row, size))
            )
            at = (len(lines) - 1, len(lines[-1])) if goes_on and lines else (len(lines), 0)
            while len(breaks) < row.page:
                breaks.append(at)
            if goes_on:
                apart = _WORDS.fullmatch(lines[-1][-1] + text[0])
                lines[-1] += " " + text if apart else text
            else:
                lines.append(text)
            before = row
    while len(breaks) < len(pages) - 1:
        breaks.append((len(lines), 0))
    return Page(lines=tuple(lines), breaks=tuple(breaks), notes=tuple(notes))


def _rows(page: int, pieces: Sequence[Piece], ruled: Sequence[Table]) -> list[_Row]:
    """The pieces outside of tables by height, top to bottom, each row from left to right."""
    rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda p: (p.top + p.bottom, p.left)):
        middle = (piece.top + piece.bottom) / 2
        if any(table.top <= middle <= table.bottom for table in ruled):
            continue
        last = rows[-1].pieces[-1] if rows else None
        if last is not None and abs((last.top + last.bottom) / 2 - middle) < 0.5 * min(
            last.em, piece.em
        ):
            rows[-1].pieces.append(piece)
        else:
            rows.append(_Row(page, [piece]))
    for row in rows:
        row.pieces = _beside(sorted(row.pieces, key=lambda p: p.left))
    return rows


def _beside(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a row, those that would lie over the one before set behind it."""
    placed: list[Piece] = []
    for piece in pieces:
        if placed and (over := placed[-1].right - piece.left) > 0.5 * piece.em:
            piece = replace(piece, left=piece.left + over, right=piece.right + over)
        placed.append(piece)
    return placed


def _with_tables(rows: list[_Row], tables: Sequence[Table], page: int) -> list[_Row]:
    for table in tables:
        made = [
            _Row(page, [Piece("", 0, 0, table.top, table.bottom, 1)], cells)
            for cells in table.rows
            if any(cells)
        ]
        at = next((n for n, row in enumerate(rows) if row.pieces[0].top > table.top), len(rows))
        rows[at:at] = made
    return rows


def _without_running(pages: list[list[_Row]]) -> list[list[_Row]]:
    """The rows without running heads and feet, and without page numbers."""
    seen: Counter[str] = Counter()
    for rows in pages:
        seen.update({_shape(row) for row in _at_edges(rows) if not row.cells})
    often = max(2, len(pages) // 2)
    kept = []
    for number, rows in enumerate(pages, 1):
        edges = {id(row) for row in _at_edges(rows)}
        kept.append(
            [
                row
                for row in rows
                if id(row) not in edges
                or row.cells
                or not (
                    (seen[_shape(row)] >= often and len(pages) > 1)
                    or _is_page_number(row.text, number)
                )
            ]
        )
    return kept


def _at_edges(rows: Sequence[_Row]) -> Sequence[_Row]:
    return [*rows[:_EDGE_ROWS], *rows[-_EDGE_ROWS:]] if len(rows) > 2 * _EDGE_ROWS else rows


def _shape(row: _Row) -> str:
    return f"{_DIGITS.sub('#', row.text)}@{round(row.left / max(row.em, 1))}"


def _is_page_number(text: str, number: int) -> bool:
    """A number alone, set off by dashes or 页, or the very number of the page."""
    if not _PAGE_NUMBER.fullmatch(text):
        return False
    return not text.strip().isdecimal() or int(text) == number


def _find_cells(rows: list[_Row]) -> None:
    """Rows of cells set apart by wide gaps, where at least two of them follow each other."""
    cells = [_cells(row) for row in rows]
    for number, row in enumerate(rows):
        beside = cells[max(0, number - 1) : number] + cells[number + 1 : number + 2]
        if len(cells[number]) > 1 and any(len(other) > 1 for other in beside):
            row.cells = cells[number]


def _cells(row: _Row) -> tuple[str, ...]:
    if row.cells:
        return row.cells
    cells = [row.pieces[0].text]
    for one, other in zip(row.pieces, row.pieces[1:], strict=False):
        if other.left - one.right > _WIDE_GAP * row.em:
            cells.append(other.text)
        else:
            cells[-1] += " " + other.text
    return tuple(map(compact, cells))


def compact(text: str) -> str:
    """The text without the blanks that layout put beside Chinese characters.

    >>> compact("2024 年 共 12 件")
    '2024年共12件'
    """
    return _LAYOUT_BLANK.sub("", text).strip()


def _margins(rows: Sequence[_Row]) -> tuple[float, float]:
    """The left edge that most rows begin at, and the right one that the full ones reach."""
    if not rows:
        return 0.0, 0.0
    em = median(row.em for row in rows)
    lefts = Counter(round(row.left / em * 2) / 2 for row in rows)
    left = min(edge for edge, count in lefts.items() if count >= max(lefts.values()) / 2) * em
    rights = sorted(row.right for row in rows)
    return left, rights[int(0.9 * (len(rights) - 1))]


def _spacing(pages: Sequence[Sequence[_Row]]) -> float:
    """How far apart rows of a paragraph are; 0 where there are too few to tell."""
    gaps = [
        other.pieces[0].top - one.pieces[0].top
        for rows in pages
        for one, other in itertools.pairwise(rows)
        if not one.cells and not other.cells
    ]
    return median(gaps) if gaps else 0.0


def _goes_on(before: _Row, row: _Row, text: str, left: float, right: float, spacing: float) -> bool:
    """Whether a row goes on with the paragraph of the row before it."""
    if before.cells or row.cells:
        return False
    em = before.em
    if abs(row.em - em) > 0.2 * em or abs(row.left - left) > 0.8 * em:
        return False
    if before.left - left > _INDENTED * em:
        return False  # a signature at the right edge
    if row.page == before.page and row.pieces[0].top - before.pieces[0].top > 1.7 * spacing:
        return False
    said = before.text
    if _LABEL.match(text) and said[-1:] in _ENDS:
        return False
    token = _TOKEN.match(text)
    needed = width(token[0] if token else "") * em
    return right - before.right <= needed + 0.3 * em


def _is_headline(before: _Row, row: _Row, size: float) -> bool:
    """Whether both rows are of one headline, larger than what is below it."""
    return (
        row.page == before.page
        and not row.cells
        and min(row.em, before.em) > 1.15 * size
        and abs(row.em - before.em) < 0.1 * size
    )


def width(text: str) -> float:
    """About how wide a text is, in em."""
    return sum(0.55 if character.isascii() else 1.0 for character in text)
