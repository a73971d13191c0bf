"""The zip around a Word document: opened with limits, its parts parsed without entities."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

from lxml import etree

from index.errors import ReadingError

MAX_PART = 64 * 1024 * 1024
MAX_TOTAL = 256 * 1024 * 1024
MAX_ENTRIES = 5000
# Ordinary Word parts shrink to a twentieth; small ones are let be, whatever their ratio.
MAX_RATIO = 200
_RATIO_FROM = 1024 * 1024

_DAMAGED = "docx 文件不完整或已损坏；请用 Word 或 WPS 打开后重新保存再上传。"
_BOMB = "{kind} 解压后过大，疑似压缩炸弹，拒绝读取；请打开后重新保存再上传。"


def open_parts(name: str, data: bytes, wanted: tuple[str, ...]) -> dict[str, etree._Element]:
    """The roots of the wanted XML parts that the package has, by their path.

    ReadingError when the package is damaged, encrypted, holds paths that lead
    out of it, or would unpack to more than the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_entries(name, archive.infolist(), "docx")
            held = set(archive.namelist())
            return {
                part: _parse(name, _unpack(name, archive, part)) for part in wanted if part in held
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise ReadingError(name, _DAMAGED) from error


def check_package(name: str, data: bytes, kind: str) -> None:
    """ReadingError where a file that is a zip is damaged, or would harm whoever unpacks it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_entries(name, archive.infolist(), kind)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadingError(name, f"{kind} 文件不完整或已损坏；请打开后重新保存再上传。") from error


def check_entries(name: str, entries: Sequence[zipfile.ZipInfo], kind: str) -> None:
    """ReadingError for entries that are encrypted, lead out of the archive, or are far too large."""
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise ReadingError(name, _BOMB.format(kind=kind))
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise ReadingError(name, "文件已加密，无法读取；请取消密码保护后重新保存再上传。")
        steps = entry.filename.replace("\\", "/").split("/")
        link = entry.external_attr >> 16 & 0o170000 == 0o120000
        if ".." in steps or steps[0] == "" or ":" in steps[0] or link:
            raise ReadingError(name, f"{kind} 内含指向包外的路径，拒绝读取；请重新保存后再上传。")
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > _RATIO_FROM and ratio > MAX_RATIO:
            raise ReadingError(name, _BOMB.format(kind=kind))


def _unpack(name: str, archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        # The size an entry claims may be a lie.
        content = stream.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise ReadingError(name, _BOMB.format(kind="docx"))
    return content


def _parse(name: str, content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError(name, _DAMAGED) from error
    if root.getroottree().docinfo.doctype:
        raise ReadingError(name, "docx 内含文档类型声明，拒绝读取；请重新保存后再上传。")
    return root
