"""The tables of the bot in the one database, and how they are read and written."""

from __future__ import annotations

import base64
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Self

from sqlite_utils import Database
from sqlite_utils.db import Table

from bot.recorded import Place
from index import DATABASE
from index.errors import StoreError

_BUSY_SECONDS = 30.0  # how long a writer waits for another one, such as /reindex


class Tables:
    """The tables in the database of a data folder; every method may be called from any thread.

    Who reads waits for no writer: there is a connection for reading, one for what must
    outlast a power cut, and one for what need not. A statement gives way to other threads
    and has to wait for its turn again, so what is done for every question is plain SQL and
    as few statements as can be.

    `TABLES` are the statements that make the tables where they are missing, `ADDED`
    the columns that a former version of them did not have.
    """

    TABLES: ClassVar[tuple[str, ...]] = ()
    ADDED: ClassVar[tuple[tuple[str, str, str], ...]] = ()

    def __init__(self, connect: Callable[[], Database]) -> None:
        self._reader, self._lasting, self._fleeting = connect(), connect(), connect()
        self._lasting.execute("PRAGMA synchronous = FULL")
        self._fleeting.execute("PRAGMA synchronous = NORMAL")
        for database in (self._lasting, self._fleeting):
            # What is deleted is overwritten: who gets hold of the file does not find it there.
            database.execute("PRAGMA secure_delete = ON")
        self._reads = threading.Lock()
        self._writes = threading.RLock()

    @classmethod
    def open(cls, data: Path) -> Self:
        """Opens the tables, making them where they are missing; StoreError when that fails."""

        def connect() -> Database:
            database = Database(
                sqlite3.connect(
                    data / DATABASE,
                    timeout=_BUSY_SECONDS,
                    check_same_thread=False,
                    isolation_level=None,
                )
            )
            database.enable_wal()
            return database

        try:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            log = cls(connect)
            log._create()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"无法打开 {data / DATABASE}：{error}") from error
        return log

    def close(self) -> None:
        with self._reads, self._writes:
            for database in (self._reader, self._lasting, self._fleeting):
                database.close()

    @contextmanager
    def _writing(self, *, lasting: bool = True) -> Iterator[Database]:
        """One transaction, which has the right to write from its beginning.

        SQLite waits for another writer only there: where a reader turns writer
        it fails at once. What is not `lasting` outlasts a crash of the process,
        but maybe not a power cut, and is written much faster.
        """
        with self._writes:
            database = self._lasting if lasting else self._fleeting
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
        with self._reads:
            try:
                yield self._reader
            except sqlite3.Error as error:
                raise StoreError(f"无法读取 {DATABASE}：{error}") from error

    def _create(self) -> None:
        with self._writing() as database:
            for kind in reversed(type(self).__mro__):
                for statement in vars(kind).get("TABLES", ()):
                    database.execute(statement)
                for name, column, form in vars(kind).get("ADDED", ()):
                    if column not in table(database, name).columns_dict:
                        database.execute(f"alter table {name} add column {column} {form}")


def random_id(size: int = 5) -> str:
    """So many random bytes, in the letters and digits that buttons and links may carry."""
    return base64.b32encode(secrets.token_bytes(size)).decode("ascii").lower()


def table(database: Database, name: str) -> Table:
    """A table by its name, and no view."""
    return database.table(name)


def place(row: Mapping[str, Any]) -> Place:
    """Where something was said, from the columns of a row."""
    return Place(row["chat"], row["thread"], row["user"], row["message"])
