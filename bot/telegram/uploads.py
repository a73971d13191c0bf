"""Puts an uploaded document into the library without losing the one that had its name."""

from __future__ import annotations

from collections.abc import Mapping
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
    year as one that came under it; otherwise it is kept beside the others as
    "name (2).html". ReadingError when it cannot be read.

    The name is chosen first and the library is written once, so that a process
    that dies on the way leaves no second copy.
    """
    held = {entry.name: entry for entry in library.reports()}
    namesakes = [name] if name in held else []
    for number in count(2):
        if (other := _numbered(name, number)) not in held:
            break
        namesakes.append(other)
    for namesake in namesakes:
        if library.original(namesake) == data:
            return held[namesake], False
    former = _former(library, namesakes, held, data)
    free = name if name not in held else other
    return library.add(former or free, data, source), former is not None


def _former(
    library: Library, namesakes: list[str], held: Mapping[str, ReportEntry], data: bytes
) -> str | None:
    """The namesake that the document is a new version of.

    The document is described as it would be there: with the side file held for that name.
    """
    for namesake in namesakes:
        if _identity(library.describe(namesake, data)) == _identity(held[namesake].description):
            return namesake
    return None


def _numbered(name: str, number: int) -> str:
    path = PurePosixPath(name)
    return f"{path.stem} ({number}){path.suffix}"


def _identity(description: Description) -> tuple[object, ...]:
    return description.title, description.issuer, description.place, description.year
