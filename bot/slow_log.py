"""The answers that took long to find, and how each came about."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import ClassVar

from bot.tables import Tables

_KEPT = 200  # the newest of them


@dataclass(frozen=True, slots=True)
class Slow:
    """An answer by its id that took so many seconds, noted `at` (since 1970)."""

    answer: str
    seconds: float
    at: float
    explanation: str


class SlowLog(Tables):
    """Beside the answers: what an explanation tells of a question is forgotten with it."""

    TABLES: ClassVar[tuple[str, ...]] = (
        "create table if not exists bot_slow (answer text primary key, seconds real, at real,"
        " explanation text)",
    )

    def note_slow(self, answer: str, seconds: float, explanation: str) -> None:
        with self._writing(lasting=False) as database:
            database.execute(
                "insert or replace into bot_slow values (?, ?, ?, ?)",
                (answer, seconds, time.time(), explanation),
            )
            database.execute(
                "delete from bot_slow where answer not in"
                " (select answer from bot_slow order by at desc limit ?)",
                (_KEPT,),
            )

    def slow(self) -> tuple[Slow, ...]:
        """The newest first."""
        with self._reading() as database:
            rows = database.execute(
                "select answer, seconds, at, explanation from bot_slow order by at desc"
            ).fetchall()
        return tuple(Slow(*row) for row in rows)
