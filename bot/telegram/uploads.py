"""Under which name an uploaded document is held, and which report it takes the place of."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from index.models import Preview, ReportEntry

if TYPE_CHECKING:
    from index import Library


def preview_document(
    library: Library, name: str, data: bytes, side: bytes | None = None
) -> Preview:
    """What the document would be, and which report it replaces. ReadingError.

    Saved pages are often called alike (index.html). A document under a name that is taken is
    a new version if it has the same title, issuer, place and year as one that came under it.
    """
    held = {entry.name for entry in library.reports()}
    return library.preview(name, data, side, _namesakes(name, held))


def add_document(
    library: Library, name: str, data: bytes, source: str, seen: Preview, side: bytes | None = None
) -> ReportEntry:
    """Holds the document that was seen so. ReadingError when it cannot be read.

    The library is written once, so that a process that dies on the way leaves no second copy.
    """
    if seen.former and PurePosixPath(seen.former).suffix == PurePosixPath(name).suffix:
        return library.add(seen.former, data, source, side)
    held = {entry.name for entry in library.reports()}
    free = name if name not in held else _free(name, held)
    return library.add(free, data, source, side, replaces=seen.former)


def _namesakes(name: str, held: Collection[str]) -> list[str]:
    """The names held that documents of this name were given."""
    found = [name] if name in held else []
    for number in count(2):
        if (other := _numbered(name, number)) not in held:
            return found
        found.append(other)
    return found


def _free(name: str, held: Collection[str]) -> str:
    return next(free for number in count(2) if (free := _numbered(name, number)) not in held)


def _numbered(name: str, number: int) -> str:
    path = PurePosixPath(name)
    return f"{path.stem} ({number}){path.suffix}"
