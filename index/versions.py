"""Former versions of reports: what was replaced or removed is kept, and can be brought back."""

from __future__ import annotations

import time

from sqlite_utils import Database

from index.errors import NotHeldError
from index.holdings import unpacked
from index.models import Former

REMOVED_KEPT = 30 * 86_400.0  # seconds that a report that was removed can be brought back
_MOST = 20  # versions kept of one report


def put_aside(database: Database, name: str, successor: str | None) -> None:
    """Keeps what is held under a name as a former version; nothing where nothing is held.

    `successor` is the report that takes its place, None when it is removed.
    """
    database.execute(
        "INSERT INTO former (name, source, digest, title, issuer, place, region, year, packed,"
        " packed_side, successor, since)"
        " SELECT name, source, digest, title, issuer, place, region, year, packed, packed_side, ?, ?"
        " FROM reports JOIN originals ON report = name WHERE name = ?",
        [successor, time.time(), name],
    )
    database.execute(
        "DELETE FROM former WHERE name = ? AND id NOT IN"
        " (SELECT id FROM former WHERE name = ? ORDER BY id DESC LIMIT ?)",
        [name, name, _MOST],
    )
    if successor is not None:
        # Who gave way to a report that gives way itself has another successor now.
        database.execute(
            "UPDATE former SET successor = ? WHERE successor = ? AND name <> ?",
            [successor, name, name],
        )


def outlived(database: Database) -> tuple[int, ...]:
    """The numbers of what was removed too long ago to be brought back."""
    rows = database.execute(
        "SELECT id FROM former WHERE successor IS NULL AND since < ?", [time.time() - REMOVED_KEPT]
    ).fetchall()
    return tuple(row[0] for row in rows)


def forget(database: Database, identity: int) -> None:
    """Deletes a former version: it is too old, or is one no more."""
    database.execute("DELETE FROM former WHERE id = ?", [identity])


def former(database: Database) -> tuple[Former, ...]:
    """All former versions, the newest first."""
    rows = database.execute(
        "SELECT id, name, digest, title, place, year, successor, since FROM former ORDER BY id DESC"
    ).fetchall()
    return tuple(Former(*row) for row in rows)


def content_of(
    database: Database, identity: int
) -> tuple[str, str, str | None, bytes, bytes | None]:
    """Name, source, successor, bytes and side file of a former version; NotHeldError."""
    row = database.execute(
        "SELECT name, source, successor, packed, packed_side FROM former WHERE id = ?", [identity]
    ).fetchone()
    if row is None:
        raise NotHeldError("这个旧版本已不在了；/versions 列出现有的旧版本。")
    name, source, successor, packed, packed_side = row
    return name, source, successor, unpacked(packed) or b"", unpacked(packed_side)
