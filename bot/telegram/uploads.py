"""Puts an uploaded document into the library without losing the one that had its name."""

from __future__ import annotations

from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from index.models import Description, ReportEntry

if TYPE_CHECKING:
    from index import Library


def add_document(library: Library, name: str, data: bytes, source: str) -> tuple[ReportEntry, bool]:
    """Adds the document; returns its row and whether it took the place of a former version.

    Saved pages are often called alike (index.html). A document under a name that
    is taken is a new version only if it has the same title, issuer, place and
    year; otherwise it is kept beside the other one as "name (2).html".
    ReadingError when it cannot be read.
    """
    held = {entry.name: entry for entry in library.reports()}
    if name not in held or library.original(name) == data:
        return library.add(name, data, source), False
    beside = next(
        other
        for other in (_numbered(name, number) for number in count(2))
        if other not in held or library.original(other) == data
    )
    entry = library.add(beside, data, source)
    if _identity(entry.description) != _identity(held[name].description):
        return entry, False
    entry = library.add(name, data, source)
    library.remove(beside)
    return entry, True


def _numbered(name: str, number: int) -> str:
    path = PurePosixPath(name)
    return f"{path.stem} ({number}){path.suffix}"


def _identity(description: Description) -> tuple[object, ...]:
    return description.title, description.issuer, description.place, description.year
