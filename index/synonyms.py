"""The table of synonyms that administrators added, each of which can be taken back."""

from __future__ import annotations

import time

from sqlite_utils import Database

from index.models import Synonym


def learn(database: Database, word: str, meant: str) -> int:
    """From now on `word` of a question stands for `meant`, too; the number of that synonym."""
    return int(
        database.execute(
            "INSERT INTO synonyms (word, meant, since) VALUES (?, ?, ?)", [word, meant, time.time()]
        ).lastrowid
        or 0
    )


def unlearn(database: Database, identity: int) -> bool:
    """Takes a synonym back; False if it is not there any more."""
    return bool(database.execute("DELETE FROM synonyms WHERE id = ?", [identity]).rowcount)


def synonyms(database: Database) -> tuple[Synonym, ...]:
    """All of them, the oldest first."""
    rows = database.execute("SELECT id, word, meant, since FROM synonyms ORDER BY id").fetchall()
    return tuple(Synonym(*row) for row in rows)
