"""What `reportbot doctor` finds, and what it says to do about it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import doctor
from bot.config import Config
from bot.heartbeat import beat
from index import DATABASE, Library
from tests.botapi import BotApi
from tests.telegram_support import configured
from tests.tiny_reports import FENGLIN


@pytest.fixture
def config(api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Config]:
    """A bot that has all it needs: a report, a token, a reports folder."""
    monkeypatch.setenv("REPORTBOT_TOKEN", api.token)
    made = configured(api, tmp_path)
    made.reports.mkdir()
    with Library.open(made.data) as library:
        library.add("fenglin-2024.txt", FENGLIN.encode(), "test")
    yield made
    made.data.chmod(0o700)


async def bad(config: Config) -> list[str]:
    found = await asyncio.to_thread(lambda: list(doctor.examine(config)))
    return [line for line, well in found if not well]


async def test_a_bot_that_has_all_it_needs_is_well(config: Config) -> None:
    assert await bad(config) == []


async def test_a_token_that_telegram_refuses(
    config: Config, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTBOT_TOKEN", "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw")
    [line] = await bad(config)
    assert "REPORTBOT_TOKEN" in line
    assert "AAHdqTcv" not in line


async def test_telegram_out_of_reach(config: Config) -> None:
    nowhere = "http://127.0.0.1:9/bot"
    [line] = await bad(replace(config, telegram=replace(config.telegram, base_url=nowhere)))
    assert "无法连接" in line
    assert "127.0.0.1" not in line


async def test_a_clock_that_is_wrong(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SimpleNamespace(time=lambda: time.time() - 300)
    monkeypatch.setattr(doctor, "time", slow)
    [line] = await bad(config)
    assert "慢 300 秒" in line or "慢 299 秒" in line or "慢 301 秒" in line


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of POSIX")
async def test_a_data_folder_that_others_can_read(config: Config) -> None:
    config.data.chmod(0o755)
    [line] = await bad(config)
    assert f"chmod 700 {config.data}" in line


def test_the_data_folder_is_made_for_its_owner_only(config: Config) -> None:
    assert config.data.stat().st_mode & 0o077 == 0


async def test_an_index_that_is_damaged(config: Config) -> None:
    file = config.data / DATABASE
    content = bytearray(file.read_bytes())
    content[2048:-2048] = bytes(len(content) - 4096)
    file.write_bytes(content)
    assert await bad(config)


async def test_an_index_that_does_not_fit_its_reports(config: Config) -> None:
    with Library.open(config.data) as library:
        library._store._writer.execute("update figures set text = '999名'")
    lines = await bad(config)
    assert lines
    assert all("reportbot index" in line for line in lines)


async def test_nobody_is_allowed(config: Config) -> None:
    nobody: frozenset[int] = frozenset()
    settings = replace(config.telegram, users=nobody, groups=nobody, administrators=nobody)
    [line] = await bad(replace(config, telegram=settings))
    assert "[telegram]" in line


async def test_a_bot_that_hears_nothing_any_more(config: Config) -> None:
    beat(config.data)
    assert await bad(config) == []
    long_ago = time.time() - 600
    os.utime(config.data / "serving", (long_ago, long_ago))
    [line] = await bad(config)
    assert "没有收到 Telegram 的答复" in line


async def test_updates_that_nobody_fetches(config: Config, api: BotApi) -> None:
    wang = api.user(7, "Wang")
    for number in range(120):
        api.say(api.private(wang), wang, str(number))
    [line] = await bad(config)
    assert "120 条" in line


async def test_a_disk_that_is_nearly_full(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_LEAST_FREE", 10**12)
    [line] = await bad(config)
    assert "磁盘" in line
