"""From the bytes of a file to a document: the one way in for every format."""

from __future__ import annotations

import importlib
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from index.errors import ReadingError
from index.models import Document
from index.reading.boilerplate import has_sentence, kept_lines
from index.reading.describe import describe
from index.reading.encoding import Decoded, decode
from index.reading.html import parse_html
from index.reading.markdown import parse_markdown
from index.reading.mht import page_of
from index.reading.page import Page
from index.reading.plain import parse_plain
from index.reading.separated import parse_csv
from index.reading.sidefile import override
from index.reading.sniff import binary_format, text_format
from index.reading.title import Title, find_title

MAX_BYTES = 20 * 1024 * 1024
# What a scan of a folder picks up; a file's format is known by its bytes all the same.
SUFFIXES = (
    *(".txt", ".md", ".html", ".htm", ".mht", ".mhtml", ".docx", ".doc", ".wps"),
    *(".pdf", ".ofd", ".xlsx", ".csv", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"),
)
_TABLES = ("xlsx", "csv")


def read(name: str, data: bytes, side: bytes | None = None) -> Document:
    """The clean text of a file and what it says of itself, overridden by its side file.

    The text has one line for a paragraph, a heading or a table row (cells
    joined by " | "), no empty lines, and no line of the page that is not of the
    report; within lines nothing is repaired. `name` is only used in messages
    and to tell Markdown from plain text. ReadingError says in one sentence why
    a file cannot be read and what to do.
    """
    if not data.strip():
        raise ReadingError(name, "文件是空的，没有内容可读；请检查后重新上传。")
    if len(data) > MAX_BYTES:
        raise ReadingError(
            name, f"文件超过 {MAX_BYTES // 1024 // 1024} MB 上限；请删去图片或分拆后再上传。"
        )
    format, decoded, page = _parse(name, data)
    title = find_title(page)
    if format in _TABLES:
        kept: Sequence[int] = range(len(page.lines))
    else:
        kept = kept_lines(page.lines, title.lines if title else range(0))
    lines = tuple(page.lines[number] for number in kept)
    if format in _TABLES and not any(" | " in line for line in lines):
        raise ReadingError(name, "没有找到表格内容；请检查后重新上传。")
    if format not in _TABLES and not any(has_sentence(line) for line in lines):
        raise ReadingError(
            name,
            "没有找到正文（可能只有导航、图片或标题）；请打开原文，把正文存为 .docx 或 .txt 后再上传。",
        )
    starts = _page_starts(page.breaks, kept, lines)
    body, (lines, title) = lines, _headed(lines, title)
    # A headline that only the head of the page had goes before everything.
    moved = sum(len(line) + 1 for line in lines[: len(lines) - len(body)])
    pages = (0, *(start + moved for start in starts)) if page.breaks else ()
    description = describe(page, title, lines)
    if side is not None:
        description = override(name, description, side)
    encoding = decoded.encoding if decoded else None
    return Document("\n".join(lines), format, encoding, description, pages)


def _parse(name: str, data: bytes) -> tuple[str, Decoded | None, Page]:
    known = binary_format(name, data)
    if known in _PARSERS:
        return known, None, _parser(known)(name, data)
    if known == "zip":
        raise ReadingError(name, "压缩包里没有可读的报告；请解压后上传其中的文件。")
    decoded = page_of(name, data) if known == "mht" else decode(name, data)
    format = "mht" if known == "mht" else text_format(name, decoded.text)
    if format in ("html", "mht"):
        page = parse_html(decoded.text)
    elif format == "csv":
        page = parse_csv(decoded.text)
    elif format == "md":
        page = parse_markdown(decoded.text)
    else:
        page = parse_plain(decoded.text)
    if decoded.damaged:
        note = f"有{decoded.damaged}处字节无法解码，文中以“\ufffd”标出"
        page = replace(page, notes=(*page.notes, note))
    return format, decoded, page


# Where each format is read. Their libraries take half a second to load, so each is
# loaded when a file needs it.
_PARSERS: Mapping[str, tuple[str, str]] = {
    "doc": ("index.reading.doc", "parse_doc"),
    "docx": ("index.reading.docx", "parse_docx"),
    "image": ("index.reading.ocr", "parse_image"),
    "ofd": ("index.reading.ofd", "parse_ofd"),
    "pdf": ("index.reading.pdf", "parse_pdf"),
    "xlsx": ("index.reading.sheets", "parse_xlsx"),
}


def _parser(format: str) -> Callable[[str, bytes], Page]:
    module, function = _PARSERS[format]
    parse: Callable[[str, bytes], Page] = getattr(importlib.import_module(module), function)
    return parse


def _page_starts(
    breaks: Sequence[tuple[int, int]], kept: Sequence[int], lines: Sequence[str]
) -> list[int]:
    """Where the second and each later page begins in the lines that are kept, joined."""
    offsets = list(accumulate((len(line) + 1 for line in lines), initial=0))
    starts = []
    for number, character in breaks:
        at = bisect_left(kept, number)
        inside = at < len(kept) and kept[at] == number
        starts.append(min(offsets[at] + (character if inside else 0), max(offsets[-1] - 1, 0)))
    return starts


def _headed(lines: tuple[str, ...], title: Title | None) -> tuple[tuple[str, ...], Title | None]:
    """The lines with the headline above them, also when only the page's head had it."""
    if title is None:
        return lines, None
    if title.lines:
        return lines, replace(title, lines=range(len(title.lines)))
    if lines[0].startswith(title.text):
        return lines, title
    return (title.text, *lines), replace(title, lines=range(1))
