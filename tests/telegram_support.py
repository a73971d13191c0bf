"""What the tests of the Telegram bot share: a library with known answers, and a running bot."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from bot.config import Config, TelegramConfig
from bot.telegram.pace import Pace
from bot.telegram.running import TelegramBot
from bot.telegram.serve import build
from index.errors import NotHeldError, ReadingError
from index.library import Library
from index.models import (
    EVERYTHING,
    Answer,
    Coverage,
    Description,
    Finding,
    IndexSummary,
    Preview,
    Question,
    Refusal,
    Report,
    ReportEntry,
    Section,
    Slots,
    Value,
)

WANG, ADMIN, STRANGER = 7, 9, 666
_SECTIONS = ("watch", "log", "metrics", "privacy")
OFFICE = -1001
FAST = Pace(
    poll=1,
    retry=0.02,
    retry_most=0.05,
    progress=0.05,
    progress_group=0.05,
    stranger=60,
    job_retry=0.02,
    job_retry_most=0.05,
)


def report(name: str, text: str, title: str = "", place: str = "", year: int = 2024) -> Report:
    """A report as it is held; the title is its first line unless told."""
    about = Description(title=title or text.split("\n")[0], place=place or None, year=year)
    return Report(name, hashlib.sha256(text.encode()).hexdigest(), "txt", "utf-8", text, about)


def finding(held: Report, quote: str, value: str | None, *path: str) -> Finding:
    """A finding whose offsets are right."""
    start = held.text.index(quote)
    about = held.description
    return Finding(
        report=held.name,
        title=held.heading,
        issuer=None,
        place=about.place,
        year=about.year,
        section=path,
        quote=quote,
        start=start,
        end=start + len(quote),
        value=Value(value) if value is not None else None,
    )


def answered(question: str, *findings: Finding, text: str = "", **more: Any) -> Answer:
    first = findings[0].value
    stating = len({each.report for each in findings})
    more = {"language": "zh", "coverage": Coverage(stating, stating), **more}
    line = text or (first.text if first else findings[0].quote)
    return Answer(question=question, status="answered", text=line, findings=findings, **more)


class KnownLibrary:
    """A library that knows what to answer, and reads any text as a report.

    `hold` is waited for by `index` at every file: cleared, it stops the work.
    """

    def __init__(self, *reports: Report) -> None:
        self.held = {each.name: each for each in reports}
        self.originals = {each.name: each.text.encode() for each in reports}
        self.answers: dict[str, Answer | Callable[[str], Answer]] = {}
        self.asked: list[str] = []
        self.sources: dict[str, str] = {}
        self._generations = itertools.count(1)
        self.hold = threading.Event()
        self.hold.set()

    def ask(
        self,
        text: str,
        previous: Question | None = None,
        *,
        today: date | None = None,
        within: Slots = EVERYTHING,
    ) -> Answer:
        self.asked.append(text)
        known = self.answers.get(text)
        if callable(known):
            return known(text)
        if known is not None:
            return known
        return Answer(text, "zh", "not_found", f"报告未载明：{text}", (), Coverage(1, 0))

    @property
    def generation(self) -> int:
        """Another one each time, so that every question is asked."""
        return next(self._generations)

    def reports(self, within: Slots = EVERYTHING) -> tuple[ReportEntry, ...]:
        return tuple(self._entry(each) for each in self.held.values())

    def report(self, name: str) -> Report:
        if name not in self.held:
            raise NotHeldError(name)
        return self.held[name]

    def sections(self, name: str) -> tuple[Section, ...]:
        text = self.report(name).text
        return (Section(0, None, 0, "heading", "", text.split("\n")[0], 0, 0, len(text)),)

    def original(self, name: str) -> bytes:
        self.report(name)
        return self.originals[name]

    def preview(
        self,
        name: str,
        data: bytes,
        side: bytes | None = None,
        namesakes: Sequence[str] = (),
    ) -> Preview:
        self._check(name, data)
        made = report(name, data.decode())
        titles = {each: self.held[each].description.title for each in namesakes}
        former = [each for each, title in titles.items() if title == made.description.title]
        return Preview(
            name=name,
            format="txt",
            description=made.description,
            characters=len(made.text),
            pages=0,
            sections=(),
            figures=2,
            examples=(),
            same=None,
            former=former[0] if former else None,
            changes=(),
        )

    def _check(self, name: str, data: bytes) -> None:
        if not data.strip() or b"\0" in data:
            raise ReadingError(name, "文件里没有文字。")

    def add(
        self,
        name: str,
        data: bytes,
        source: str,
        side: bytes | None = None,
        replaces: str | None = None,
    ) -> ReportEntry:
        self._check(name, data)
        self.held[name] = report(name, data.decode())
        self.originals[name] = data
        self.sources[name] = source
        return self._entry(self.held[name])

    def remove(self, name: str) -> None:
        del self.held[name], self.originals[name]

    def index(
        self,
        paths: Sequence[Path],
        *,
        prune: bool = False,
        progress: Callable[[int, int, str], None] | None = None,
        processes: int | None = None,
    ) -> IndexSummary:
        files = sorted(file for path in paths for file in path.iterdir())
        added, refused = [], []
        for number, file in enumerate(files):
            if progress:
                progress(number, len(files), file.name)
            self.hold.wait(10)
            try:
                self.add(file.name, file.read_bytes(), str(file))
                added.append(file.name)
            except ReadingError as error:
                refused.append(Refusal(file.name, error.reason))
        return IndexSummary(added=tuple(added), refused=tuple(refused))

    def explain(self, text: str, previous: Question | None = None) -> tuple[()]:
        """Nothing to explain."""
        return ()

    def close(self) -> None:
        """Nothing to close."""

    def _entry(self, held: Report) -> ReportEntry:
        return ReportEntry(held.name, "txt", "utf-8", "", held.description, 1, 1, 2)


def configured(api: Any, folder: Path, **telegram: Any) -> Config:
    settings = {
        "users": frozenset({WANG}),
        "groups": frozenset({OFFICE}),
        "administrators": frozenset({ADMIN}),
        "base_url": api.base_url,
        "base_file_url": api.base_file_url,
        "drain_seconds": 5.0,
        **telegram,
    }
    return Config(
        reports=folder / "reports", data=folder / "data", telegram=TelegramConfig(**settings)
    )


@asynccontextmanager
async def running(
    api: Any,
    library: Any,
    folder: Path,
    *,
    pace: Pace = FAST,
    own: bool = False,
    **settings: Any,
) -> AsyncIterator[TelegramBot]:
    """The bot, receiving; stopped as by SIGTERM at the end. `own`: jobs open their own library.

    `settings` are sections of the configuration, and keys of its section [telegram].
    """
    (folder / "reports").mkdir(exist_ok=True)
    held = cast(Library, library)
    sections = {name: settings.pop(name) for name in _SECTIONS if name in settings}
    bot = build(
        replace(configured(api, folder, **settings), **sections),
        held,
        api.token,
        pace=pace,
        open_library=None if own else lambda: held,
    )
    stop = asyncio.Event()
    run = asyncio.create_task(bot.run(stop))
    listening = asyncio.create_task(bot.listening())
    await asyncio.wait({run, listening}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if run.done():
            run.result()
        yield bot
    finally:
        listening.cancel()
        stop.set()
        await run


async def taken_in(api: Any, user: Any, notice: Any, button: str = "入库") -> None:
    """Waits for the preview of a file that was sent, and presses what adds it."""
    await api.wait_for(lambda: any(b["text"] == button for b in notice.buttons))
    await api.answered(api.press(notice, user, pressed(notice, button)))
    await api.wait_for(lambda: notice.text.startswith(("已收录", "已更新")))


async def said(api: Any, text: str, number: int = 1, user: int = ADMIN) -> Any:
    """What the bot says to a command of an administrator, its message of that number."""
    person = api.user(user, "Boss")
    api.say(api.private(person), person, text)
    return (await api.sent(api.private(person), number))[number - 1]


async def press(api: Any, message: Any, label: str) -> str:
    """An administrator presses a button; returns what the bot alerts to."""
    answer = await api.answered(
        api.press(message, api.user(ADMIN, "Boss"), pressed(message, label))
    )
    return str(answer.get("text") or "")


def pressed(message: Any, label: str) -> str:
    """What the button of that label sends."""
    return next(str(b["callback_data"]) for b in message.buttons if b["text"] == label)


async def settled(api: Any, bot: TelegramBot) -> None:
    """Returns when the bot has dealt with all that was said to it."""
    await api.idle()
    await bot.application.update_queue.join()
    await api.idle()


EAST = report("east.txt", "东湖区2024年度报告\n全区聘请法治副校长60人。", place="东湖区")


def east_library() -> KnownLibrary:
    """A library that holds one report and knows the answer to 多少."""
    library = KnownLibrary(EAST)
    library.answers["多少"] = answered("多少", finding(EAST, "全区聘请法治副校长60人。", "60人"))
    return library
