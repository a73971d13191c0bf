"""jieba's tokenizer with its search for the best path written for speed; it cuts the same.

Both methods are called by jieba's own `cut`. What jieba looks up and takes the logarithm of for
every piece of every sentence is kept here, a word each.
"""

from __future__ import annotations

import marshal
import math
import sys

import jieba

from index import cache

# For each place of a sentence: where the words end that begin there, and their log probability.
_Graph = list[list[tuple[int, float]]]
# The form of what is kept depends on both.
_KEPT = f"words-{jieba.__version__}-{sys.implementation.cache_tag}"


class Segmenter(jieba.Tokenizer):  # type: ignore[misc]
    """A `jieba.Tokenizer`."""

    initialized: bool
    FREQ: dict[str, int]
    total: int

    def __init__(self) -> None:
        super().__init__()
        self._logs: dict[str, float] = {}
        self._log_total = 0.0

    def initialize(self, dictionary: str | None = None) -> None:
        """As jieba's for its own dictionary, but with a cache that is this user's alone."""
        if self.initialized:
            return
        kept = cache.read(_KEPT)
        try:
            self.FREQ, self.total = marshal.loads(kept or b"")
        except (ValueError, EOFError, TypeError):
            self.FREQ, self.total = self.gen_pfdict(self.get_dict_file())
            cache.keep(_KEPT, marshal.dumps((self.FREQ, self.total)))
        self.initialized = True

    def add_word(self, word: str, freq: int | None = None, tag: str | None = None) -> None:
        """As jieba's; every probability changes with it."""
        super().add_word(word, freq, tag)
        self._logs.clear()

    def get_DAG(self, sentence: str) -> _Graph:
        """The words that begin at each place, the shorter first."""
        self.check_initialized()
        frequencies, logs = self.FREQ, self._logs
        if not logs:
            self._log_total = math.log(self.total)
        known = logs.get
        size = len(sentence)
        graph: _Graph = []
        for start in range(size):
            words: list[tuple[int, float]] = []
            end = start + 1
            piece = sentence[start]
            while True:
                log = known(piece)
                if log is None:
                    # The dictionary holds the beginnings of its words, too, with a frequency of 0.
                    frequency = frequencies.get(piece)
                    if frequency is None:
                        break
                    log = math.log(frequency) - self._log_total if frequency else 0.0
                    logs[piece] = log
                if log:
                    words.append((end, log))
                if end == size:
                    break
                end += 1
                piece = sentence[start:end]
            graph.append(words)
        return graph

    def calc(self, sentence: str, DAG: _Graph, route: dict[int, tuple[float, int]]) -> None:
        """The last place of the first word of the best path from each place, into `route`."""
        size = len(sentence)
        unknown = math.log(1) - self._log_total
        best = [0.0] * (size + 1)
        for start in range(size - 1, -1, -1):
            score, first_end = -math.inf, start + 1
            for end, log in DAG[start] or ((start + 1, unknown),):
                other = log + best[end]
                # Of equals jieba takes the longer.
                if other >= score:
                    score, first_end = other, end
            best[start] = score
            route[start] = (score, first_end - 1)
        route[size] = (0, 0)
