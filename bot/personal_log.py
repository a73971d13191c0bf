"""What is kept about one person, and forgetting it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.tables import Tables

_OF_THEIR_ANSWERS = "answer in (select id from bot_answers where user = :user)"
# What goes, in this order; what others did with it goes, too.
_FORGOTTEN = (
    f"delete from bot_slow where {_OF_THEIR_ANSWERS}",
    f"delete from bot_votes where user = :user or {_OF_THEIR_ANSWERS}",
    "delete from bot_answers where user = :user",
    "delete from bot_beginnings where user = :user",
    "delete from bot_drafts where user = :user and state <> 'open'",
    "delete from bot_jobs where user = :user and state in ('done', 'failed')",
    "update bot_people set name = '' where id = :user",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many questions and votes of a person are kept, and acts as an administrator."""

    questions: int
    votes: int
    acts: int


class PersonalLog(Tables):
    """Reads and deletes across the tables of the others, by the id of a person."""

    def kept_of(self, user: int) -> Kept:
        with self._reading() as database:
            row = database.execute(
                "select (select count(*) from bot_answers where user = :user),"
                " (select count(*) from bot_votes where user = :user),"
                " (select count(*) from bot_acts where who = :user)",
                {"user": user},
            ).fetchone()
        return Kept(*row)

    def forget(self, user: int) -> int:
        """Deletes what the person asked and thought of answers; how many questions that were.

        What they did as an administrator stays for as long as it is kept of everybody, and so
        does whether they may ask; what is promised and not done yet is done. Nothing of what goes
        is left in the file, nor in the log of writes beside it.
        """
        with self._writing() as database:
            [gone] = database.execute(
                "select count(*) from bot_answers where user = ?", (user,)
            ).fetchone()
            for statement in _FORGOTTEN:
                database.execute(statement, {"user": user})
        with self._writes:
            self._lasting.execute("pragma wal_checkpoint(truncate)").fetchall()
        return int(gone)
