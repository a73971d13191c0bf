"""What people asked, in numbers, and what they asked in vain."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median, quantiles
from typing import ClassVar, Literal

from bot.recorded import NOWHERE
from bot.tables import Tables

# What was missing: a report of that place, year or issuer; a figure of that name although
# something near was found; anything at all; or the answer was there and did not help.
Lack = Literal["place", "year", "issuer", "figure", "nothing", "useless"]
LACKS: tuple[Lack, ...] = ("place", "year", "issuer", "figure", "nothing", "useless")
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class InVain:
    """A question that was not answered, how often it was asked, and its last answer's id."""

    question: str
    lack: Lack
    times: int
    answer: str
    language: str


@dataclass(frozen=True, slots=True)
class Day:
    """How many questions of a day (UTC) were answered, and how many refused."""

    day: str
    answered: int
    refused: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """What was asked lately; `median` and `slowest` (the 95th percentile) are milliseconds."""

    days: tuple[Day, ...]
    median: float | None
    slowest: float | None
    most_asked: tuple[tuple[str, int], ...]

    @property
    def answered(self) -> int:
        return sum(day.answered for day in self.days)

    @property
    def refused(self) -> int:
        return sum(day.refused for day in self.days)


class InsightLog(Tables):
    """Reads the answers that were given; who asked is not told."""

    TABLES: ClassVar[tuple[str, ...]] = (
        "create table if not exists bot_prompts (chat integer, message integer, asked real,"
        " primary key (chat, message))",
    )

    def ask_for_synonym(self, message: int, chat: int) -> None:
        """A reply to that message of ours is a synonym."""
        with self._writing() as database:
            database.execute("delete from bot_prompts where asked < ?", (time.time() - 30 * _DAY,))
            database.execute(
                "insert or replace into bot_prompts values (?, ?, ?)", (chat, message, time.time())
            )

    def asked_for_synonym(self, message: int, chat: int) -> bool:
        with self._reading() as database:
            row = database.execute(
                "select 1 from bot_prompts where chat = ? and message = ?", (chat, message)
            ).fetchone()
        return row is not None

    def in_vain(self, days: int = 30) -> tuple[InVain, ...]:
        """The questions whose last answer refused or was called useless, the most asked first.

        What is typed in inline mode is none until it is whole, which nobody can tell.
        """
        with self._reading() as database:
            rows = database.execute(
                "with last (number, times) as (select max(rowid), count(*) from bot_answers"
                " where asked > ? and chat <> ? group by question)"
                " select question, id, times, json_extract(answer, '$.status'),"
                " json_extract(answer, '$.missing.slot'), json_array_length(answer, '$.related'),"
                " json_extract(answer, '$.language'),"
                " (select min(useful) from bot_votes v where v.answer = a.id)"
                " from bot_answers a join last on a.rowid = number where not settled"
                " order by times desc, number desc",
                (time.time() - days * _DAY, NOWHERE),
            ).fetchall()
        found = []
        for question, identity, times, status, slot, related, language, useful in rows:
            lack = _lack(status, slot, related or 0, useful)
            if lack is not None:
                found.append(InVain(question, lack, times, identity, language or "zh"))
        return tuple(found)

    def settle_question(self, identity: str) -> None:
        """The question of an answer was dealt with: it is told of when it is asked in vain again."""
        with self._writing() as database:
            database.execute(
                "update bot_answers set settled = 1 where question ="
                " (select question from bot_answers where id = ?)",
                (identity,),
            )

    def statistics(self, days: int = 14) -> Statistics:
        """The questions of the last days; those on which nothing was asked are left out."""
        with self._reading() as database:
            rows = database.execute(
                "select asked, question, json_extract(answer, '$.status'), took"
                " from bot_answers where asked > ? and chat <> ? order by asked",
                (time.time() - days * _DAY, NOWHERE),
            ).fetchall()
        counts: Counter[tuple[str, bool]] = Counter()
        for asked, _, status, _ in rows:
            day = datetime.fromtimestamp(asked, UTC).strftime("%m-%d")
            counts[day, status == "answered"] += 1
        took = [row[3] * 1000 for row in rows if row[3] is not None]
        return Statistics(
            days=tuple(
                Day(day, counts[day, True], counts[day, False])
                for day in dict.fromkeys(day for day, _ in counts)
            ),
            median=median(took) if took else None,
            slowest=quantiles(took, n=20)[-1] if len(took) > 1 else None,
            most_asked=tuple(Counter(row[1] for row in rows).most_common(5)),
        )


def _lack(status: str, slot: str | None, related: int, useful: int | None) -> Lack | None:
    if status == "answered":
        return "useless" if useful == 0 else None
    by_slot: dict[str | None, Lack] = {"place": "place", "year": "year", "issuer": "issuer"}
    if slot in by_slot:
        return by_slot[slot]
    return "figure" if related else "nothing"
