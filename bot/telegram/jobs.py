"""What administrators have the bot do: read the folder again, add a document.

A job is written down before it is acknowledged, runs outside of the order of
chats, one at a time, and is taken up again at the next start if it was cut short.
A document that cannot be fetched or stored now is tried again until it can be.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from telegram import Document, Message
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.recorded import Job, JobState
from bot.telegram import admin_texts, texts
from bot.telegram.courier import seconds_of
from bot.telegram.detached import detached
from bot.telegram.intake import Intake
from bot.telegram.markup import clean, escape, shorten
from bot.telegram.page import Page
from bot.telegram.service import Service, place_of
from bot.telegram.summaries import index_summary
from bot.watching import Watch
from index import reports_in
from index.errors import ReadingError, ReportbotError, StoreError
from index.models import IndexSummary, Language

if TYPE_CHECKING:
    from index import Library

T = TypeVar("T")
_logger = logging.getLogger(__name__)

LARGEST = 20 * 1024 * 1024  # bytes; what Telegram lets a bot download
_WORTH_TELLING = 5.0  # seconds that are left
_DOWNLOAD_SECONDS = 120.0  # for as much as that over a slow line


class Jobs:
    """The queue of jobs. `open_library` gives each its own library, `folder` is for /reindex."""

    def __init__(
        self,
        service: Service,
        intake: Intake,
        open_library: Callable[[], Library],
        folder: Path,
    ) -> None:
        self._service = service
        self._intake = intake
        self._open_library = open_library
        self._folder = folder
        self._wake = asyncio.Event()
        self._promising = asyncio.Lock()
        self._stopping = threading.Event()
        self._worker: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Takes up what was cut short, and waits for more."""
        self._worker = asyncio.create_task(self._work(), name="reportbot-jobs")

    async def stop(self) -> None:
        """Lets the running job come to an end, or to a point where it can be left."""
        self._stopping.set()
        self._wake.set()
        if self._worker is not None:
            await asyncio.wait({self._worker})

    def cancel(self) -> None:
        """Leaves the running job to the next start."""
        if self._worker is not None:
            self._worker.cancel()

    async def reindex(self, message: Message, language: Language) -> None:
        if await asyncio.to_thread(self._service.log.open_jobs, "reindex"):
            await self._service.reply(message, admin_texts.REINDEX_RUNNING(language))
            return
        job = Job(0, "reindex", place_of(message), language)
        await self._promise(message, job, lambda ahead: admin_texts.REINDEX_STARTED(language))

    async def watch(self, seconds: float) -> None:
        """Indexes what changes in the folder, until cancelled; nobody is told but the log."""
        watch = await detached(lambda: Watch(self._folder))
        while True:
            await asyncio.sleep(seconds)
            if not await detached(watch.changed):
                continue
            try:
                summary = await detached(self._index)
            except (ReportbotError, OSError) as error:
                _logger.warning("the folder was not indexed: %s", error)
                continue
            _logger.info(
                "the folder changed: %d added, %d updated, %d refused",
                len(summary.added),
                len(summary.updated),
                len(summary.refused),
            )

    def _index(self, progress: Callable[[int, int, str], None] | None = None) -> IndexSummary:
        library = self._open_library()
        try:
            # Other processes would take the memory of a small machine.
            return library.index([self._folder], progress=progress, processes=1)
        finally:
            library.close()

    async def document(self, message: Message, language: Language) -> None:
        document = message.document
        if document is None:
            return
        name = file_name(document)
        shown = escape(shorten(name, 120))
        if document.file_size is not None and document.file_size > LARGEST:
            size = f"{document.file_size / 1024 / 1024:.1f}"
            await self._service.reply(
                message, admin_texts.DOCUMENT_TOO_LARGE(language, name=shown, size=size)
            )
            return
        place = place_of(message)
        album = message.media_group_id
        batch = f"{place.chat}/{album}" if album else ""
        job = Job(0, "document", place, language, file=document.file_id, name=name, batch=batch)

        def notice(ahead: int) -> str:
            if ahead:
                return admin_texts.DOCUMENT_QUEUED(language, name=shown, number=ahead + 1)
            return admin_texts.DOCUMENT_BEGUN(language, name=shown)

        await self._promise(message, job, notice)

    async def _promise(self, message: Message, job: Job, notice: Callable[[int], str]) -> None:
        """Writes the job down, says so, and only then lets it begin."""
        log = self._service.log
        async with self._promising:
            ahead = len(await asyncio.to_thread(log.open_jobs))
            promised = await asyncio.to_thread(log.promise, job)
            if promised is None:
                return  # the same message again, after a crash
            try:
                told = await asyncio.to_thread(log.notice_of, job.batch) if job.batch else None
                if told is None:
                    told = (await self._service.reply(message, notice(ahead))).message_id
                await asyncio.to_thread(log.notice, promised.id, told)
            finally:
                self._wake.set()

    async def _work(self) -> None:
        log, resumed = self._service.log, False
        while not self._stopping.is_set():
            try:
                self._wake.clear()  # before looking, so that no call to wake is missed
                if not resumed:
                    await self._resume()
                    resumed = True
                async with self._promising:
                    job = await asyncio.to_thread(log.next_job)
                if job is not None:
                    await self._run(job)
                    continue
                seconds = await asyncio.to_thread(log.next_due)
            except StoreError:
                _logger.exception("the queue of jobs stands still")
                seconds, resumed = self._service.pace.retry_most, False
            await self._rest(seconds)

    async def _resume(self) -> None:
        for job in await asyncio.to_thread(self._service.log.resume):
            name = escape(shorten(job.name, 120)) or "/reindex"
            await self._close(job, "failed", admin_texts.JOB_GIVEN_UP(job.language, name=name))

    async def _rest(self, seconds: float | None) -> None:
        """Waits to be woken, but no longer than that."""
        if not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), seconds)

    async def _run(self, job: Job) -> None:
        name = escape(shorten(job.name, 120))
        began = time.monotonic()
        state: JobState = "done"
        text: Page | str | None
        try:
            text = await _RUNNERS[job.kind](self, job)
            if text is None:  # we are stopping; the next start takes it up
                await asyncio.to_thread(self._service.log.put_back, job.id)
                return
        except asyncio.CancelledError:  # it took too long for a stop, which is not its fault
            await asyncio.to_thread(self._service.log.put_back, job.id)
            raise
        except ReadingError as error:
            text = admin_texts.DOCUMENT_REFUSED(job.language, reason=escape(str(error)))
        except (TelegramError, StoreError) as error:
            if await self._defer(job, error):
                return
            _logger.error("job %d (%s) failed: %s", job.id, job.kind, error)
            lost = admin_texts.DOCUMENT_LOST(job.language, name=name)
            state, text = "failed", escape(str(error)) if isinstance(error, StoreError) else lost
        except ReportbotError as error:
            _logger.error("job %d (%s) failed: %s", job.id, job.kind, error)
            state, text = "failed", escape(str(error))
        except Exception:
            _logger.exception("job %d (%s) failed", job.id, job.kind)
            state, text = "failed", texts.FAILED(job.language)
        self._service.observer.job_ended(job, state, time.monotonic() - began)
        await self._close(job, state, text)

    async def _defer(self, job: Job, error: Exception) -> bool:
        """Puts a document back that was out of reach; False where that is of no use (any more)."""
        pace = self._service.pace
        final = isinstance(error, BadRequest) or job.failures + 1 >= pace.job_failures
        if job.kind != "document" or final:
            return False
        seconds = min(pace.job_retry_most, pace.job_retry * 2 ** min(job.failures, 10))
        if isinstance(error, RetryAfter):
            seconds = max(seconds, seconds_of(error))
        _logger.warning(
            "job %d waits for %.0f s: %s: %s", job.id, seconds, type(error).__name__, error
        )
        await asyncio.to_thread(self._service.log.defer, job.id, seconds)
        if job.notice is not None and not job.failures:
            name = escape(shorten(job.name, 120))
            text = admin_texts.DOCUMENT_DEFERRED(job.language, name=name)
            try:
                await self._service.courier.edit(job.place.chat, job.notice, text, patient=False)
            except TelegramError as failure:
                _logger.info("nobody was told of that: %s", type(failure).__name__)
        return True

    async def _close(self, job: Job, state: JobState, said: Page | str) -> None:
        """Tells how the job ended, and only then writes down that it did.

        After a crash between both it is done and told once more, to the same end; the other
        way round nobody would ever be told.
        """
        page = Page(said) if isinstance(said, str) else said
        courier, place = self._service.courier, job.place
        keyboard = self._service.keyboard(page)
        try:
            if job.notice is None or not await courier.edit(
                place.chat, job.notice, page.text, keyboard
            ):
                await courier.send(
                    place.chat,
                    page.text,
                    reply_to=place.message,
                    thread=place.thread,
                    keyboard=keyboard,
                )
        except TelegramError as error:
            _logger.warning("nobody was told how job %d ended: %s", job.id, type(error).__name__)
        await asyncio.to_thread(self._service.log.close_job, job.id, state, page.text)

    async def _reindex(self, job: Job) -> str | None:
        progress = _Progress(self._stopping)
        began = time.monotonic()

        def index() -> IndexSummary | None:
            try:
                return self._index(progress)
            except _CutShortError:
                return None

        summary = await self._shown(job, progress, index)
        if summary is None:
            return None
        return index_summary(summary, job.language, time.monotonic() - began)

    async def _document(self, job: Job) -> Page | str | None:
        service = self._service
        file = await service.courier.call(lambda: service.bot.get_file(job.file), repeatable=True)
        data = await service.courier.call(
            lambda: file.download_as_bytearray(read_timeout=_DOWNLOAD_SECONDS), repeatable=True
        )
        if len(data) > LARGEST:
            raise ReadingError(job.name, f"超过 {LARGEST // 1024 // 1024} MB")

        progress = _Progress(self._stopping)

        def take_in() -> Page | str | None:
            files = [(job.name, bytes(data))]
            if PurePosixPath(job.name).suffix.lower() == ".zip":
                files = list(reports_in(job.name, bytes(data)).items())
            try:
                return self._intake.arrived(job, files, progress)
            except _CutShortError:
                return None

        return await self._shown(job, progress, take_in)

    async def _shown(self, job: Job, progress: _Progress, work: Callable[[], T]) -> T:
        """What the work comes to, in a thread of its own; meanwhile the notice shows how far it is."""
        showing = asyncio.create_task(self._show(job, progress))
        try:
            return await detached(work)
        finally:
            showing.cancel()
            await asyncio.wait({showing})

    async def _show(self, job: Job, progress: _Progress) -> None:
        """Edits the notice as the work goes on; a refused edit is made up for by the next one."""
        pace = self._service.pace
        seconds = pace.progress if job.place.chat > 0 else pace.progress_group
        shown: tuple[int, int, str] | None = None
        began = time.monotonic()
        while job.notice is not None:
            await asyncio.sleep(seconds)
            now = progress.now
            if now is None or now == shown:
                continue
            shown = now
            done, total, name = now
            text = admin_texts.PROGRESS(
                job.language, done=done, total=total, name=escape(shorten(name, 120))
            )
            left = (time.monotonic() - began) / done * (total - done) if done else 0.0
            if left > _WORTH_TELLING:
                text += admin_texts.TIME_LEFT(job.language, seconds=round(left))
            try:
                await self._service.courier.edit(job.place.chat, job.notice, text, patient=False)
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except TelegramError as error:
                _logger.info("progress was not shown: %s", type(error).__name__)


class _CutShortError(BaseException):
    """The bot stops; not an error that the index should take for that of a report."""


class _Progress:
    """How far the index is, as its thread says; also where that thread is told to stop."""

    def __init__(self, stopping: threading.Event) -> None:
        self.now: tuple[int, int, str] | None = None
        self._stopping = stopping

    def __call__(self, done: int, total: int, name: str) -> None:
        self.now = (done, total, name)
        if self._stopping.is_set():
            raise _CutShortError


_RUNNERS = {"reindex": Jobs._reindex, "document": Jobs._document}


def file_name(document: Document) -> str:
    """The document's name without folders and unseen characters, its suffix kept when cut."""
    name = PurePosixPath(clean(document.file_name or "").replace("\\", "/")).name.strip(" .")
    if not name:
        kinds = {"text/html": ".html", "text/markdown": ".md", "text/plain": ".txt"}
        name = document.file_unique_id + kinds.get(document.mime_type or "", "")
    path = PurePosixPath(name)
    return path.stem[:100] + path.suffix[:20]
