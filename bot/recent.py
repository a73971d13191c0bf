"""Answers found lately, to be given again while the index is the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from index.models import Answer

_MOST = 1000


class RecentAnswers:
    """The last answers by what was asked, all of one generation of the index.

    The same question to the same index has the same answer, so that nobody can tell
    whether it was found again. Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._generation = -1
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, generation: int, asked: Hashable, find: Callable[[], Answer]) -> Answer:
        """The answer to what was asked of that generation; found by `find` if it is not here."""
        with self._lock:
            if generation != self._generation:
                self._answers.clear()
                self._generation = generation
            known = self._answers.get(asked)
            if known is not None:
                self._answers.move_to_end(asked)
                return known
        answer = find()
        with self._lock:
            if generation == self._generation:
                self._answers[asked] = answer
                if len(self._answers) > _MOST:
                    self._answers.popitem(last=False)
        return answer
