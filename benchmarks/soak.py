"""The bot as its users have it for an hour: mixed traffic, reindexing every minute, and faults.

`reportbot serve` runs as a process of its own; the Bot API of the tests, the people and whoever
injects the faults are here. Nothing that was asked may be lost, nothing answered twice,
and the process may not grow.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.answering import ROOT, questions
from benchmarks.results import Result, parser, report
from bot.telegram import texts
from index import DATABASE
from tests.botapi import BotApi, Chat, Message, Query, User

_RATE = 20.0  # updates a second
_PEOPLE = tuple(range(1000, 1060))
_GROUPS = (-1001, -1002, -1003)
_BOSS, _STRANGER = 9, 666
_FAULT_EVERY = 10.0  # seconds
_FILE_EVERY = 20.0
_REINDEX_EVERY = 60.0
_KILLED_AT = (1 / 12, 2 / 12, 3 / 12)  # of the time
_AWAY_AT, _AWAY_SECONDS = 0.28, 2.0
_SETTLED_AT = 0.4  # of the time: from here on the process may not grow
_FORGET_SECONDS = 3.0
_LAST_SECONDS = 60.0
_START_SECONDS = 60.0
_GOAL = 500.0  # ms
_MOST_GROWTH = 1.05
_COMMANDS = ("/reports", "/help")
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}  # as in the image and the systemd unit


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
        if message.chat.id == _BOSS and replied.text == "/reindex":
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
        self._people = [api.user(number, f"P{number}") for number in _PEOPLE]
        self._groups = [api.group(number, f"G{number}") for number in _GROUPS]
        self.boss = api.user(_BOSS, "Boss")
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
        self.ask(self._api.private(person), person, self._choose.choice(_COMMANDS))

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


def measure(seconds: float, log: Path | None = None, seed: int = 1) -> Iterator[Result]:
    """The whole hour, or as long as it is told; the log of the bot is kept in `log`."""
    asked = questions(ROOT / "tests" / "questions")
    with tempfile.TemporaryDirectory() as folder:
        seen = asyncio.run(_soak(Path(folder), asked, seconds, random.Random(seed)))
        checked = _reportbot(Path(folder), "check")
        if log is not None:
            shutil.copy(Path(folder) / "log", log)
    yield from _results(seen, checked == 0)
    print(json.dumps({"done": seen.done, "faults": seen.faults}, ensure_ascii=False))


def _results(seen: Seen, sound: bool) -> Iterator[Result]:
    asked = list(seen.asked.values())
    after = sorted(each.after for each in asked if each.after is not None)
    yield Result("soak.questions", len(asked), "count")
    yield Result("soak.p50", statistics.median(after), "ms")
    yield Result("soak.p99", after[int(0.99 * (len(after) - 1))], "ms", _GOAL)
    yield Result("soak.lost", sum(each.after is None for each in asked), "count")
    twice = [each for each in asked if each.answers > 1]
    helped = sum(each.message.text in _COMMANDS for each in twice)
    yield Result("soak.answered twice", len(twice) - helped, "count")
    yield Result("soak.help or lists twice", helped, "count")
    yield Result("soak.offered", sum(each.offers > 0 for each in asked), "count")
    open_queries = sum(query.answer is None for query in seen.queries)
    yield Result("soak.presses and inline queries", len(seen.queries), "count")
    yield Result("soak.of them not answered", open_queries, "count")
    yield Result("soak.files", len(seen.files), "count")
    yield Result("soak.files shown", sum(map(_dealt_with, seen.files)), "count")
    yield Result("soak.reindexed", len(seen.notices), "count")
    ended = sum("份" in notice.text for notice in seen.notices)
    yield Result("soak.reindexed to the end", ended, "count")
    yield Result("soak.index sound", float(sound), "share", 1.0)
    start = int(len(seen.resident) * _SETTLED_AT)
    tenth = max(1, len(seen.resident) // 20)
    before = statistics.median(seen.resident[start : start + tenth])
    now = statistics.median(seen.resident[-tenth:])
    yield Result("soak.memory when settled", before, "MB")
    yield Result("soak.memory at the end", now, "MB", before * _MOST_GROWTH)


def _dealt_with(file: Message) -> bool:
    """Whether the bot has shown the file with its buttons."""
    return any(
        reply.buttons or "已" in reply.text
        for reply in file.chat.shown.values()
        if reply.from_bot and reply.reply_to is file
    )


async def _soak(folder: Path, asked: Sequence[str], seconds: float, choose: random.Random) -> Seen:
    seen = Seen()
    async with BotApi() as api:
        api.world.listeners.append(seen.shown)
        crowd = Crowd(api, seen, asked, choose)
        _configure(folder, api)
        _reportbot(folder, "index")
        serving = _Serving(folder, api)
        await serving.start()
        begun = time.perf_counter()
        tasks = [
            asyncio.create_task(_traffic(api, crowd, begun, seconds)),
            asyncio.create_task(_administer(api, crowd, seen, folder, begun + seconds)),
            asyncio.create_task(_inject(Faults(api, seen, folder / "data", choose), seconds)),
            asyncio.create_task(_disasters(api, serving, seen, seconds)),
        ]
        while not tasks[0].done():
            await asyncio.sleep(1.0)
            seen.resident.append(serving.resident())
        for task in tasks[1:]:
            task.cancel()
        await asyncio.gather(*tasks)
        deadline = time.perf_counter() + _LAST_SECONDS
        while time.perf_counter() < deadline and not _settled(seen):
            await asyncio.sleep(0.2)
        await serving.stop()
    return seen


def _settled(seen: Seen) -> bool:
    return not (
        seen.waiting()
        or any(query.answer is None for query in seen.queries[-500:])
        or not all(map(_dealt_with, seen.files[-5:]))
    )


async def _traffic(api: BotApi, crowd: Crowd, begun: float, seconds: float) -> None:
    tidied = time.perf_counter()
    for number in range(int(_RATE * seconds)):
        await asyncio.sleep(max(0.0, begun + number / _RATE - time.perf_counter()))
        crowd.act()
        if time.perf_counter() - tidied > _FORGET_SECONDS:
            tidied = time.perf_counter()
            api.calls[:] = [call for call in api.calls if call.status is None]


async def _administer(api: BotApi, crowd: Crowd, seen: Seen, folder: Path, until: float) -> None:
    """Every minute a report of the folder changes and it is read again; files come between."""
    chat = api.private(crowd.boss)
    number, reindexed = 0, time.perf_counter()
    while True:
        try:
            await asyncio.sleep(_FILE_EVERY)
        except asyncio.CancelledError:
            return
        number += 1
        if time.perf_counter() > until - _FILE_EVERY:
            continue
        body = f"测试县教育局2024年度报告\n\n一、主要工作\n（一）第{number}稿。聘任法治副校长{number}名。\n"
        seen.files.append(api.send_file(chat, crowd.boss, f"file-{number}.txt", body.encode()))
        if time.perf_counter() - reindexed >= _REINDEX_EVERY - 1:
            reindexed = time.perf_counter()
            changing = body.replace("测试县", "变动县")
            (folder / "reports" / "changing.txt").write_text(changing, "utf-8")
            api.say(chat, crowd.boss, "/reindex")


async def _inject(faults: Faults, seconds: float) -> None:
    while True:
        try:
            await asyncio.sleep(min(_FAULT_EVERY, seconds / 20))
        except asyncio.CancelledError:
            return
        faults.next()


async def _disasters(api: BotApi, serving: _Serving, seen: Seen, seconds: float) -> None:
    """The process is killed now and then, and once Telegram is away for a while."""
    begun = time.perf_counter()
    try:
        for share in _KILLED_AT:
            await asyncio.sleep(max(0.0, begun + share * seconds - time.perf_counter()))
            seen.faults["kill -9"] += 1
            await serving.kill()
            await serving.start()
        await asyncio.sleep(max(0.0, begun + _AWAY_AT * seconds - time.perf_counter()))
        seen.faults["Telegram away"] += 1
        await api.close()
        await asyncio.sleep(_AWAY_SECONDS)
        await api.open()
    except asyncio.CancelledError:
        return


class _Serving:
    """The process of the bot."""

    def __init__(self, folder: Path, api: BotApi):
        self._folder, self._api = folder, api
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                _command(self._folder, "serve"),
                env=os.environ | _ENVIRONMENT | {"REPORTBOT_TOKEN": self._api.token},
                stderr=log,
            )
        await self._api.polling(timeout=_START_SECONDS)

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(how)
        await asyncio.to_thread(self._process.wait, _LAST_SECONDS)

    def resident(self) -> float:
        """What the process holds in memory, in MB; 0 where there is none or nobody tells."""
        try:
            pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])  # type: ignore[union-attr]
        except (OSError, IndexError):
            return 0.0
        return pages * 4096 / 1e6


def _configure(folder: Path, api: BotApi) -> None:
    (folder / "reports").mkdir()
    for file in (ROOT / "reports").iterdir():
        (folder / "reports" / file.name).write_bytes(file.read_bytes())
    (folder / "config.toml").write_text(
        f"""
[telegram]
users = {list(_PEOPLE)}
groups = {list(_GROUPS)}
administrators = [{_BOSS}]
base_url = "{api.base_url}"
base_file_url = "{api.base_file_url}"
[log]
format = "json"
""",
        "utf-8",
    )


def _command(folder: Path, *arguments: str) -> list[str]:
    config = str(folder / "config.toml")
    return [sys.executable, "-m", "bot", "--config", config, *arguments]


def _reportbot(folder: Path, *arguments: str) -> int:
    return subprocess.run(
        _command(folder, *arguments), stdout=subprocess.DEVNULL, check=False
    ).returncode


def main(arguments: list[str] | None = None) -> int:
    made = parser("soak", __doc__.partition("\n")[0])
    made.add_argument("--minutes", type=float, default=60.0, help="how long it lasts")
    made.add_argument("--log", type=Path, help="where to keep the log of the bot")
    given = made.parse_args(arguments)
    return report(given.json, lambda: measure(given.minutes * 60, given.log))


if __name__ == "__main__":
    sys.exit(main())
