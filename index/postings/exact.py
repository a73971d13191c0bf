"""The score of candidates, by rank_bm25's own class, which has the last word on every one.

BM25Plus rather than Okapi: Okapi's idf is zero or negative for a term in half
of the passages and its floor then inverts the order of frequent terms, which a
small collection of alike reports is full of; BM25Plus's idf is positive
throughout. The formula is Lv and Zhai's (2011), as rank_bm25 writes it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Plus

# How often a term occurs in a passage of two sentences tells little beyond that it does, and
# its length less: measured on public questions (benchmarks/README.md), where rank_bm25's own
# 1.5 and 0.75 put the right passage first for 79 of a hundred, these for 86.
K1 = 0.3
B = 0.5
# The first room for what a term gives: so many occurrences, so many terms of a passage.
_COUNTS, _LENGTHS = 8, 256


class Scorer(BM25Plus):  # type: ignore[misc]
    """rank_bm25's class with the statistics of all passages, asked for its formula only.

    A score is the sum over the terms of a query, in their order, of `idf` times what the
    term gives in that passage, as the class adds them up.
    """

    def __init__(self, passages: int, average_length: float) -> None:
        # The class would count both in a list of every passage's terms.
        self.k1, self.b, self.delta = K1, B, 1
        self.corpus_size, self.avgdl = passages, average_length
        self.idf: dict[object, float] = {}
        # What a term gives whose idf is one, by how often it occurs and how long the passage is;
        # few of the pairs occur, and those are learned as they do.
        self.given: npt.NDArray[np.float64] = np.full((_COUNTS, _LENGTHS), np.nan)

    def idf_of(self, df: int) -> float:
        """The inverse document frequency of a term that occurs in `df` passages."""
        if df not in self.idf:
            self._calc_idf({df: df})
        return self.idf[df]

    def learn(self, counts: npt.NDArray[np.int32], lengths: npt.NDArray[np.int32]) -> None:
        """Lets the class compute what `given` lacks of these pairs.

        `counts` (t, p): how often each term occurs in each passage; `lengths` (p): how many terms
        it has.
        """
        most = int(counts.max()), int(lengths.max())
        if any(value >= size for value, size in zip(most, self.given.shape, strict=True)):
            room = tuple(
                max(2 * value, size) for value, size in zip(most, self.given.shape, strict=True)
            )
            larger = np.full(room, np.nan)
            larger[: self.given.shape[0], : self.given.shape[1]] = self.given
            self.given = larger
        unknown = np.isnan(self.given[counts, lengths])
        own_lengths = np.broadcast_to(lengths, counts.shape)[unknown].tolist()
        pairs = sorted(set(zip(counts[unknown].tolist(), own_lengths, strict=True)))
        term = "a term whose idf is one"
        self.idf[term] = 1.0
        self.doc_freqs = [{term: count} for count, _ in pairs]
        self.doc_len = np.array([length for _, length in pairs], np.int64)
        for pair, value in zip(
            pairs, self.get_batch_scores([term], range(len(pairs))), strict=True
        ):
            self.given[pair] = value
