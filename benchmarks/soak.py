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
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.answering import ROOT, questions
from benchmarks.crowd import BOSS, COMMANDS, GROUPS, PEOPLE, Crowd, Faults, Seen
from benchmarks.results import Result, parser, report
from tests.botapi import BotApi, Message

_RATE = 20.0  # updates a second
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
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}  # as in the image and the systemd unit


def measure(seconds: float, log: Path | None = None, seed: int = 1) -> Iterator[Result]:
    """The whole hour, or as long as it is told; the log of the bot is kept in `log`."""
    asked = questions(ROOT / "tests" / "questions")
    with tempfile.TemporaryDirectory() as folder:
        seen = asyncio.run(_soak(Path(folder), asked, seconds, random.Random(seed)))
        checked = _reportbot(Path(folder), "check")
        if log is not None:
            shutil.copy(Path(folder) / "log", log)
    yield from _results(seen, checked == 0)
    # Beside the results, which are lines of their own kind.
    print(json.dumps({"done": seen.done, "faults": seen.faults}), file=sys.stderr)


def _results(seen: Seen, sound: bool) -> Iterator[Result]:
    asked = list(seen.asked.values())
    after = sorted(each.after for each in asked if each.after is not None)
    yield Result("soak.questions", len(asked), "count")
    yield Result("soak.p50", statistics.median(after), "ms")
    yield Result("soak.p99", after[int(0.99 * (len(after) - 1))], "ms", _GOAL)
    yield Result("soak.lost", sum(each.after is None for each in asked), "count")
    twice = [each for each in asked if each.answers > 1]
    helped = sum(each.message.text in COMMANDS for each in twice)
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
users = {list(PEOPLE)}
groups = {list(GROUPS)}
administrators = [{BOSS}]
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
