"""The answers that were given, and under which messages people see them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import ClassVar

from bot import recorded
from bot.recorded import Logged, Place, Receipt
from bot.tables import Tables, place, random_id, table
from index.models import Answer

_GONE_ON_FROM = 4  # questions


class AnswerLog(Tables):
    """Answers by a short id, so that a button still works after a restart.

    After a power cut the last of them may be missing: their questions are answered again.
    """

    TABLES: ClassVar[tuple[str, ...]] = (
        "create table if not exists bot_answers (id text primary key, chat integer, thread integer,"
        " user integer, message integer, reply integer, question text, answer text, asked real)",
        "create index if not exists bot_answers_message on bot_answers (chat, message)",
        "create index if not exists bot_answers_reply on bot_answers (chat, reply)",
        "create index if not exists bot_answers_user on bot_answers (chat, user, asked)",
        # Where somebody began anew (/new): what was asked before is gone on from no more.
        "create table if not exists bot_beginnings (chat integer, thread integer, user integer,"
        " since real)",
        "create index if not exists bot_beginnings_user on bot_beginnings (chat, user)",
        "create table if not exists bot_votes (answer text, user integer, useful integer,"
        " reason text, voted real, primary key (answer, user))",
    )
    ADDED: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("bot_answers", "receipt", "text"),
        # The answer that its question went on from.
        ("bot_answers", "follows", "text"),
        # Seconds that finding it took, and whether an administrator dealt with the question.
        ("bot_answers", "took", "real"),
        ("bot_answers", "settled", "integer not null default 0"),
    )

    def keep(
        self,
        answer: Answer,
        where: Place,
        receipt: Receipt,
        follows: str | None = None,
        took: float | None = None,
    ) -> str:
        """Writes down an answer and returns the short id under which its buttons find it.

        `follows` is the id of the answer that the question went on from, `took` the seconds
        that finding the answer took.
        """
        identity = random_id()
        with self._writing(lasting=False) as database:
            database.execute(
                "insert into bot_answers (id, chat, thread, user, message, asked, follows, took,"
                " question, answer, receipt) values (:id, :chat, :thread, :user, :message, :asked,"
                " :follows, :took, :question, :answer, :receipt)",
                {
                    "id": identity,
                    **asdict(where),
                    "asked": time.time(),
                    "follows": follows,
                    "took": took,
                    **_written(answer, receipt),
                },
            )
        return identity

    def revise(self, identity: str, answer: Answer, receipt: Receipt) -> None:
        """Puts another answer under the same id, because its question was edited."""
        with self._writing(lasting=False) as database:
            table(database, "bot_answers").update(identity, _written(answer, receipt))

    def sent(self, identity: str, reply: int) -> None:
        """The answer was sent as the message `reply`."""
        with self._writing(lasting=False) as database:
            database.execute("update bot_answers set reply = ? where id = ?", (reply, identity))

    def answer(self, identity: str) -> Logged | None:
        return self._logged("id = ?", (identity,))

    def answers(self) -> Iterator[Logged]:
        """Every answer that is kept, the oldest first."""
        with self._reading() as database:
            rows = database.execute("select id from bot_answers order by asked, rowid").fetchall()
        for (identity,) in rows:
            logged = self.answer(identity)
            if logged is not None:  # not forgotten meanwhile
                yield logged

    def answer_to(self, chat: int, message: int) -> Logged | None:
        """The answer to the question that this message asked."""
        return self._logged("chat = ? and message = ?", (chat, message))

    def answer_in(self, chat: int, reply: int) -> Logged | None:
        """The answer that this message of ours shows."""
        return self._logged("chat = ? and reply = ?", (chat, reply))

    def last_answer(self, chat: int, thread: int | None, user: int) -> Logged | None:
        """The newest answer given to a person in a chat."""
        return self._logged("chat = ? and thread is ? and user = ?", (chat, thread, user))

    def goes_on_from(self, where: Place) -> str | None:
        """The id of the last answer given to a person, unless they began anew since."""
        person = (where.chat, where.thread, where.user)
        with self._reading() as database:
            row = database.execute(
                "select id from bot_answers where chat = ? and thread is ? and user = ?"
                " and asked > coalesce((select since from bot_beginnings"
                " where chat = ? and thread is ? and user = ?), 0)"
                # Not by the time, which a clock that is set right makes go back.
                " order by rowid desc limit 1",
                (*person, *person),
            ).fetchone()
        return row[0] if row else None

    def questions_up_to(self, identity: str | None) -> tuple[str, ...]:
        """The questions that led to an answer and its own, oldest first; () for no answer.

        As many as a follow-up goes on from at most.
        """
        with self._reading() as database:
            rows = database.execute(
                "with recursive led (question, follows, depth) as ("
                " select question, follows, 1 from bot_answers where id = ? union all"
                " select a.question, a.follows, depth + 1 from bot_answers a"
                " join led on a.id = led.follows where depth < ?)"
                " select question from led order by depth desc",
                (identity, _GONE_ON_FROM),
            ).fetchall()
        return tuple(row[0] for row in rows)

    def questions_before(self, identity: str) -> tuple[str, ...]:
        """The questions that led to an answer, oldest first."""
        with self._reading() as database:
            row = database.execute(
                "select follows from bot_answers where id = ?", (identity,)
            ).fetchone()
        return self.questions_up_to(row[0] if row else None)

    def begin_anew(self, where: Place) -> None:
        """What the person asked before is gone on from no more."""
        with self._writing(lasting=False) as database:
            person = (where.chat, where.thread, where.user)
            database.execute(
                "delete from bot_beginnings where chat = ? and thread is ? and user = ?", person
            )
            database.execute(
                "insert into bot_beginnings values (?, ?, ?, ?)", (*person, time.time())
            )

    def vote(self, identity: str, user: int, useful: bool, reason: str = "") -> None:
        """What a person thinks of an answer; the last word of each counts."""
        with self._writing(lasting=False) as database:
            table(database, "bot_votes").upsert(
                {
                    "answer": identity,
                    "user": user,
                    "useful": int(useful),
                    "reason": reason,
                    "voted": time.time(),
                },
                pk=("answer", "user"),
            )

    def votes(self, identity: str) -> tuple[tuple[bool, str], ...]:
        """Whether an answer was useful, and the reason, by everybody who voted."""
        with self._reading() as database:
            rows = database.execute(
                "select useful, reason from bot_votes where answer = ? order by voted", (identity,)
            ).fetchall()
        return tuple((bool(useful), reason) for useful, reason in rows)

    def _logged(self, where: str, values: Sequence[object]) -> Logged | None:
        with self._reading() as database:
            rows = list(
                database.query(
                    f"select * from bot_answers where {where} order by rowid desc limit 1",
                    tuple(values),
                )
            )
        if not rows:
            return None
        row = rows[0]
        receipt = Receipt(**json.loads(row["receipt"])) if row["receipt"] else Receipt(0, {})
        answer = recorded.load(row["answer"])
        return Logged(row["id"], place(row), row["reply"], answer, row["asked"], receipt)


def _written(answer: Answer, receipt: Receipt) -> dict[str, str]:
    return {
        "question": answer.question,
        "answer": recorded.dump(answer),
        "receipt": json.dumps(asdict(receipt), ensure_ascii=False),
    }
