"""A conversation: questions that may go on from the one before. Terminal and Telegram share it."""

from __future__ import annotations

import threading
from collections import OrderedDict

from index import Library
from index.models import Answer, Question

# Conversations remembered at once; the longest silent one is forgotten first.
_MOST = 10_000


class Conversation:
    """Asks the library, keeping the last question of each conversation for its follow-up.

    Safe to use from several threads; none waits for the answer of another.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._last: OrderedDict[str, Question] = OrderedDict()
        self._lock = threading.Lock()

    def reply(self, key: str, text: str) -> Answer:
        """The answer to `text`, a question or a follow-up in the conversation `key`."""
        with self._lock:
            previous = self._last.get(key)
        answer = self._library.ask(text, previous)
        if answer.asked is not None and answer.asked.asks_something:
            with self._lock:
                self._last[key] = answer.asked
                self._last.move_to_end(key)
                if len(self._last) > _MOST:
                    self._last.popitem(last=False)
        return answer

    def forget(self, key: str) -> None:
        """Begins the conversation `key` anew."""
        with self._lock:
            self._last.pop(key, None)
