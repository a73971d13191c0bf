"""A conversation: questions that may go on from the one before. Terminal and Telegram share it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date

from bot.recent import RecentAnswers
from index import Library
from index.models import EVERYTHING, Answer, Question, Slots

# Conversations remembered at once; the longest silent one is forgotten first.
_MOST = 10_000


class Conversation:
    """Asks the library, keeping the last question of each conversation for its follow-up.

    Safe to use from several threads; none waits for the answer of another.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._recent = RecentAnswers()
        self._last: OrderedDict[str, Question | None] = OrderedDict()
        self._lock = threading.Lock()

    def knows(self, key: str) -> bool:
        """Whether what was asked last in the conversation `key` is remembered."""
        with self._lock:
            return key in self._last

    def reply(
        self,
        key: str,
        text: str,
        earlier: Sequence[str] | None = None,
        within: Slots = EVERYTHING,
    ) -> Answer:
        """The answer to `text`, a question or a follow-up in the conversation `key`.

        `earlier` are the questions to go on from, oldest first, where that is not what
        is remembered here: after a restart, or in reply to somebody else's answer.
        `within` limits the reports, as in `Library.ask`.
        """
        with self._lock:
            previous = self._last.get(key)
        if earlier is not None:
            previous = None
            for question in earlier:
                previous = self._ask(question, previous, within).asked or previous
        answer = self._ask(text, previous, within)
        if answer.asked is not None and answer.asked.asks_something:
            previous = answer.asked
        with self._lock:
            self._last[key] = previous
            self._last.move_to_end(key)
            if len(self._last) > _MOST:
                self._last.popitem(last=False)
        return answer

    def _ask(self, text: str, previous: Question | None, within: Slots) -> Answer:
        today = date.today()
        return self._recent.get(
            self._library.generation,
            (text, previous, today, within),
            lambda: self._library.ask(text, previous, today=today, within=within),
        )

    def forget_all(self, ending: str) -> None:
        """Begins every conversation anew whose key ends so."""
        with self._lock:
            for key in [each for each in self._last if each.endswith(ending)]:
                del self._last[key]

    def forget(self, key: str) -> None:
        """Begins the conversation `key` anew."""
        with self._lock:
            self._last.pop(key, None)
