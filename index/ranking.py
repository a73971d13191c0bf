"""Ranking: BM25 over passages, scored by rank_bm25's own class.

BM25Plus rather than Okapi: Okapi's idf is zero or negative for a term in half
of the passages and its floor then inverts the order of frequent terms, which a
small collection of alike reports is full of; BM25Plus's idf is positive
throughout. The formula is Lv and Zhai's (2011), as rank_bm25 writes it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence

from rank_bm25 import BM25Plus

from index.models import Hit

# How often a term occurs in a passage of two sentences tells little beyond that it does, and
# its length less: measured on public questions (benchmarks/README.md), where rank_bm25's own
# 1.5 and 0.75 put the right passage first for 79 of a hundred, these for 86.
K1 = 0.3
B = 0.5
_CHARACTER = re.compile(r"[一-鿿]")


class Ranking:
    """Scores passages against query terms.

    Candidates are the passages that hold at least one query term; all other
    passages would only get the constant that BM25Plus gives to everybody. Single
    Chinese characters add to the score and make no candidates where the query
    has longer terms: nearly every passage holds one of them.
    """

    def __init__(self, passages: Mapping[int, Sequence[str]]) -> None:
        """`passages`: the terms of each passage, repeated as often as they occur, by id."""
        self._ids = sorted(passages)
        self._places = {passage: place for place, passage in enumerate(self._ids)}
        corpus = [list(passages[passage]) for passage in self._ids]
        # rank_bm25 divides by the number of passages.
        self._bm25 = BM25Plus(corpus, k1=K1, b=B) if any(corpus) else None
        self._postings: dict[str, list[int]] = {}
        for place, terms in enumerate(corpus):
            for term in set(terms):
                self._postings.setdefault(term, []).append(place)

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def terms(self) -> Collection[str]:
        """Every term that a passage holds."""
        return self._postings.keys()

    def document_frequency(self, term: str) -> int:
        """In how many passages `term` occurs."""
        return len(self._postings.get(term, ()))

    def together(self, terms: Sequence[str]) -> int:
        """In how many passages all of the terms occur."""
        passages = [set(self._postings.get(term, ())) for term in terms]
        return len(set.intersection(*passages)) if passages else 0

    def idf(self, term: str) -> float:
        """Inverse document frequency as BM25Plus has it; that of a term in one passage if unknown."""
        return math.log(len(self._ids) + 1) - math.log(max(1, self.document_frequency(term)))

    def search(
        self, terms: Sequence[str], within: Collection[int] | None = None
    ) -> tuple[Hit, ...]:
        """All passages (of those `within`) that hold a term, best first, ties by passage id."""
        known = [term for term in terms if term in self._postings]
        if self._bm25 is None or not known:
            return ()
        telling = [term for term in known if not _CHARACTER.fullmatch(term)] or known
        candidates = set().union(*(self._postings[term] for term in telling))
        if within is not None:
            candidates &= {self._places[passage] for passage in within if passage in self._places}
        places = sorted(candidates)
        if not places:
            return ()
        scores = self._bm25.get_batch_scores(known, places)
        hits = [Hit(self._ids[place], score) for place, score in zip(places, scores, strict=True)]
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.passage)))
