"""Zips of reports: each report in one is a file of its own, as if the zip were a folder."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO, TypeVar

from index.errors import ReadingError
from index.reading import SUFFIXES, check_entries, side_name

SUFFIX = ".zip"
_Read = TypeVar("_Read")
_MOST_FILES = 500
_LARGEST = 64 * 1024 * 1024  # bytes of one file in it
_UTF8 = 0x800  # the flag of an entry whose name is UTF-8


def reports_in(name: str, data: bytes) -> dict[str, bytes]:
    """The files of a zip that are named like reports, by their path in it; ReadingError.

    Hidden files and zips in the zip are passed over.
    """
    return _opened(name, data, lambda archive: dict(_reports(name, archive)))


def names_in(name: str, path: Path) -> tuple[str, ...]:
    """The paths of the reports in a zip; ReadingError."""
    return _opened(name, path, lambda archive: tuple(entry for entry, _ in _listed(name, archive)))


def split(path: Path) -> tuple[Path, str] | None:
    """The zip and the path in it, of a path that leads into a zip; None for any other."""
    for above in path.parents:
        if above.suffix.lower() == SUFFIX and above.is_file():
            return above, path.relative_to(above).as_posix()
    return None


def is_there(path: Path) -> bool:
    """Whether a file, or a file in a zip, is there."""
    inside = split(path)
    if inside is None:
        return path.is_file()
    try:
        return inside[1] in names_in(path.name, inside[0])
    except ReadingError:
        return False


def read_entry(name: str, archive: Path, entry: str) -> tuple[bytes, bytes | None]:
    """The bytes of a file in a zip and those of its side file; ReadingError."""

    def read(opened: zipfile.ZipFile) -> tuple[bytes, bytes | None]:
        infos = {_name(info): info for info in opened.infolist()}
        if entry not in infos:
            raise ReadingError(name, "压缩包里没有这个文件了；请检查后重新运行。")
        beside = str(PurePosixPath(entry).with_name(side_name(PurePosixPath(entry).name)))
        side = infos.get(beside)
        content = _content(name, opened, infos[entry])
        return content, None if side is None else _content(name, opened, side)

    return _opened(name, archive, read)


def _opened(name: str, data: bytes | Path, read: Callable[[zipfile.ZipFile], _Read]) -> _Read:
    source: BinaryIO | Path = io.BytesIO(data) if isinstance(data, bytes) else data
    try:
        with zipfile.ZipFile(source) as archive:
            check_entries(name, archive.infolist(), "压缩包")
            return read(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise ReadingError(name, "压缩包不完整或已损坏；请重新压缩后再上传。") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadingError(name, f"文件无法读取（{reason}），请检查路径和权限。") from error


def _listed(name: str, archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    found = 0
    for info in archive.infolist():
        entry = _name(info)
        path = PurePosixPath(entry)
        hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in path.parts)
        if info.is_dir() or hidden or path.suffix.lower() not in SUFFIXES:
            continue
        found += 1
        if found > _MOST_FILES:
            raise ReadingError(name, f"压缩包里超过 {_MOST_FILES} 份文件；请分成几个再上传。")
        yield entry, info
    if not found:
        raise ReadingError(name, "压缩包里没有可读的报告；请检查后重新压缩再上传。")


def _reports(name: str, archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for entry, info in _listed(name, archive):
        yield entry, _content(name, archive, info)


def _content(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as stream:
        # The size an entry claims may be a lie.
        content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ReadingError(name, "压缩包里有文件过大，拒绝读取；请单独上传。")
    return content


def _name(info: zipfile.ZipInfo) -> str:
    """The path of an entry; what old Chinese programs wrote as GB 18030 was taken for code page 437."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return name.replace("\\", "/")
