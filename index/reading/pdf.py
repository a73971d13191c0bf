"""A PDF with text in it: characters by their place, ruled tables by their lines."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from dataclasses import replace

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium

from index.errors import ReadingError
from index.reading import ocr
from index.reading.page import Page, tidy
from index.reading.reflow import Piece, Table, compact, reflow

_MOST_PAGES = 500
_LEAST_CHARACTERS = 10  # a page with fewer is a picture
_LEAST_RULES = 2  # drawn paths on a page, of which a table may consist
_THIN = 3.0  # points; a line is no thicker
_THROUGH = 0.18  # of the height of a character, from its middle
_GAP = 0.3  # em between characters, from where a blank was meant

# A character with its left, right, top and bottom edge; y grows downwards.
_Placed = tuple[str, float, float, float, float]
# A flat line: left, right, and how high it lies.
_Strike = tuple[float, float, float]


def parse_pdf(name: str, data: bytes) -> Page:
    """The paragraphs and table rows of a PDF, page by page. ReadingError where there is no text."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadingError(
                name, "PDF 有打开密码，无法读取；请取消密码后重新保存再上传。"
            ) from error
        raise ReadingError(name, "PDF 不完整或已损坏；请重新下载或重新导出后再上传。") from error
    try:
        if len(document) > _MOST_PAGES:
            raise ReadingError(name, f"PDF 超过 {_MOST_PAGES} 页；请只保留报告部分后再上传。")
        pages, ruled, empty = [], [], []
        struck: list[str] = []
        recognises = False
        for number in range(len(document)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError as error:
                raise ReadingError(
                    name, f"PDF 第{number + 1}页已损坏；请重新下载或重新导出后再上传。"
                ) from error
            pieces = list(_pieces(page, struck))
            if _characters(pieces) < _LEAST_CHARACTERS and _is_picture(page):
                empty.append(number + 1)
                recognises = ocr.installed()
                if recognises:
                    pieces = _recognised(page)
            pages.append(pieces)
            ruled.append(_rules(page) >= _LEAST_RULES)
            page.close()
    finally:
        document.close()
    if empty and not recognises and sum(map(_characters, pages)) < _LEAST_CHARACTERS:
        raise ReadingError(name, f"PDF 是扫描件，文字要识别后才能收录。{ocr.INSTALL}")
    notes = [f"有{len(struck)}个划去的字没有收录"] if struck else []
    if empty:
        listed = "、".join(map(str, empty[:10])) + ("等" if len(empty) > 10 else "")
        done = ocr.note() if recognises else f"其中内容没有收录。{ocr.INSTALL}"
        notes.append(f"第{listed}页是扫描页：{done}")
    return reflow(pages, _tables(data, ruled), notes)


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether the page shows an image."""
    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def _recognised(page: pypdfium2.PdfPage) -> list[Piece]:
    """The text of a scanned page, in points as that of the other pages."""
    scale = ocr.DPI / 72
    return [
        replace(
            piece,
            left=piece.left / scale,
            right=piece.right / scale,
            top=piece.top / scale,
            bottom=piece.bottom / scale,
            em=piece.em / scale,
        )
        for piece in ocr.recognise(page.render(scale=scale).to_pil().convert("RGB"))
    ]


def _characters(pieces: list[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _strikes(page: pypdfium2.PdfPage) -> list[_Strike]:
    """The thin lines on a page that lie flat: left, right and height from the foot of the page."""
    found = []
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = drawn.get_bounds()
        if top - bottom < _THIN and right - left > _THIN:
            found.append((left, right, (top + bottom) / 2))
    return found


def _is_struck(box: pdfium.FS_RECTF, strikes: list[_Strike]) -> bool:
    """Whether a line goes through the middle of a character: what was deleted is no text."""
    middle, reach = (box.top + box.bottom) / 2, _THROUGH * (box.top - box.bottom)
    within = (box.left + box.right) / 2
    return any(
        left <= within <= right and abs(height - middle) < reach for left, right, height in strikes
    )


def _pieces(page: pypdfium2.PdfPage, struck: list[str]) -> Iterator[Piece]:
    """The characters of a page, as they follow each other; a new piece where they do not.

    Those that are struck out go to `struck` instead.
    """
    height = page.get_height()
    strikes = _strikes(page)
    text = page.get_textpage()
    try:
        count = pdfium.FPDFText_CountChars(text.raw)
        held: list[_Placed] = []
        blank = False
        for at in range(count):
            character = chr(pdfium.FPDFText_GetUnicode(text.raw, at))
            box = pdfium.FS_RECTF()
            if not pdfium.FPDFText_GetLooseCharBox(text.raw, at, ctypes.byref(box)):
                continue
            if character.isspace() or pdfium.FPDFText_IsGenerated(text.raw, at) == 1:
                blank = blank or not character.strip()
                continue
            if _is_struck(box, strikes):
                struck.append(character)
                continue
            placed = (character, box.left, box.right, height - box.top, height - box.bottom)
            if held and not _follows(held[-1], placed):
                yield _piece(held)
                held = []
            elif (
                held
                and blank
                and (
                    placed[1] - held[-1][2] > _GAP * _em(placed)
                    or (character.isascii() and held[-1][0].isascii())
                )
            ):
                held.append((" ", held[-1][2], placed[1], *placed[3:]))
            held.append(placed)
            blank = False
        if held:
            yield _piece(held)
    finally:
        text.close()


def _em(placed: _Placed) -> float:
    return max(placed[4] - placed[3], 1.0)


def _follows(one: _Placed, other: _Placed) -> bool:
    """Whether a character stands right behind another one, on the same height."""
    em = _em(one)
    same = abs((one[3] + one[4]) - (other[3] + other[4])) < 0.6 * em
    return same and -0.5 * em < other[1] - one[2] < 1.2 * em


def _piece(held: list[_Placed]) -> Piece:
    wide = sorted(right - left for text, left, right, _, _ in held if not text.isascii())
    em = wide[len(wide) // 2] if wide else _em(held[0]) * 0.8
    return Piece(
        "".join(placed[0] for placed in held),
        held[0][1],
        held[-1][2],
        min(placed[3] for placed in held),
        max(placed[4] for placed in held),
        max(em, 1.0),
    )


def _rules(page: pypdfium2.PdfPage) -> int:
    return sum(1 for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4))


def _tables(data: bytes, ruled: list[bool]) -> list[list[Table]]:
    """The ruled tables of each page; pages with no lines are not looked at."""
    found: list[list[Table]] = [[] for _ in ruled]
    head: tuple[str, ...] = ()
    if not any(ruled):
        return found
    with pdfplumber.open(io.BytesIO(data)) as document:
        for number, page in enumerate(document.pages):
            if not ruled[number]:
                continue
            for table in page.find_tables():
                rows = [tuple(filter(None, map(_cell, row))) for row in table.extract()]
                if max(map(len, rows), default=0) > 1:
                    # A table that goes on, on the next page, begins with its head again.
                    shown = rows[1:] if rows[0] == head else rows
                    found[number].append(Table(tuple(shown), table.bbox[1], table.bbox[3]))
                    head = rows[0]
            page.close()
    return found


def _cell(text: str | None) -> str:
    """A cell in one line; empty where it is a part of the one before."""
    return compact(tidy("".join((text or "").split("\n"))))
