"""Which format a file has, by its bytes. The name only tells Markdown from plain text."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Literal

from index.errors import ReadingError
from index.reading.mht import is_mht

SAVE_AS = "请另存为 .docx、.pdf、.html 或 .txt 后再上传。"

# What the bytes of a file can be read as; "text" is told apart once it is decoded.
BinaryFormat = Literal["doc", "docx", "image", "mht", "ofd", "pdf", "text", "xlsx", "zip"]
# How pictures begin: scanned pages.
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")


@dataclass(frozen=True, slots=True)
class Magic:
    """A format that is known by its first bytes, and not read."""

    start: bytes
    format: str


# In the order they are tried.
MAGIC = (
    Magic(b"{\\rtf", "RTF 文件"),
    Magic(b"GIF8", "GIF 图片"),
    Magic(b"RIFF", "多媒体文件"),
    Magic(b"Rar!", "RAR 压缩包"),
    Magic(b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    Magic(b"\x1f\x8b", "gzip 压缩包"),
    Magic(b"\x7fELF", "程序文件"),
    Magic(b"SQLite format 3\x00", "数据库文件"),
)


@dataclass(frozen=True, slots=True)
class ZipKind:
    """A format that is a zip, known by an entry in it."""

    entry: str
    format: str


ZIP_KINDS = (
    ZipKind("ppt/", "PowerPoint 演示文稿（.pptx）"),
    ZipKind("content.xml", "OpenDocument 文件（.odt）"),
    ZipKind("META-INF/container.xml", "EPUB 电子书"),
)


@dataclass(frozen=True, slots=True)
class OleKind:
    """A format that is an OLE container, known by the name of a stream in it."""

    stream: str
    format: str


OLE_KINDS = (
    OleKind("EncryptedPackage", "加密的 Office 文件"),
    OleKind("Workbook", "旧版 Excel 工作簿（.xls）"),
    OleKind("PowerPoint Document", "旧版 PowerPoint 演示文稿（.ppt）"),
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_START = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head)\b", re.S | re.I
)
_HTML_TAG = re.compile(
    r"</?(?:div|p|td|tr|table|span|body|meta|title|br|font|h[1-6])\b[^<>]*>", re.I
)


def binary_format(name: str, data: bytes) -> BinaryFormat:
    """What a file may be read on as; ReadingError names any format that is not read."""
    if data.startswith(_OLE):
        return _ole_format(name, data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(name, data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if is_mht(data):
        return "mht"
    if data.startswith(_PICTURES) and (not data.startswith(b"BM") or b"\x00" in data[:64]):
        return "image"
    for magic in MAGIC:
        if data.startswith(magic.start):
            raise ReadingError(name, f"这是{magic.format}，不是可读的文字报告；{SAVE_AS}")
    return "text"


def text_format(name: str, text: str) -> str:
    """ "html", "md", "csv" or "txt" of a decoded text."""
    head = text[:4096].lstrip("\ufeff \t\r\n\u3000")
    if head.startswith("<?mso-application") or 'progid="Word.Document"' in head[:400]:
        raise ReadingError(name, f"这是 Word XML 文件，暂不支持；{SAVE_AS}")
    lower = name.lower()
    if _HTML_START.match(head):
        return "html"
    tags = len(_HTML_TAG.findall(text))
    if tags >= 2 and (head.startswith("<") or lower.endswith((".html", ".htm"))):
        return "html"
    if lower.endswith(".csv"):
        return "csv"
    return "md" if lower.endswith((".md", ".markdown")) else "txt"


def _ole_format(name: str, data: bytes) -> BinaryFormat:
    for kind in OLE_KINDS:
        if kind.stream.encode("utf-16-le") in data:
            if kind.stream == "EncryptedPackage":
                raise ReadingError(name, "文件已加密，无法读取；请取消密码保护后重新保存再上传。")
            raise ReadingError(name, f"这是{kind.format}，暂不支持；{SAVE_AS}")
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    raise ReadingError(name, "旧版 Word 或 WPS 文件不完整或已损坏；请打开后另存为 .docx 再上传。")


def _zip_format(name: str, data: bytes) -> BinaryFormat:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadingError(
            name, "文件不完整或已损坏（docx 或压缩包打不开）；请重新下载或重新保存后再上传。"
        ) from error
    if "word/document.xml" in entries:
        return "docx"
    if "OFD.xml" in entries:
        return "ofd"
    if "xl/workbook.xml" in entries:
        return "xlsx"
    for kind in ZIP_KINDS:
        if any(entry.startswith(kind.entry) for entry in entries):
            raise ReadingError(name, f"这是{kind.format}，暂不支持；{SAVE_AS}")
    return "zip"
