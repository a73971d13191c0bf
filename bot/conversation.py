"""A conversation: questions that may go on from the one before. Terminal and Telegram share it."""

from __future__ import annotations

from collections import OrderedDict

from index import Library
from index.models import Answer, Question

# Conversations remembered at once; the longest silent one is forgotten first.
_MOST = 10_000


class Conversation:
    """Asks the library, keeping the last question of each conversation for its follow-up."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._last: OrderedDict[str, Question] = OrderedDict()

    def reply(self, key: str, text: str) -> Answer:
        """The answer to `text`, a question or a follow-up in the conversation `key`."""
        answer = self._library.ask(text, self._last.get(key))
        if answer.asked is not None and answer.asked.concepts:
            self._last[key] = answer.asked
            self._last.move_to_end(key)
            if len(self._last) > _MOST:
                self._last.popitem(last=False)
        return answer

    def forget(self, key: str) -> None:
        """Begins the conversation `key` anew."""
        self._last.pop(key, None)
