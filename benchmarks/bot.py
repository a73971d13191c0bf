"""The bot under load, as its users feel it: over HTTP, against a Bot API of its own on loopback.

Questions come at a fixed rate whether or not earlier ones were answered (an open loop); a
latency is the time from the moment a question is there until its answer is. The server is the one
of the tests. It runs in the same process, so that what is measured is slower than the bot alone.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from telegram import Update
from telegram.ext import TypeHandler

from benchmarks.answering import ROOT, questions
from benchmarks.results import Result, parser, report
from bot.config import Config, TelegramConfig
from bot.telegram.running import TelegramBot
from bot.telegram.serve import build
from index import Library
from index.reading import SUFFIXES
from tests.botapi import BotApi, Message

_PEOPLE = 60
_FIRST_ID = 1000
_FORGET_SECONDS = 3.0  # after so long the server forgets the calls it had
_LAST_SECONDS = 20.0  # that the last answers may take
_SINGLE_GOAL, _SEVERAL_GOAL = 500.0, 250.0  # ms
_MOST_GROWTH = 1.05  # of what was resident when a third of the time had passed


@dataclass(slots=True)
class Load:
    """What was asked and not answered yet, and how the answers came; `resident` in MB over time."""

    waiting: dict[tuple[int, int], float] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    answered: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    resident: list[float] = field(default_factory=list)

    def asked(self, message: Message) -> None:
        self.waiting[message.chat.id, message.message_id] = time.perf_counter()

    def shown(self, message: Message) -> None:
        """Takes the time of an answer: a message of the bot in reply to a question."""
        replied = message.reply_to
        if not message.from_bot or replied is None:
            return
        at = self.waiting.pop((message.chat.id, replied.message_id), None)
        if at is not None:
            self.latencies.append((time.perf_counter() - at) * 1000)
            self.answered[message.chat.id].append(replied.message_id)

    def results(self, name: str, goal: float) -> Iterator[Result]:
        asked = len(self.latencies) + len(self.waiting)
        ordered = sorted(self.latencies)
        in_order = [float(numbers == sorted(numbers)) for numbers in self.answered.values()]
        yield Result(f"{name}.p50", statistics.median(ordered), "ms")
        yield Result(f"{name}.p99", ordered[int(0.99 * (len(ordered) - 1))], "ms", goal)
        yield Result(f"{name}.answered", len(self.latencies) / asked, "share", 1.0)
        yield Result(f"{name}.chats in order", statistics.mean(in_order), "share", 1.0)
        third = self.resident[len(self.resident) // 3]
        yield Result(f"{name}.memory", self.resident[-1], "MB", third * _MOST_GROWTH)


def measure(
    reports: Sequence[Path],
    asked: Sequence[str],
    seconds: float = 60.0,
    loads: Collection[str] = ("several", "single"),
) -> Iterator[Result]:
    """Each load for `seconds`: 30 questions a second of five calls, 100 of one.

    The 100 are about one report each, as most questions are; the 30 are all there are.
    """
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder)) as library:
        library.index(reports)
        library.warm_up()
        single = [each for each in asked if library.ask(each).coverage.in_scope == 1]
        if "several" in loads:
            load = _load(library, asked, 30.0, 5, seconds)
            yield from load.results("bot.30/s five calls", _SEVERAL_GOAL)
        if "single" in loads:
            load = _load(library, single, 100.0, 1, seconds)
            yield from load.results("bot.100/s one call", _SINGLE_GOAL)


def _load(library: Library, asked: Sequence[str], rate: float, calls: int, seconds: float) -> Load:
    """Asks `rate` questions a second; each costs `calls` calls: signs of life, then the answer.

    The bot runs here, Telegram and the people in a process of their own.
    """
    ours, theirs = multiprocessing.Pipe()
    telegram = multiprocessing.get_context("spawn").Process(
        target=_telegram, args=(theirs, tuple(asked), rate, seconds)
    )
    telegram.start()
    try:
        return asyncio.run(_serve(library, ours, calls))
    finally:
        telegram.join(_LAST_SECONDS)
        if telegram.is_alive():
            telegram.terminate()


async def _serve(library: Library, telegram: Connection, calls: int) -> Load:
    """Runs the bot until all was asked and answered."""
    base_url, base_file_url, token = await asyncio.to_thread(telegram.recv)
    users = frozenset(range(_FIRST_ID, _FIRST_ID + _PEOPLE))
    settings = TelegramConfig(users=users, base_url=base_url, base_file_url=base_file_url)
    resident = []
    with tempfile.TemporaryDirectory() as folder:
        bot = build(Config(data=Path(folder), telegram=settings), library, token)
        _call_more(bot, calls - 1)
        stop = asyncio.Event()
        running = asyncio.create_task(bot.run(stop))
        await bot.listening()
        telegram.send("serving")
        while not telegram.poll():
            await asyncio.sleep(1.0)
            resident.append(_resident())
        load: Load = telegram.recv()
        stop.set()
        await running
    load.resident = resident
    return load


def _telegram(bot: Connection, asked: Sequence[str], rate: float, seconds: float) -> None:
    """Telegram and the people, who ask at a fixed rate whether or not they are answered."""
    bot.send(asyncio.run(_asked(bot, asked, rate, seconds)))


async def _asked(bot: Connection, asked: Sequence[str], rate: float, seconds: float) -> Load:
    load = Load()
    async with BotApi() as api:
        api.world.listeners.append(load.shown)
        users = [api.user(_FIRST_ID + number, f"P{number}") for number in range(_PEOPLE)]
        bot.send((api.base_url, api.base_file_url, api.token))
        await asyncio.to_thread(bot.recv)
        begun = tidied = time.perf_counter()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            user = users[number % _PEOPLE]
            load.asked(api.say(api.private(user), user, asked[number % len(asked)]))
            if time.perf_counter() - tidied > _FORGET_SECONDS:
                tidied = time.perf_counter()
                api.calls[:] = [call for call in api.calls if call.status is None]
        deadline = time.perf_counter() + _LAST_SECONDS
        while load.waiting and time.perf_counter() < deadline:
            await asyncio.sleep(0.05)
    return load


def _call_more(bot: TelegramBot, times: int) -> None:
    """Has the bot say so often that it is typing, before anything else is done with an update."""

    async def typing(update: Update, context: object) -> None:
        if update.effective_chat is not None:
            for _ in range(times):
                await bot.service.bot.send_chat_action(update.effective_chat.id, "typing")

    if times:
        bot.application.add_handler(TypeHandler(Update, typing), group=-3)


def _resident() -> float:
    """What the process holds in memory, in MB; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError):
        return 0.0
    return pages * 4096 / 1e6


def main(arguments: list[str] | None = None) -> int:
    made = parser("bot", __doc__.partition("\n")[0])
    made.add_argument("--seconds", type=float, default=60.0, help="how long each load lasts")
    made.add_argument("--only", choices=("several", "single"), help="one of the two loads")
    given = made.parse_args(arguments)
    loads = (given.only,) if given.only else ("several", "single")
    folder = ROOT / "reports"
    files = [path for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES]
    return report(
        given.json,
        lambda: measure(files, questions(ROOT / "tests" / "questions"), given.seconds, loads),
    )


if __name__ == "__main__":
    sys.exit(main())
