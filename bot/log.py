"""What the bot must remember: updates received, answers given, jobs promised.

All of it lives in tables prefixed `bot_` of the one database, so that a button
still works after a restart, a message received before kill -9 is still answered,
and an upload that was acknowledged is still indexed. Every method is one short
transaction and may be called from any thread.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import Table

from bot import recorded
from bot.recorded import Job, JobKind, JobState, Logged, Place
from index import DATABASE
from index.errors import StoreError
from index.models import Answer

_BUSY_SECONDS = 30.0  # how long a writer waits for another one, such as /reindex
_DAY = 86_400.0
_ANSWERS_KEPT = 90 * _DAY
_JOBS_KEPT = 90 * _DAY
_UPDATES_KEPT = 2 * _DAY  # Telegram itself forgets an update after one day
_ATTEMPTS = 3  # an update or a job that was cut short this often is what cuts us short


class Log:
    """The bot's own tables in the database of a data folder."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.RLock()

    @classmethod
    def open(cls, data: Path) -> Log:
        """Opens the tables, making them where they are missing; StoreError when that fails."""
        try:
            data.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                data / DATABASE,
                timeout=_BUSY_SECONDS,
                check_same_thread=False,
                isolation_level=None,
            )
            database = Database(connection)
            database.enable_wal()
            # What Telegram was told to forget must outlast a power cut.
            connection.execute("PRAGMA synchronous = FULL")
            log = cls(database)
            log._create()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"无法打开 {data / DATABASE}：{error}") from error
        return log

    def close(self) -> None:
        with self._lock:
            self._database.close()

    # Updates ---------------------------------------------------------------------------------

    def receive(self, bodies: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
        """Writes down updates (id and JSON) and returns those that were not known.

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
        with self._writing() as database:
            database.execute("update bot_updates set body = null where id = ?", (update,))

    def unfinished(self) -> list[tuple[int, str]]:
        """The updates that an earlier run did not deal with, oldest first, each counted once more.

        One that was begun too often is given up, so that it cannot stop the bot for ever.
        """
        with self._writing() as database:
            database.execute("update bot_updates set attempts = attempts + 1 where body not null")
            database.execute("update bot_updates set body = null where attempts > ?", (_ATTEMPTS,))
            rows = database.query(
                "select id, body from bot_updates where body not null order by id"
            )
            return [(row["id"], row["body"]) for row in rows]

    # Answers ---------------------------------------------------------------------------------

    def keep(self, answer: Answer, place: Place) -> str:
        """Writes down an answer and returns the short id under which its buttons find it."""
        identity = base64.b32encode(secrets.token_bytes(5)).decode("ascii").lower()
        with self._writing() as database:
            _table(database, "bot_answers").insert(
                {
                    "id": identity,
                    "chat": place.chat,
                    "thread": place.thread,
                    "user": place.user,
                    "message": place.message,
                    "reply": None,
                    "question": answer.question,
                    "answer": recorded.dump(answer),
                    "asked": time.time(),
                }
            )
        return identity

    def revise(self, identity: str, answer: Answer) -> None:
        """Puts another answer under the same id, because its question was edited."""
        with self._writing() as database:
            _table(database, "bot_answers").update(
                identity,
                {
                    "question": answer.question,
                    "answer": recorded.dump(answer),
                },
            )

    def sent(self, identity: str, reply: int) -> None:
        """The answer was sent as the message `reply`."""
        with self._writing() as database:
            database.execute("update bot_answers set reply = ? where id = ?", (reply, identity))

    def answer(self, identity: str) -> Logged | None:
        return self._logged("id = ?", (identity,))

    def answer_to(self, chat: int, message: int) -> Logged | None:
        """The answer to the question that this message asked."""
        return self._logged("chat = ? and message = ?", (chat, message))

    def answer_in(self, chat: int, reply: int) -> Logged | None:
        """The answer that this message of ours shows."""
        return self._logged("chat = ? and reply = ?", (chat, reply))

    def last_answer(self, chat: int, thread: int | None, user: int) -> Logged | None:
        """The newest answer given to a person in a chat."""
        return self._logged("chat = ? and thread is ? and user = ?", (chat, thread, user))

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
            "due": 0.0,
            "promised": time.time(),
        }
        with self._writing() as database:
            known = _table(database, "bot_jobs").count_where(
                "chat = ? and message = ?", [job.place.chat, job.place.message]
            )
            if known:
                return None
            identity = _table(database, "bot_jobs").insert(row).last_rowid
        return replace(job, id=int(identity or 0))

    def resume(self) -> tuple[Job, ...]:
        """Puts jobs that were cut short back in the queue; returns those that are given up."""
        with self._writing() as database:
            database.execute(
                "update bot_jobs set state = 'failed' where state = 'running' and attempts >= ?"
                " returning id",
                (_ATTEMPTS,),
            ).fetchall()
            given_up = self._jobs("state = 'failed' and note = ''")
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
                f" (select min(id) from ({_FIRST_OF_EACH_NAME}) where due <= ?) returning id",
                (time.time(),),
            ).fetchall()
            return self._jobs("id = ?", rows[0])[0] if rows else None

    def next_due(self) -> float | None:
        """In how many seconds the next waiting job is due; None when none waits."""
        with self._reading() as database:
            [due] = database.execute(f"select min(due) from ({_FIRST_OF_EACH_NAME})").fetchone()
        return None if due is None else max(0.0, due - time.time())

    def open_jobs(self, kind: JobKind | None = None) -> tuple[Job, ...]:
        """The jobs that are waiting or running, oldest first."""
        found = self._jobs("state in ('waiting', 'running')")
        return tuple(job for job in found if kind in (None, job.kind))

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

    def prune(self) -> None:
        """Forgets what is too old to be asked for again."""
        now = time.time()
        with self._writing() as database:
            database.execute(
                "delete from bot_updates where body is null and received < ?",
                (now - _UPDATES_KEPT,),
            )
            database.execute("delete from bot_answers where asked < ?", (now - _ANSWERS_KEPT,))
            database.execute(
                "delete from bot_jobs where state in ('done', 'failed') and promised < ?",
                (now - _JOBS_KEPT,),
            )

    # -----------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        """One transaction, which has the right to write from its beginning.

        SQLite waits for another writer only there: where a reader turns writer
        it fails at once.
        """
        with self._lock:
            database = self._database
            try:
                database.execute("begin immediate")
                try:
                    yield database
                    database.execute("commit")
                except BaseException:
                    database.rollback()
                    raise
            except sqlite3.Error as error:
                raise StoreError(f"无法写入 {DATABASE}：{error}") from error

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        with self._lock:
            try:
                yield self._database
            except sqlite3.Error as error:
                raise StoreError(f"无法读取 {DATABASE}：{error}") from error

    def _create(self) -> None:
        with self._writing() as database:
            for statement in _TABLES:
                database.execute(statement)
            held = _table(database, "bot_jobs").columns_dict
            for column, kind in _ADDED_TO_JOBS:
                if column not in held:
                    database.execute(f"alter table bot_jobs add column {column} {kind}")

    def _logged(self, where: str, values: Sequence[object]) -> Logged | None:
        with self._reading() as database:
            rows = list(
                _table(database, "bot_answers").rows_where(
                    where, list(values), order_by="asked desc, rowid desc", limit=1
                )
            )
        if not rows:
            return None
        row = rows[0]
        return Logged(row["id"], _place(row), row["reply"], recorded.load(row["answer"]))

    def _jobs(self, where: str, values: Sequence[object] = ()) -> tuple[Job, ...]:
        with self._reading() as database:
            rows = list(_table(database, "bot_jobs").rows_where(where, list(values), order_by="id"))
        names = [field.name for field in fields(Job) if field.name != "place"]
        return tuple(Job(place=_place(row), **{name: row[name] for name in names}) for row in rows)


_TABLES = (
    "create table if not exists bot_updates (id integer not null, digest text not null, body text,"
    " attempts integer not null, received real not null, primary key (id, digest))",
    "create table if not exists bot_answers (id text primary key, chat integer, thread integer,"
    " user integer, message integer, reply integer, question text, answer text, asked real)",
    "create index if not exists bot_answers_message on bot_answers (chat, message)",
    "create index if not exists bot_answers_reply on bot_answers (chat, reply)",
    "create index if not exists bot_answers_user on bot_answers (chat, user, asked)",
    "create table if not exists bot_jobs (id integer primary key, kind text, chat integer,"
    " thread integer, user integer, message integer, language text, file text, name text,"
    " notice integer, state text, attempts integer, note text, promised real)",
    "create index if not exists bot_jobs_message on bot_jobs (chat, message)",
)
# Columns that the first version of the table did not have.
_ADDED_TO_JOBS = (
    ("failures", "integer not null default 0"),
    ("due", "real not null default 0"),
)
# SQLite takes `due` from the row that has the smallest id.
_FIRST_OF_EACH_NAME = (
    "select min(id) as id, due from bot_jobs where state = 'waiting' group by kind, name"
)


def _table(database: Database, name: str) -> Table:
    return database.table(name)


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _place(row: Mapping[str, Any]) -> Place:
    return Place(row["chat"], row["thread"], row["user"], row["message"])
