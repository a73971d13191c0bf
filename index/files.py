"""The files reports come from: which there are, what is in them, and which are gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from index import archives
from index.errors import ReadingError
from index.holdings import Version
from index.reading import SUFFIXES, side_name

# What a folder scan looks at: what can be read, and documents that people expect to be read.
_DOCUMENTS = (*(".rtf", ".odt", ".xls", ".et", ".ppt", ".pptx", archives.SUFFIX, ".rar", ".7z"),)
_LOOKED_AT = frozenset((*SUFFIXES, *_DOCUMENTS))
# How the source of a report begins that a person sent; what follows is the person's number.
_TELEGRAM = "telegram:"


def report_files(paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """(report name, file) of every report below `paths`, in order, each file once.

    A report in a folder is named by its path from there, so that two folders
    of one name below it stay apart. Side files and hidden files are no reports;
    documents of a format that is not read are among them, to be refused by name.
    """
    given: set[Path] = set()
    for name, path in _all(paths):
        if path not in given:
            given.add(path)
            yield name, path


def _all(paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                name = file.relative_to(path)
                hidden = any(part.startswith((".", "~$")) for part in name.parts)
                if file.is_file() and not hidden and file.suffix.lower() in _LOOKED_AT:
                    yield from _unzipped(name.as_posix(), file.resolve())
        else:
            yield from _unzipped(path.name, path.resolve())


def _unzipped(name: str, path: Path) -> Iterator[tuple[str, Path]]:
    """The reports in a zip, each named by its path through the zip; any other file itself.

    So is a zip that cannot be opened, to be refused by name.
    """
    if path.suffix.lower() == archives.SUFFIX:
        try:
            inside = archives.names_in(name, path)
        except ReadingError:
            inside = ()
        for entry in inside:
            yield f"{name}/{entry}", path / entry
        if inside:
            return
    yield name, path


def file_bytes(name: str, path: Path) -> tuple[bytes, bytes | None]:
    """The bytes of a file and those of its side file; ReadingError."""
    side = path.with_name(side_name(path.name))
    if inside := archives.split(path):
        return archives.read_entry(name, *inside)
    if path.suffix.lower() == archives.SUFFIX:
        archives.names_in(name, path)  # says what is wrong with it
    try:
        return path.read_bytes(), side.read_bytes() if side.is_file() else None
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadingError(name, f"文件无法读取（{reason}），请检查路径和权限。") from error


def held_name(name: str, path: Path, digest: str, held: Mapping[str, Version]) -> str:
    """The name under which the report of a file is held, `name` if it is not held yet.

    A folder and one inside it name the same file differently, and a file may
    have been moved; it must not be held, and counted, twice for that.
    """
    for version in held.values():
        if version.source == str(path):
            return version.name
    if name not in held:
        for version in held.values():
            if version.digest == digest and _is_gone(version.source):
                return version.name
    return name


def check_name_is_free(name: str, path: Path, held: Version | None) -> None:
    """ReadingError if the name belongs to a report that a file must not take the place of.

    That is one whose own file is still there, or that came from no file: an
    upload has no second copy.
    """
    if held is None or held.source == str(path) or _is_gone(held.source):
        return
    source = "Telegram 上传" if held.source.startswith(_TELEGRAM) else held.source
    raise ReadingError(
        name,
        f"已有同名报告（来自 {source}），没有覆盖；请把文件改名后再添加，"
        "或先移除已有的那份（reportbot remove）。",
    )


def came_from_file(source: str) -> bool:
    """Whether a report came from a file, which may change or go, and not from a person."""
    return Path(source).is_absolute()


def gone(paths: Sequence[Path], held: Iterable[Version]) -> tuple[str, ...]:
    """The names of reports whose file was in one of the folders and is not there any more."""
    folders = [path.resolve() for path in paths if path.is_dir()]
    return tuple(
        version.name
        for version in held
        if _is_gone(version.source)
        and any(folder in Path(version.source).parents for folder in folders)
    )


def _is_gone(source: str) -> bool:
    """Whether a source is a file, and not there any more."""
    try:
        return came_from_file(source) and not archives.is_there(Path(source))
    except OSError:
        # A folder that may not be looked into just now.
        return False


def printable(name: str) -> str:
    r"""A file name with the bytes that are no UTF-8 written out, as \udcff."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
