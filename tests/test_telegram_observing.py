"""What can be seen of the running bot: its log, its metrics, what it noted of slow answers."""

from __future__ import annotations

import asyncio
import logging
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.config import LogConfig, MetricsConfig
from bot.events import TextLines
from index.errors import ConfigError
from index.library import Library
from tests.botapi import BotApi
from tests.telegram_support import (
    ADMIN,
    OFFICE,
    STRANGER,
    WANG,
    KnownLibrary,
    east_library,
    running,
    settled,
)
from tests.tiny_reports import FENGLIN

SECRET_QUESTION = "张三丰聘了多少名秘密顾问？"


@pytest.fixture
def library() -> KnownLibrary:
    return east_library()


def free_port(api: BotApi) -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def everything_happens(api: BotApi, bot: Any) -> None:
    """Questions, presses, commands, files, strangers, a group, and calls that fail."""
    wang, boss = api.user(WANG, "Wangxiaoming"), api.user(ADMIN, "Bossname")
    stranger = api.user(STRANGER, "Strangername")
    api.say(api.private(wang), wang, "多少")
    [answer] = await api.sent(api.private(wang))
    await api.answered(api.press(answer, wang, answer.buttons[0]["callback_data"]))
    api.say(api.private(wang), wang, SECRET_QUESTION)
    api.say(api.private(stranger), stranger, SECRET_QUESTION)
    api.say(api.group(OFFICE, "Officename"), wang, f"/ask {SECRET_QUESTION}")
    api.fail("sendMessage", 400)
    api.say(api.private(boss), boss, SECRET_QUESTION)
    api.send_file(api.private(boss), boss, "a.txt", "乙县2024年报告\n聘任1名。".encode())
    api.inline(wang, SECRET_QUESTION)
    await settled(api, bot)


class TestLog:
    async def test_names_and_questions_are_in_no_line(
        self, api: BotApi, library: KnownLibrary, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        async with running(api, library, tmp_path) as bot:
            await everything_happens(api, bot)
        lines = [TextLines().format(record) for record in caplog.records]
        for name in (SECRET_QUESTION, "Wangxiaoming", "Bossname", "Strangername", "Officename"):
            assert [line for line in lines if name in line] == []
        assert any(" answer id=" in line and f"user={WANG}" in line for line in lines)
        assert any(" update id=" in line and "kind=press" in line for line in lines)
        assert any("kind=inline" in line for line in lines)

    async def test_questions_stand_there_where_that_is_allowed(
        self, api: BotApi, library: KnownLibrary, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        wang = api.user(WANG, "Wangxiaoming")
        async with running(api, library, tmp_path, log=LogConfig(questions=True)):
            api.say(api.private(wang), wang, "多少")
            await api.sent(api.private(wang))
        assert any("question=多少" in TextLines().format(record) for record in caplog.records)


class TestMetrics:
    async def test_tell_what_happened_and_of_nobody(
        self, api: BotApi, library: KnownLibrary, tmp_path: Path
    ) -> None:
        port = free_port(api)
        settings = MetricsConfig(enabled=True, port=port)
        async with running(api, library, tmp_path, metrics=settings) as bot:
            await everything_happens(api, bot)
            text = await asyncio.to_thread(_read, port)
        figures = dict(line.rsplit(" ", 1) for line in text.splitlines() if line and line[0] != "#")
        assert figures['reportbot_answers_total{status="answered"}'] == "1.0"
        assert float(figures['reportbot_answers_total{status="not_found"}']) == 4
        assert figures['reportbot_updates_total{kind="press",outcome="done"}'] == "1.0"
        assert float(figures["reportbot_reports"]) == 1
        assert time.time() - float(figures["reportbot_last_poll_timestamp_seconds"]) < 60
        assert float(figures["process_resident_memory_bytes"]) > 0
        for name in ("Wang", str(WANG) + '"', SECRET_QUESTION, api.token):
            assert name not in text

    async def test_are_there_only_where_they_are_asked_for(
        self, api: BotApi, library: KnownLibrary, tmp_path: Path
    ) -> None:
        port = free_port(api)
        async with running(api, library, tmp_path, metrics=MetricsConfig(port=port)):
            with pytest.raises(OSError, match="refused"):
                await asyncio.to_thread(_read, port)

    async def test_a_port_that_is_taken_is_a_clear_error(
        self, api: BotApi, library: KnownLibrary, tmp_path: Path
    ) -> None:
        settings = MetricsConfig(enabled=True, port=api.port)
        with pytest.raises(ConfigError, match=r"metrics\.port"):
            async with running(api, library, tmp_path, metrics=settings):
                pass

    async def test_the_port_is_free_again_when_the_bot_has_ended(
        self, api: BotApi, library: KnownLibrary, tmp_path: Path
    ) -> None:
        settings = MetricsConfig(enabled=True, port=free_port(api))
        for _ in range(2):
            async with running(api, library, tmp_path, metrics=settings):
                pass


async def test_a_slow_answer_is_noted_with_how_it_came_about(
    api: BotApi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wang = api.user(WANG, "Wang")
    with Library.open(tmp_path / "data") as library:
        library.add("fenglin-2024.txt", FENGLIN.encode(), "test")
        async with running(api, library, tmp_path, log=LogConfig(slow_seconds=1e-9)) as bot:
            api.say(api.private(wang), wang, "枫林县聘任了多少名法治副校长？")
            [answer] = await api.sent(api.private(wang))
            for _ in range(100):
                if bot.service.log.slow():
                    break
                await asyncio.sleep(0.05)
    assert main(["--data", str(tmp_path / "data"), "slow"]) == 0
    printed = capsys.readouterr().out
    assert "fenglin-2024.txt" in printed
    assert "question: 枫林县聘任了多少名法治副校长？" in printed
    identity = printed.split()[0]
    assert identity in "".join(str(button) for button in answer.buttons)


def _read(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as response:
        return str(response.read().decode())
