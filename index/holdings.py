"""What the tables hold of reports, read as values: versions, descriptions, reports as a whole."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, fields

from sqlite_utils import Database

from index.models import Description, Figure, Passage, Report, ReportEntry, Section
from index.postings.segment import DamagedError
from index.postings.view import View
from index.schema import unpack


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of a report is held; versions that are equal hold the same.

    `source` is the file it was read from, or else who sent it. `revision` is
    another one each time a report is written, for the ids of its passages are.
    """

    name: str
    source: str
    digest: str
    side_digest: str
    maker: str
    revision: int


@dataclass(frozen=True, slots=True)
class Holding:
    """A report with all that was derived from it, as it was written in one transaction."""

    version: Version
    report: Report
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """What was held at one moment, by report name, with the descriptions that had to be loaded."""

    generation: int
    postings: View
    versions: dict[str, Version]
    described: dict[str, Description]


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything that was held at one moment, read anew."""

    postings: View
    holdings: dict[str, Holding]


class GoneError(Exception):
    """A version of a report that has been replaced or removed since."""


def generation(database: Database) -> int:
    """How many changes led to what a connection sees."""
    return int(database.execute("SELECT number FROM generation").fetchone()[0])


def versions(database: Database, only: str | None = None) -> dict[str, Version]:
    """The version of every report, or of one if it is held."""
    rows = database.execute(
        "SELECT name, source, digest, side_digest, maker,"
        " (SELECT coalesce(min(id), 0) FROM passages WHERE report = name)"
        " FROM reports WHERE :only IS NULL OR name = :only ORDER BY name",
        {"only": only},
    ).fetchall()
    return {row[0]: Version(*row) for row in rows}


def description(database: Database, name: str) -> Description:
    """The description of a report."""
    row = database.execute(
        "SELECT title, issuer, place, region, year, published, document_number, found_in, notes"
        " FROM reports WHERE name = ?",
        [name],
    ).fetchone()
    title, issuer, place, region, year, published, number, found_in, notes = row
    return Description(
        title=title,
        issuer=issuer,
        place=place,
        region=region,
        year=year,
        published=published,
        document_number=number,
        found_in=tuple((field, where) for field, where in json.loads(found_in)),
        notes=tuple(json.loads(notes)),
    )


def holding(database: Database, version: Version) -> Holding:
    """All that is held of a report."""
    query, name = database.query, version.name
    row = next(query("SELECT * FROM reports WHERE name = ?", [name]))
    text = (unpacked(row["packed_text"]) or b"").decode()
    sections = query(
        f"SELECT {_columns(Section)} FROM sections WHERE report = ? ORDER BY number", [name]
    )
    passages = query(
        "SELECT id, report, section, start, end FROM passages WHERE report = ? ORDER BY id", [name]
    )
    figures = query(
        f"SELECT {_columns(Figure)} FROM figures WHERE report = ? ORDER BY start", [name]
    )
    described = description(database, name)
    return Holding(
        version=version,
        report=Report(
            name,
            row["digest"],
            row["format"],
            row["encoding"],
            text,
            described,
            tuple(json.loads(row["pages"])),
        ),
        sections=tuple(Section(**section) for section in sections),
        passages=tuple(Passage(**passage) for passage in passages),
        figures=tuple(Figure(**figure) for figure in figures),
    )


def entries(database: Database) -> tuple[ReportEntry, ...]:
    """Every report by name, with how much was derived from it."""
    rows = database.execute(
        "SELECT name, format, encoding, source,"
        " (SELECT count(*) FROM sections WHERE report = name AND kind = 'heading'),"
        " (SELECT count(*) FROM passages WHERE report = name),"
        " (SELECT count(*) FROM figures WHERE report = name)"
        " FROM reports ORDER BY name"
    ).fetchall()
    return tuple(
        ReportEntry(
            name=name,
            format=form,
            encoding=encoding,
            source=source,
            description=description(database, name),
            sections=sections,
            passages=passages,
            figures=figures,
        )
        for name, form, encoding, source, sections, passages, figures in rows
    )


def unpacked(packed: bytes | None) -> bytes | None:
    """What was packed; DamagedError if it cannot be unpacked."""
    try:
        return unpack(packed)
    except zlib.error as error:
        raise DamagedError(f"a text or a file cannot be unpacked: {error}") from error


def _columns(kind: type[Section] | type[Figure]) -> str:
    return ", ".join(field.name for field in fields(kind))
