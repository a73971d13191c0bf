"""Faults injected on purpose: nothing that was taken in is lost, and nothing is answered twice.

docs/faults.md lists them all, also those that other files test.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.telegram import texts
from bot.telegram.running import TelegramBot
from index import DATABASE, Library
from index.errors import StoreError
from index.reading import apart
from tests.botapi import BotApi, Message
from tests.killing import besiege, summary
from tests.telegram_support import (
    ADMIN,
    WANG,
    KnownLibrary,
    east_library,
    pressed,
    running,
    settled,
)
from tests.test_telegram_weather import process
from tests.tiny_reports import FENGLIN

ROOT = Path(__file__).parents[1]
KILLS = 15  # python -m tests.killing FOLDER 200 SEED takes three minutes


@pytest.fixture
def library() -> KnownLibrary:
    return east_library()


def ask(api: BotApi, question: str = "多少") -> Message:
    wang = api.user(WANG, "Wang")
    return api.say(api.private(wang), wang, question)


async def answers(api: BotApi, number: int = 1, **more: float) -> list[str]:
    chat = api.private(api.user(WANG, "Wang"))
    return [message.text for message in await api.sent(chat, number, **more)]


@contextlib.contextmanager
def locked(data: Path) -> Iterator[None]:
    """Another process keeps the right to write."""
    other = sqlite3.connect(data / DATABASE, isolation_level=None)
    other.execute("begin immediate")
    try:
        yield
    finally:
        other.close()


def writers(bot: TelegramBot) -> tuple[Any, Any]:
    return bot.service.log._lasting, bot.service.log._fleeting


async def test_kill_9_at_random_moments_under_load(api: BotApi, tmp_path: Path) -> None:
    told = await besiege(api, tmp_path, KILLS, seed=time.time_ns())
    counts = summary(api, told)
    assert counts["twice"] == counts["lost"] == 0
    assert counts["answered"] + counts["offered"] + counts["given up"] >= counts["questions"]
    assert counts["files"] <= counts["shown"] + counts["given up"]
    assert counts["answered"] > counts["questions"] * 0.9


async def test_an_answer_that_a_crash_may_have_cut_off_is_offered_not_repeated(
    api: BotApi, library: KnownLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(api, library, tmp_path) as bot:
        # Killed after the answer was sent and before that was written down.
        for forgotten in ("sent", "finish"):
            monkeypatch.setattr(bot.service.log, forgotten, lambda *_: None)
        ask(api)
        await answers(api)
    async with running(api, library, tmp_path) as bot:
        chat = api.private(api.user(WANG, "Wang"))
        offer = (await api.sent(chat, 2))[1]
        assert offer.text == texts.MAYBE_ANSWERED("zh")
        button = pressed(offer, texts.BUTTON_SHOW_ANSWER("zh"))
        for _ in range(2):
            await api.answered(api.press(offer, api.user(WANG, "Wang"), button))
        await settled(api, bot)
    assert [text[:3] for text in await answers(api, 3)] == ["60人", "发送答", "60人"]
    assert library.asked == ["多少"]


async def test_what_ends_the_bot_at_every_start_is_given_up_and_said_so(
    api: BotApi, library: KnownLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(api, library, tmp_path) as bot:
        monkeypatch.setattr(bot.service.log, "finish", lambda *_: None)
        monkeypatch.setattr(bot.service.log, "keep", lambda *_: "aaaaaaaa")
        ask(api)
        await answers(api)
        for _ in range(3):
            bot.service.log.unfinished()
    async with running(api, library, tmp_path) as bot:
        assert (await answers(api, 2))[1] == texts.GIVEN_UP("zh")
        assert bot.service.log.given_up() == []
        ask(api, "别的")
        assert (await answers(api, 3))[2].startswith("报告未载明")


async def test_a_full_disk_keeps_questions_at_telegram_until_there_is_room(
    api: BotApi, library: KnownLibrary, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(api, library, tmp_path) as bot:
        for database in writers(bot):
            [pages] = database.execute("pragma page_count").fetchone()
            database.execute(f"pragma max_page_count = {pages}")
        ask(api, "长" * 3000)
        await api.wait_for(lambda: "full" in caplog.text)
        assert api.from_bot(api.private(api.user(WANG, "Wang"))) == []
        for database in writers(bot):
            database.execute("pragma max_page_count = 1000000")
        assert len(await answers(api)) == 1
        await settled(api, bot)
        assert len(await answers(api)) == 1


async def test_a_disk_that_became_read_only_keeps_questions_at_telegram(
    api: BotApi, library: KnownLibrary, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(api, library, tmp_path) as bot:
        for database in writers(bot):
            database.execute("pragma query_only = on")
        ask(api)
        await api.wait_for(lambda: "readonly" in caplog.text)
        for database in writers(bot):
            database.execute("pragma query_only = off")
        assert (await answers(api))[0].startswith("60人")


async def test_an_answer_that_cannot_be_written_down_is_owned_up_to(
    api: BotApi, library: KnownLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise StoreError("无法写入：database or disk is full")

    async with running(api, library, tmp_path) as bot:
        monkeypatch.setattr(bot.service.log, "keep", full)
        ask(api)
        assert (await answers(api))[0] == texts.FAILED("zh")


async def test_a_database_locked_by_another_process_is_waited_for(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path) as bot:
        with locked(tmp_path / "data"):
            ask(api)
            await asyncio.sleep(1.0)
            assert api.from_bot(api.private(api.user(WANG, "Wang"))) == []
        assert (await answers(api))[0].startswith("60人")
        await settled(api, bot)
        assert len(await answers(api)) == 1


async def test_it_ends_in_time_where_the_database_is_locked_and_answers_afterwards(
    api: BotApi, tmp_path: Path
) -> None:
    with process(api, tmp_path, seconds=0) as serving:
        await api.polling(timeout=20)
        ask(api)
        await answers(api, timeout=20)
        with locked(tmp_path / "data"):
            ask(api, "还有")
            await asyncio.sleep(0.5)
            began = time.monotonic()
            serving.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(serving.wait, 20) == 0
            assert time.monotonic() - began < 10
    with process(api, tmp_path, seconds=0) as serving:
        assert len(await answers(api, 2, timeout=20)) == 2
        serving.terminate()
        await asyncio.to_thread(serving.wait, 20)


async def test_it_ends_in_time_while_reports_are_indexed(api: BotApi, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number}.txt").write_text(FENGLIN.replace("枫林县", f"第{number}县"), "utf-8")
    script = (
        "import sys; from tests.killing import configuration, live;"
        "live(*configuration(sys.argv[1:]))"
    )
    arguments = (str(tmp_path), api.base_url, api.base_file_url, api.token)
    serving = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, *arguments, cwd=ROOT
    )
    boss = api.user(ADMIN, "Boss")
    api.say(api.private(boss), boss, "/reindex")
    [notice] = await api.sent(api.private(boss), timeout=20)
    await api.wait_for(lambda: "/400" in notice.text, timeout=20)
    began = time.monotonic()
    serving.terminate()
    assert await serving.wait() == 0
    assert time.monotonic() - began < 10
    with Library.open(tmp_path / "data") as held:
        assert held.check() == ()
        assert 0 < len(held.reports()) < 400


async def test_updates_that_come_in_another_order_are_all_answered(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path) as bot:
        await api.polling()
        await api.close()
        for number in range(4):
            ask(api, f"第{number}问")
        api.world.updates.pending.reverse()
        await api.open()
        await answers(api, 4)
        await settled(api, bot)
        assert len(await answers(api, 4)) == 4
    assert sorted(library.asked) == [f"第{number}问" for number in range(4)]


async def test_a_poll_that_hangs_is_cut_off(
    api: BotApi, library: KnownLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.polling._SPARE_SECONDS", 0.2)
    async with running(api, library, tmp_path):
        await api.polling()
        api.delay("getUpdates", 60)
        ask(api)
        assert (await answers(api, timeout=10))[0].startswith("60人")


@pytest.mark.parametrize("jump", [-86_400 * 3, 86_400 * 3])
async def test_a_clock_that_jumps_stops_nobody(
    api: BotApi,
    library: KnownLibrary,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    jump: float,
) -> None:
    now = time.time
    boss = api.user(ADMIN, "Boss")
    async with running(api, library, tmp_path) as bot:
        ask(api)
        await answers(api)
        api.fail("getFile", 502, times=8)
        api.send_file(api.private(boss), boss, "a.txt", "乙县2024年度报告\n聘任1名。".encode())
        [notice] = await api.sent(api.private(boss))
        await api.wait_for(lambda: "稍后" in notice.text or "再试" in notice.text)
        monkeypatch.setattr(time, "time", lambda: now() + jump)
        ask(api, "别的")
        assert len(await answers(api, 2)) == 2
        await api.wait_for(lambda: bool(notice.buttons), timeout=10)
        last = bot.service.log.last_answer(WANG, None, WANG)
        assert last is not None
        assert last.answer.question == "别的"
        await settled(api, bot)
    monkeypatch.undo()
    async with running(api, library, tmp_path):
        ask(api, "第三问")
        assert len(await answers(api, 3)) == 3


async def test_a_damaged_index_is_said_so_and_rebuilt(
    api: BotApi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, question = tmp_path / "data", "枫林县聘任了多少名法治副校长？"
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "f.txt").write_text(FENGLIN, "utf-8")
    command = ["--data", str(data), "--quiet", "index", str(tmp_path / "reports")]
    assert main(command) == 0
    with Library.open(data) as library:
        figure = library.ask(question).text
    with contextlib.closing(sqlite3.connect(data / DATABASE)) as other:
        columns = [row[1] for row in other.execute("pragma table_info(segments)")]
        blobs = [each for each in columns if isinstance(_one(other, each), bytes)]
        for column in blobs:
            other.execute(f"update segments set {column} = zeroblob(length({column}))")
        other.commit()
    with Library.open(data) as library:
        async with running(api, library, tmp_path, own=True):
            ask(api, question)
            said = (await answers(api))[0]
            assert figure not in said
            assert said == texts.FAILED("zh")
            assert main(command) == 0
            ask(api, question)
            assert (await answers(api, 2))[1].startswith(figure.split("\n")[0])


async def test_a_reader_that_runs_out_of_memory_refuses_that_file_alone(
    api: BotApi, library: KnownLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that reads is given hardly any memory, so that every file is too much."""
    started = apart.subprocess.Popen

    def starved(command: list[str], **more: Any) -> Any:
        hungry = (
            "import sys, index.reading.worker as worker, index.reading.reader as reader\n"
            "def read(*_):\n    return bytearray(1 << 40)\n"
            "worker.read = read\nsys.argv = ['worker']\nworker.main()\n"
        )
        return started([command[0], "-c", hungry], **more)

    apart.read_apart.cache_clear()
    apart._plain.close()
    monkeypatch.setattr(apart.subprocess, "Popen", starved)
    data = tmp_path / "data"
    boss = api.user(ADMIN, "Boss")
    with Library.open(data) as held:
        async with running(api, held, tmp_path, own=True):
            api.send_file(api.private(boss), boss, "big.txt", FENGLIN.encode())
            [notice] = await api.sent(api.private(boss))
            await api.wait_for(lambda: "内存" in notice.text, timeout=20)
            monkeypatch.undo()
            apart._plain.close()
            api.send_file(api.private(boss), boss, "good.txt", FENGLIN.encode())
            notice = (await api.sent(api.private(boss), 2))[1]
            await api.wait_for(lambda: bool(notice.buttons), timeout=20)


def _one(database: sqlite3.Connection, column: str) -> object:
    row = database.execute(f"select {column} from segments limit 1").fetchone()
    return row[0] if row else None
