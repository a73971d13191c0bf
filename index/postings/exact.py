"""The score of candidates, by rank_bm25's own class, which has the last word on every one.

BM25Plus rather than Okapi: Okapi's idf is zero or negative for a term in half
of the passages and its floor then inverts the order of frequent terms, which a
small collection of alike reports is full of; BM25Plus's idf is positive
throughout. The formula is Lv and Zhai's (2011), as rank_bm25 writes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from rank_bm25 import BM25Plus

# How often a term occurs in a passage of two sentences tells little beyond that it does, and
# its length less: measured on public questions (benchmarks/README.md), where rank_bm25's own
# 1.5 and 0.75 put the right passage first for 79 of a hundred, these for 86.
K1 = 0.3
B = 0.5


class _Candidates(BM25Plus):  # type: ignore[misc]
    """rank_bm25's class over a few passages, with the statistics of all."""

    def __init__(
        self, frequencies: Mapping[str, int], corpus_size: int, average_length: float
    ) -> None:
        # The class would count these from a list of every passage's terms.
        self.k1, self.b, self.delta = K1, B, 1
        self.corpus_size, self.avgdl = corpus_size, average_length
        self.idf: dict[str, float] = {}
        self._calc_idf(frequencies)


def scores(
    query: Sequence[str],
    terms: Sequence[str],
    candidates: Sequence[Sequence[int]],
    lengths: Sequence[int],
    frequencies: Mapping[str, int],
    corpus_size: int,
    average_length: float,
) -> list[float]:
    """The score of each candidate.

    `query` may repeat some of the `terms`. `candidates` holds, for each, how often every one of
    the terms occurs in it; `lengths` how many terms it has; `frequencies` in how many of all `corpus_size` passages a term occurs.
    """
    model = _Candidates(frequencies, corpus_size, average_length)
    model.doc_freqs = [dict(zip(terms, counts, strict=True)) for counts in candidates]
    model.doc_len = np.asarray(lengths)
    scored: list[float] = model.get_batch_scores(query, range(len(candidates)))
    return scored
