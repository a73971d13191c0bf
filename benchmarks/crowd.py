"""The people of the soak, what becomes of what they say, and what goes wrong meanwhile."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.telegram import texts
from index import DATABASE
from tests.botapi import BotApi, Chat, Message, Query, User

PEOPLE = tuple(range(1000, 1060))
GROUPS = (-1001, -1002, -1003)
BOSS, _STRANGER = 9, 666
COMMANDS = ("/reports", "/help")


@dataclass(slots=True)
class Asked:
    """A question, when it was asked, and what came in reply."""

    message: Message
    at: float
    answers: int = 0
    offers: int = 0
    after: float | None = None


@dataclass(slots=True)
class Seen:
    """Everything that was said, and what became of it."""

    asked: dict[tuple[int, int], Asked] = field(default_factory=dict)
    queries: list[Query] = field(default_factory=list)
    files: list[Message] = field(default_factory=list)
    notices: list[Message] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    resident: list[float] = field(default_factory=list)  # MB, each second
    last: dict[int, Message] = field(default_factory=dict)  # the last answer, by chat

    def shown(self, message: Message) -> None:
        """The bot sent a message."""
        replied = message.reply_to
        if not message.from_bot or replied is None:
            return
        if message.chat.id == BOSS and replied.text == "/reindex":
            self.notices.append(message)
        asked = self.asked.get((message.chat.id, replied.message_id))
        if asked is None:
            return
        if message.text in _OFFERS:
            asked.offers += 1
        else:
            asked.answers += 1
            self.last[message.chat.id] = message
        if asked.after is None:
            asked.after = (time.perf_counter() - asked.at) * 1000

    def waiting(self) -> list[Asked]:
        return [each for each in self.asked.values() if each.after is None]


_OFFERS = frozenset({texts.MAYBE_ANSWERED("zh"), texts.MAYBE_ANSWERED("en")})


class Crowd:
    """The people: whom they are and what they do next."""

    def __init__(self, api: BotApi, seen: Seen, asked: Sequence[str], choose: random.Random):
        self._api, self._seen, self._asked, self._choose = api, seen, asked, choose
        self._people = [api.user(number, f"P{number}") for number in PEOPLE]
        self._groups = [api.group(number, f"G{number}") for number in GROUPS]
        self.boss = api.user(BOSS, "Boss")
        self._stranger = api.user(_STRANGER, "X")
        self._acts: tuple[tuple[int, str, Callable[[User], None]], ...] = (
            (66, "question", self._question),
            (10, "question in a group", self._in_group),
            (8, "press", self._press),
            (6, "inline query", self._inline),
            (4, "edit", self._edit),
            (4, "command", self._command),
            (2, "stranger", self._strange),
        )

    def act(self) -> None:
        """One update."""
        [(_, name, act)] = self._choose.choices(self._acts, [row[0] for row in self._acts])
        self._seen.done[name] += 1
        act(self._choose.choice(self._people))

    def ask(self, chat: Chat, person: User, text: str) -> None:
        message = self._api.say(chat, person, text)
        self._seen.asked[chat.id, message.message_id] = Asked(message, time.perf_counter())

    def _question(self, person: User) -> None:
        self.ask(self._api.private(person), person, self._choose.choice(self._asked))

    def _in_group(self, person: User) -> None:
        group = self._choose.choice(self._groups)
        self.ask(group, person, f"/ask {self._choose.choice(self._asked)}")

    def _press(self, person: User) -> None:
        shown = self._seen.last.get(person.id)
        data = [b["callback_data"] for b in shown.buttons if "callback_data" in b] if shown else []
        if shown is None or not data:
            return self._question(person)
        self._seen.queries.append(self._api.press(shown, person, self._choose.choice(data)))
        return None

    def _inline(self, person: User) -> None:
        self._seen.queries.append(self._api.inline(person, self._choose.choice(self._asked)))

    def _edit(self, person: User) -> None:
        shown = self._seen.last.get(person.id)
        if shown is None or shown.reply_to is None:
            return self._question(person)
        self._api.edit(shown.reply_to, self._choose.choice(self._asked))
        return None

    def _command(self, person: User) -> None:
        self.ask(self._api.private(person), person, self._choose.choice(COMMANDS))

    def _strange(self, person: User) -> None:
        chat = self._api.private(self._stranger)
        self._api.say(chat, self._stranger, self._choose.choice(self._asked))


class Faults:
    """What goes wrong, one thing after the other."""

    def __init__(self, api: BotApi, seen: Seen, data: Path, choose: random.Random):
        self._api, self._seen, self._data, self._choose = api, seen, data, choose
        self._kinds: dict[str, Callable[[], None]] = {
            "sendMessage 429": lambda: api.fail("sendMessage", 429, retry_after=1),
            "sendMessage 502": lambda: api.fail("sendMessage", 502),
            "sendMessage breaks off before": lambda: api.drop("sendMessage"),
            "sendMessage breaks off after": lambda: api.drop("sendMessage", done=True),
            "sendMessage late": lambda: api.delay("sendMessage", 1.0),
            "editMessageText 429": lambda: api.fail("editMessageText", 429, retry_after=1),
            "getUpdates 401": lambda: api.fail("getUpdates", 401),
            "getUpdates 409": lambda: api.fail("getUpdates", 409),
            "getUpdates 502": lambda: api.fail("getUpdates", 502),
            "getUpdates breaks off": lambda: api.drop("getUpdates"),
            "updates twice": api.lose_updates,
            "old update again": self._again,
            "database locked": self._lock,
        }

    def next(self) -> None:
        kind = self._choose.choice(tuple(self._kinds))
        self._seen.faults[kind] += 1
        self._kinds[kind]()

    def _again(self) -> None:
        asked = self._choose.choice(list(self._seen.asked.values())[-500:])
        assert asked.message.update_id is not None
        self._api.redeliver(asked.message.update_id)

    def _lock(self) -> None:
        """Another process keeps the right to write for a moment."""
        other = sqlite3.connect(
            self._data / DATABASE, timeout=5, isolation_level=None, check_same_thread=False
        )
        other.execute("begin immediate")
        asyncio.get_running_loop().call_later(0.2, other.close)
