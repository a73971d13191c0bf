"""Who was let in by an invitation, and who did what that administrators may do."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.tables import Tables, random_id

Role = Literal["reader", "administrator"]
INVITED_FOR = 86_400.0  # seconds that an invitation is good for


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did, at a time in seconds since 1970."""

    at: float
    who: int
    act: str
    subject: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who was let in by an invitation."""

    id: int
    name: str
    role: Role
    invited_by: int
    since: float


class PeopleLog(Tables):
    """Invitations are kept as digests: whoever steals the database has none to use."""

    TABLES: ClassVar[tuple[str, ...]] = (
        "create table if not exists bot_people (id integer primary key, name text, role text,"
        " invited_by integer, since real)",
        "create table if not exists bot_invites (digest text primary key, role text,"
        " invited_by integer, made real)",
        "create table if not exists bot_acts (at real, who integer, act text, subject text)",
    )

    def invite(self, role: Role, by: int) -> str:
        """A code that lets one person in, within a day."""
        code = random_id(10)
        with self._writing() as database:
            database.execute(
                "insert into bot_invites values (?, ?, ?, ?)",
                (_digest(code), role, by, time.time()),
            )
        return code

    def redeem(self, code: str, user: int, name: str) -> Role | None:
        """Lets a person in by a code, which is good for nobody else then; None if it is not good."""
        with self._writing() as database:
            row = database.execute(
                "delete from bot_invites where digest = ? and made > ? returning role, invited_by",
                (_digest(code), time.time() - INVITED_FOR),
            ).fetchone()
            if row is None:
                return None
            role: Role = row[0]
            database.execute(
                "insert or replace into bot_people values (?, ?, ?, ?, ?)",
                (user, name, role, row[1], time.time()),
            )
        return role

    def people(self) -> tuple[Person, ...]:
        with self._reading() as database:
            rows = database.execute("select * from bot_people order by since").fetchall()
        return tuple(Person(*row) for row in rows)

    def put_out(self, user: int) -> bool:
        """A person who was let in is let in no more; False if there is none."""
        with self._writing() as database:
            gone = database.execute("delete from bot_people where id = ?", (user,)).rowcount
        return bool(gone)

    def note_act(self, who: int, act: str, subject: str) -> None:
        """Writes down what an administrator did."""
        with self._writing() as database:
            database.execute(
                "insert into bot_acts values (?, ?, ?, ?)", (time.time(), who, act, subject)
            )

    def acts(self, most: int | None = None) -> tuple[Act, ...]:
        """What administrators did, the latest first."""
        with self._reading() as database:
            rows = database.execute(
                "select at, who, act, subject from bot_acts order by rowid desc limit ?",
                (-1 if most is None else most,),
            ).fetchall()
        return tuple(Act(*row) for row in rows)

    def forget_acts(self, days: float) -> None:
        """Deletes what was done longer ago, and invitations that nobody used."""
        now = time.time()
        with self._writing() as database:
            database.execute("delete from bot_acts where at < ?", (now - days * 86_400.0,))
            database.execute("delete from bot_invites where made < ?", (now - INVITED_FOR,))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
