"""What the bot must remember: updates received, answers given, jobs promised.

All of it lives in tables prefixed `bot_` of the one database, so that a button
still works after a restart, a message received before kill -9 is still answered,
and an upload that was acknowledged is still indexed. Every method is one short
transaction and may be called from any thread.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import ClassVar

from sqlite_utils import Database

from bot.answer_log import AnswerLog
from bot.drafts import DraftLog
from bot.group_log import GroupLog
from bot.insight_log import InsightLog
from bot.people_log import PeopleLog
from bot.personal_log import PersonalLog
from bot.recorded import Job, JobKind, JobState
from bot.slow_log import SlowLog
from bot.tables import place, table

_DAY = 86_400.0
_UPDATES_KEPT = 2 * _DAY  # Telegram itself forgets an update after one day
# Seconds; what is due later was put off before the clock was set back, and is due now.
_LONGEST_WAIT = 3_600.0
_ATTEMPTS = 3  # an update or a job that was cut short this often is what cuts us short


class Log(AnswerLog, InsightLog, GroupLog, DraftLog, PeopleLog, SlowLog, PersonalLog):
    """All that the bot remembers, in its own tables of the database of a data folder."""

    TABLES: ClassVar[tuple[str, ...]] = (
        "create table if not exists bot_updates (id integer not null, digest text not null, body text,"
        " attempts integer not null, received real not null, primary key (id, digest))",
        "create table if not exists bot_jobs (id integer primary key, kind text, chat integer,"
        " thread integer, user integer, message integer, language text, file text, name text,"
        " notice integer, state text, attempts integer, note text, promised real)",
        "create index if not exists bot_jobs_message on bot_jobs (chat, message)",
    )
    # Columns that the first version of the table did not have.
    ADDED: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("bot_jobs", "failures", "integer not null default 0"),
        ("bot_jobs", "due", "real not null default 0"),
        ("bot_jobs", "batch", "text not null default ''"),
    )

    # Updates ---------------------------------------------------------------------------------

    def receive(self, bodies: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
        """Writes down updates (id and JSON) and returns those that were not known.

        Telegram is told to forget them then, so they must outlast a power cut.
        The key is the id and a digest of the body: Telegram redelivers an update
        unchanged, but may start its numbers anew after a week of silence.
        """
        new = []
        with self._writing() as database:
            for update, body in bodies:
                cursor = database.execute(
                    "insert or ignore into bot_updates (id, digest, body, attempts, received)"
                    " values (?, ?, ?, 1, ?)",
                    (update, _digest(body), body, time.time()),
                )
                if cursor.rowcount:
                    new.append((update, body))
        return new

    def finish(self, update: int) -> None:
        """The update was dealt with; its body is forgotten, its number is kept for a while."""
        with self._writing(lasting=False) as database:
            database.execute("update bot_updates set body = null where id = ?", (update,))

    def unfinished(self) -> list[tuple[int, str]]:
        """The updates that an earlier run did not deal with, oldest first, each counted once more.

        Without those that are given up.
        """
        with self._writing() as database:
            database.execute("update bot_updates set attempts = attempts + 1 where body not null")
            return _updates(database, "attempts <= ?")

    def given_up(self) -> list[tuple[int, str]]:
        """The updates that were there at too many starts: one of them may be what ends the bot."""
        with self._reading() as database:
            return _updates(database, "attempts > ?")

    # Jobs ------------------------------------------------------------------------------------

    def promise(self, job: Job) -> Job | None:
        """Writes down a job and returns it with its id; None if that message asked before."""
        row = {
            "kind": job.kind,
            "chat": job.place.chat,
            "thread": job.place.thread,
            "user": job.place.user,
            "message": job.place.message,
            "language": job.language,
            "file": job.file,
            "name": job.name,
            "state": "waiting",
            "attempts": 0,
            "note": "",
            "failures": 0,
            "batch": job.batch,
            "due": 0.0,
            "promised": time.time(),
        }
        with self._writing() as database:
            known = table(database, "bot_jobs").count_where(
                "chat = ? and message = ?", [job.place.chat, job.place.message]
            )
            if known:
                return None
            identity = table(database, "bot_jobs").insert(row).last_rowid
        return replace(job, id=int(identity or 0))

    def resume(self) -> tuple[Job, ...]:
        """Puts jobs that were cut short back in the queue; returns those that are given up."""
        with self._writing() as database:
            database.execute(
                "update bot_jobs set state = 'failed' where state = 'running' and attempts >= ?"
                " returning id",
                (_ATTEMPTS,),
            ).fetchall()
            given_up = _jobs(database, "state = 'failed' and note = ''")
            database.execute("update bot_jobs set state = 'waiting' where state = 'running'")
            database.execute("update bot_jobs set due = 0 where state = 'waiting'")
        return given_up

    def next_job(self) -> Job | None:
        """The oldest job that is due, which is running from now on.

        A document whose time has not come holds up only later ones of its name:
        the version that was sent last must be the one that is kept.
        """
        with self._writing() as database:
            rows = database.execute(
                "update bot_jobs set state = 'running', attempts = attempts + 1 where id ="
                f" (select min(id) from ({_FIRST_OF_EACH_NAME})"
                " where due <= :now or due > :now + :longest) returning id",
                {"now": time.time(), "longest": _LONGEST_WAIT},
            ).fetchall()
            return _jobs(database, "id = ?", rows[0])[0] if rows else None

    def next_due(self) -> float | None:
        """In how many seconds the next waiting job is due; None when none waits."""
        with self._reading() as database:
            [due] = database.execute(f"select min(due) from ({_FIRST_OF_EACH_NAME})").fetchone()
        if due is None:
            return None
        seconds = due - time.time()
        return seconds if 0.0 < seconds <= _LONGEST_WAIT else 0.0

    def open_jobs(self, kind: JobKind | None = None) -> tuple[Job, ...]:
        """The jobs that are waiting or running, oldest first."""
        with self._reading() as database:
            found = _jobs(database, "state in ('waiting', 'running')")
        return tuple(job for job in found if kind in (None, job.kind))

    def notice_of(self, batch: str) -> int | None:
        """The message that shows how far the documents of an album are."""
        with self._reading() as database:
            row = database.execute(
                "select max(notice) from bot_jobs where batch = ?", (batch,)
            ).fetchone()
        return row[0] if row else None

    def notice(self, job: int, message: int) -> None:
        """The message that shows how far the job is."""
        with self._writing() as database:
            database.execute("update bot_jobs set notice = ? where id = ?", (message, job))

    def close_job(self, job: int, state: JobState, note: str) -> None:
        """The job ended, or waits for another attempt; `note` says how it ended."""
        with self._writing() as database:
            database.execute(
                "update bot_jobs set state = ?, note = ? where id = ?", (state, note, job)
            )

    def put_back(self, job: int) -> None:
        """The job was left on purpose: it waits again, and that attempt does not count."""
        with self._writing() as database:
            database.execute(
                "update bot_jobs set state = 'waiting', attempts = attempts - 1 where id = ?",
                (job,),
            )

    def defer(self, job: int, seconds: float) -> None:
        """What the job needs was out of reach: it waits for so long, and that is counted apart."""
        with self._writing() as database:
            database.execute(
                "update bot_jobs set state = 'waiting', attempts = attempts - 1,"
                " failures = failures + 1, due = ? where id = ?",
                (time.time() + seconds, job),
            )

    def prune(self, keep_days: float, audit_days: float) -> None:
        """Forgets what is too old: what people asked and sent, and what administrators did."""
        now = time.time()
        long_ago = now - keep_days * _DAY
        with self._writing() as database:
            database.execute(
                "delete from bot_updates where body is null and received < ?",
                (now - _UPDATES_KEPT,),
            )
            database.execute("delete from bot_answers where asked < ?", (long_ago,))
            database.execute("delete from bot_beginnings where since < ?", (long_ago,))
            for beside in ("bot_votes", "bot_slow"):
                database.execute(
                    f"delete from {beside} where answer not in (select id from bot_answers)"
                )
            database.execute(
                "delete from bot_jobs where state in ('done', 'failed') and promised < ?",
                (long_ago,),
            )
        self.forget_drafts()
        self.forget_acts(audit_days)


def _updates(database: Database, which: str) -> list[tuple[int, str]]:
    rows = database.query(
        f"select id, body from bot_updates where body not null and {which} order by id",
        (_ATTEMPTS,),
    )
    return [(row["id"], row["body"]) for row in rows]


def _jobs(database: Database, where: str, values: Sequence[object] = ()) -> tuple[Job, ...]:
    rows = list(table(database, "bot_jobs").rows_where(where, list(values), order_by="id"))
    names = [field.name for field in fields(Job) if field.name != "place"]
    return tuple(Job(place=place(row), **{name: row[name] for name in names}) for row in rows)


# SQLite takes `due` from the row that has the smallest id.
_FIRST_OF_EACH_NAME = (
    "select min(id) as id, due from bot_jobs where state = 'waiting' group by kind, name"
)


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:16]
