"""What is logged and counted while the bot serves: the one place that decides what of it is told.

Ids of chats, people and answers; names of people nowhere, questions only where the
configuration allows it.
"""

from __future__ import annotations

import logging
import time

from telegram import Update

from bot.config import LogConfig
from bot.events import event
from bot.recorded import Job, JobState, Place
from bot.telegram.metrics import Metrics
from index.models import Answer

_logger = logging.getLogger("reportbot")
_KINDS = {
    "message": "message",
    "edited_message": "edit",
    "callback_query": "press",
    "inline_query": "inline",
    "my_chat_member": "member",
}


class Observer:
    """Tells the log and the metrics. Every method may be called from any thread."""

    def __init__(self, settings: LogConfig, metrics: Metrics) -> None:
        self._settings = settings
        self.metrics = metrics

    def dealt(self, update: Update, seconds: float, outcome: str) -> None:
        """An update was dealt with (`done`), or declined because there was too much (`declined`)."""
        kind = next((told for name, told in _KINDS.items() if getattr(update, name)), "other")
        self.metrics.updates.labels(kind, outcome).inc()
        self.metrics.dealing.observe(seconds)
        chat, user = update.effective_chat, update.effective_user
        event(
            _logger,
            "update",
            id=update.update_id,
            kind=kind,
            chat=chat.id if chat else None,
            user=user.id if user else None,
            outcome=outcome,
            ms=_milliseconds(seconds),
        )

    def answered(self, answer: Answer, where: Place, identity: str, seconds: float | None) -> None:
        self.metrics.answers.labels(answer.status).inc()
        if seconds is not None:
            self.metrics.finding.observe(seconds)
        event(
            _logger,
            "answer",
            id=identity,
            chat=where.chat,
            user=where.user,
            status=answer.status,
            missing=answer.missing.slot if answer.missing else None,
            ms=_milliseconds(seconds) if seconds is not None else None,
            question=answer.question if self._settings.questions else None,
        )

    def is_slow(self, seconds: float) -> bool:
        """Whether finding an answer took so long that it is worth knowing why."""
        return seconds >= self._settings.slow_seconds

    def call_failed(self, error: Exception) -> None:
        self.metrics.failed_calls.labels(type(error).__name__).inc()

    def polled(self, well: bool) -> None:
        self.metrics.polls.labels("well" if well else "failed").inc()
        if well:
            self.metrics.last_poll.set(time.time())

    def job_ended(self, job: Job, state: JobState, seconds: float) -> None:
        self.metrics.jobs.labels(job.kind, state).inc()
        event(
            _logger,
            "job",
            id=job.id,
            kind=job.kind,
            user=job.place.user,
            state=state,
            ms=_milliseconds(seconds),
        )


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)
