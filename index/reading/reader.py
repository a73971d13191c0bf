"""From the bytes of a file to a document: the one way in for every format."""

from __future__ import annotations

from dataclasses import replace

from index.errors import ReadingError
from index.models import Document
from index.reading.boilerplate import has_sentence, kept_lines
from index.reading.describe import describe
from index.reading.docx import parse_docx
from index.reading.encoding import Decoded, decode
from index.reading.html import parse_html
from index.reading.markdown import parse_markdown
from index.reading.page import Page
from index.reading.plain import parse_plain
from index.reading.sidefile import override
from index.reading.sniff import binary_format, text_format
from index.reading.title import Title, find_title

MAX_BYTES = 20 * 1024 * 1024
# What a scan of a folder picks up; a file's format is known by its bytes all the same.
SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx")


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
    kept = kept_lines(page.lines, title.lines if title else range(0))
    lines = tuple(page.lines[number] for number in kept)
    if not any(has_sentence(line) for line in lines):
        raise ReadingError(
            name,
            "没有找到正文（可能只有导航、图片或标题）；请打开原文，把正文存为 .docx 或 .txt 后再上传。",
        )
    lines, title = _headed(lines, title)
    description = describe(page, title, lines)
    if side is not None:
        description = override(name, description, side)
    encoding = decoded.encoding if decoded else None
    return Document("\n".join(lines), format, encoding, description)


def _parse(name: str, data: bytes) -> tuple[str, Decoded | None, Page]:
    if binary_format(name, data) == "docx":
        return "docx", None, parse_docx(name, data)
    decoded = decode(name, data)
    format = text_format(name, decoded.text)
    if format == "html":
        page = parse_html(decoded.text)
    elif format == "md":
        page = parse_markdown(decoded.text)
    else:
        page = parse_plain(decoded.text)
    if decoded.damaged:
        note = f"有{decoded.damaged}处字节无法解码，文中以“\ufffd”标出"
        page = replace(page, notes=(*page.notes, note))
    return format, decoded, page


def _headed(lines: tuple[str, ...], title: Title | None) -> tuple[tuple[str, ...], Title | None]:
    """The lines with the headline above them, also when only the page's head had it."""
    if title is None:
        return lines, None
    if title.lines:
        return lines, replace(title, lines=range(len(title.lines)))
    if lines[0].startswith(title.text):
        return lines, title
    return (title.text, *lines), replace(title, lines=range(1))
