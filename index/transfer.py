"""Backups: writing one beside those who work, and taking the index out of one.

The bot keeps its own tables (`bot_…`) in the same database. They tell of what
was promised since, which no backup knows of, so that they are taken from one
only where there are none yet.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from index.postings.embedded import ANOTHER_EPOCH
from index.schema import APPLICATION, SCHEMA, UPGRADES, upgrade

_SQLITE = b"SQLite format 3\0"
# Those that others refer to come first.
_INDEX_TABLES = (
    "reports",
    "originals",
    "sections",
    "passages",
    "figures",
    "segments",
    "deletions",
    "vocabulary",
    "former",
    "synonyms",
)
_BOT_TABLES = r"name LIKE 'bot\_%' ESCAPE '\'"


def write_backup(database: Database, target: Path) -> None:
    """Writes all of a database to one file, which is there whole or as it was before.

    It holds what people asked, so that nobody but its owner may read it.
    """
    if target.is_file():
        with target.open("rb") as former:
            if former.read(len(_SQLITE)) not in (_SQLITE, b""):
                raise sqlite3.DatabaseError("这个文件不是备份，不能覆盖")
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with closing(sqlite3.connect(part)) as copy:
            database.conn.backup(copy)
            # One file that can be carried away, without a log beside it.
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def of_today(copy: Path) -> Iterator[Path]:
    """A backup as it is, or, where it is of an earlier format, a copy of it in ours."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as database,
    ):
        try:
            marks = [
                database.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("application_id", "user_version")
            ]
        except sqlite3.Error:
            marks = [0, 0]  # no database; whoever attaches it says so
        if marks[0] != APPLICATION or marks[1] not in UPGRADES:
            yield copy
            return
        upgraded = Path(folder) / "upgraded.db"
        with closing(sqlite3.connect(upgraded, isolation_level=None)) as target:
            database.backup(target)
            upgrade(Database(target), marks[1])
        yield upgraded


def is_backup(database: Database) -> bool:
    """Whether what is attached as `backup` is a sound database of this program and version."""
    return [
        database.execute(f"PRAGMA backup.{name}").fetchall()
        for name in ("user_version", "application_id", "quick_check")
    ] == [[(SCHEMA,)], [(APPLICATION,)], [("ok",)]]


def take_over(database: Database) -> None:
    """Puts the index of the attached `backup` in place of the one held; part of a transaction."""
    for table in reversed(_INDEX_TABLES):
        database.execute(f"DELETE FROM main.{table}")
    for table in _INDEX_TABLES:
        database.execute(f"INSERT INTO main.{table} SELECT * FROM backup.{table}")
    database.execute(ANOTHER_EPOCH)
    # Greater than both, or readers of either would not notice.
    database.execute(
        "UPDATE main.generation SET number = max(number, (SELECT number FROM backup.generation) + 1)"
    )
    if not database.execute(f"SELECT 1 FROM main.sqlite_master WHERE {_BOT_TABLES}").fetchall():
        _take_over_bot_tables(database)


def _take_over_bot_tables(database: Database) -> None:
    made = database.execute(
        "SELECT type, name, sql FROM backup.sqlite_master"
        f" WHERE {_BOT_TABLES} AND type IN ('table', 'index') AND sql IS NOT NULL"
        " ORDER BY type DESC, name"
    ).fetchall()
    for kind, name, sql in made:
        database.execute(sql)
        if kind == "table":
            database.execute(f'INSERT INTO main."{name}" SELECT * FROM backup."{name}"')
