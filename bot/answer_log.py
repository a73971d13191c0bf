"""The answers that were given, and under which messages people see them."""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Sequence
from typing import ClassVar

from bot import recorded
from bot.recorded import Logged, Place
from bot.tables import Tables, place, table
from index.models import Answer


class AnswerLog(Tables):
    """Answers by a short id, so that a button still works after a restart."""

    TABLES: ClassVar[tuple[str, ...]] = (
        "create table if not exists bot_answers (id text primary key, chat integer, thread integer,"
        " user integer, message integer, reply integer, question text, answer text, asked real)",
        "create index if not exists bot_answers_message on bot_answers (chat, message)",
        "create index if not exists bot_answers_reply on bot_answers (chat, reply)",
        "create index if not exists bot_answers_user on bot_answers (chat, user, asked)",
    )

    def keep(self, answer: Answer, where: Place) -> str:
        """Writes down an answer and returns the short id under which its buttons find it."""
        identity = base64.b32encode(secrets.token_bytes(5)).decode("ascii").lower()
        with self._writing() as database:
            table(database, "bot_answers").insert(
                {
                    "id": identity,
                    "chat": where.chat,
                    "thread": where.thread,
                    "user": where.user,
                    "message": where.message,
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
            table(database, "bot_answers").update(
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

    def _logged(self, where: str, values: Sequence[object]) -> Logged | None:
        with self._reading() as database:
            rows = list(
                table(database, "bot_answers").rows_where(
                    where, list(values), order_by="asked desc, rowid desc", limit=1
                )
            )
        if not rows:
            return None
        row = rows[0]
        return Logged(row["id"], place(row), row["reply"], recorded.load(row["answer"]))
