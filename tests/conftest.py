"""Fixtures that several test files share: empty libraries, and the sample reports indexed once."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from telegram import Bot

from bot.events import TextLines
from index import Library
from tests.botapi import BotApi
from tests.tiny_reports import FENGLIN, TODAY, YUCHUAN, YUCHUAN_2023, report, values

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"


# Everything that was logged or written to standard output and error while the tests ran.
HEARD: list[str] = []


class _Hears(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        HEARD.append(self.format(record))


def pytest_configure() -> None:
    hears = _Hears()
    hears.setFormatter(TextLines())
    logging.getLogger().addHandler(hears)
    logging.getLogger().setLevel(logging.INFO)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    HEARD.extend(text for name, text in report.sections if "stdout" in name or "stderr" in name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What looks at all that was heard comes last."""
    items.sort(key=lambda item: item.path.name == "test_secrecy.py")


@pytest.fixture
def open_library(tmp_path: Path) -> Iterator[Callable[[str], Library]]:
    """Opens libraries in folders below tmp_path by name, as many as wanted of one folder."""
    with ExitStack() as opened:
        yield lambda name: opened.enter_context(Library.open(tmp_path / name))


@pytest.fixture
def library(open_library: Callable[[str], Library]) -> Library:
    """An empty library, in tmp_path/data."""
    return open_library("data")


@pytest.fixture
def counties(library: Library) -> Library:
    """Two years of one county, and another county."""
    library.add("yuchuan-2024.txt", YUCHUAN.encode(), "test")
    library.add("yuchuan-2023.txt", YUCHUAN_2023.encode(), "test")
    library.add("fenglin-2024.txt", FENGLIN.encode(), "test")
    return library


@pytest.fixture
def values_of(tmp_path: Path) -> Callable[..., list[str]]:
    """Asks a report of 榆川县 on 2024 that consists of the lines given; the values, none if refused."""

    def asked(question: str, *lines: str) -> list[str]:
        with Library.open(tmp_path / "one") as held:
            text = report("榆川县", "一、主要工作", *lines)
            held.add("one.txt", text.encode(), "test")
            return values(held.ask(question, today=TODAY))

    return asked


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample reports of the project, indexed; to be read only."""
    with Library.open(tmp_path_factory.mktemp("samples")) as held:
        summary = held.index([ROOT / "reports"])
        assert not summary.refused
        yield held


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The real reports, indexed; to be read only. Skips where they are absent."""
    if not SEEDS.is_dir():
        pytest.skip(f"{SEEDS} is absent")
    with Library.open(tmp_path_factory.mktemp("seeds")) as held:
        held.index([SEEDS])
        yield held


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    """python-telegram-bot's own client of the test server."""
    async with Bot(api.token, base_url=api.base_url, base_file_url=api.base_file_url) as one:
        yield one


@pytest.fixture
def durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library tells durations as timedelta, instead of warning that it will."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
