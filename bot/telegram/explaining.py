"""Writes down how slow answers came about, beside those who ask."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from bot.explained import as_explanation
from bot.log import Log
from bot.telegram.gate import Seldom
from index.errors import ReportbotError

if TYPE_CHECKING:
    from index import Library
    from index.models import Question

_logger = logging.getLogger(__name__)
_SECONDS = 10.0  # between two explanations, each of which takes as long as the answer did


class Explainer:
    """Explains one answer at a time, and none where the last one was a moment ago."""

    def __init__(self, library: Library, log: Log) -> None:
        self._library = library
        self._log = log
        self._may_begin = Seldom(_SECONDS)

    def later(self, identity: str, question: str, seconds: float) -> None:
        """Returns at once; the answer of that id took so many seconds to find."""
        if self._may_begin(0):
            threading.Thread(
                target=self._explain,
                args=(identity, question, seconds),
                name="reportbot-explain",
                daemon=True,
            ).start()

    def _explain(self, identity: str, question: str, seconds: float) -> None:
        try:
            previous: Question | None = None
            for earlier in self._log.questions_before(identity):
                previous = self._library.ask(earlier, previous).asked or previous
            explained = self._library.explain(question, previous)
            self._log.note_slow(identity, seconds, "\n\n".join(map(as_explanation, explained)))
        except ReportbotError as error:
            _logger.warning("a slow answer was not explained: %s", error)
