"""The whole index as of one moment: searching it, and counting in it.

Each segment tells which of its passages may be among the best, by scores in single
precision whose error is bounded; rank_bm25's class then scores these, so that
none of the best is missed and every score is its.
"""

from __future__ import annotations

import functools
import itertools
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from index.models import Hit
from index.postings.contract import EVERYTHING, Filters, IndexedPassage, Stats
from index.postings.exact import K1, B, Scorer
from index.postings.loops import loops
from index.postings.part import Part
from index.postings.segment import LARGEST, DamagedError, contents

# Half of the distance between two neighbouring numbers of single precision, relatively.
_ROUNDING = 2.0**-24
_K1 = np.float32(K1)
_NOBODY = np.zeros(0, np.int64), np.zeros(0, np.float32)


class _Query(NamedTuple):
    """Known terms of a query by their numbers, with what each weighs, and those beside them.

    `every` are both, with their `idfs`. By `slack` two scores in single precision may be
    further apart than they are.
    """

    numbers: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]
    beside: npt.NDArray[np.int32]
    beside_weights: npt.NDArray[np.float32]
    every: npt.NDArray[np.int32]
    idfs: npt.NDArray[np.float64]
    slack: np.float32


class _Scratch(threading.local):
    """Room for the scores of one segment, for candidates and for their scores, a thread each."""

    def __init__(self) -> None:
        self.room = (
            np.zeros(LARGEST, np.float32),
            np.zeros(LARGEST, np.int64),
            np.zeros(LARGEST, np.float32),
        )


_scratch = _Scratch()


class View:
    """Segments with the statistics over all of them. Immutable."""

    def __init__(
        self,
        parts: Sequence[Part],
        numbers: Mapping[str, int],
        names: Sequence[str],
        before: View | None = None,
    ) -> None:
        """`numbers` gives the number of each term, `names` the term of each number; both may grow.

        What `before` has counted is not counted again. DamagedError if a term has no name.
        """
        self.parts = tuple(parts)
        if any(part.segment.terms.max(initial=-1) >= len(names) for part in self.parts):
            raise DamagedError("a segment has terms that are not in the vocabulary")
        self._numbers, self._names, self._size = numbers, names, len(names)
        known = dict.fromkeys(before.parts) if before else {}
        self._frequencies = np.zeros(self._size, np.int32)
        if before:
            self._frequencies[: before._size] = before._frequencies
        for part in known.keys() - set(self.parts):
            self._frequencies[part.segment.terms] -= part.frequencies
        for part in self.parts:
            if part not in known:
                self._frequencies[part.segment.terms] += part.frequencies
        self._stats = Stats(
            sum(part.living for part in self.parts), sum(part.length for part in self.parts)
        )
        self._terms: dict[str, tuple[int, float]] = {}
        self._scorer = Scorer(self._stats.passages, self._average)
        self._by_length = {part: self._lengths(part) for part in self.parts}

    def _lengths(self, part: Part) -> tuple[Any, Any]:
        """By the length of a passage: what a term gives that occurs once, what the length adds."""
        norms = K1 * (1 - B + B * part.lengths / self._average)
        return ((K1 + 1) / (1 + norms)).astype(np.float32), norms.astype(np.float32)

    @functools.cached_property
    def _average(self) -> float:
        return self._stats.length / self._stats.passages if self._stats.passages else 1.0

    # Counting

    def stats(self) -> Stats:
        """How much there is."""
        return self._stats

    def df(self, terms: Sequence[str]) -> list[int]:
        """In how many passages each term occurs."""
        return [self._frequency(term) for term in terms]

    def _frequency(self, term: str) -> int:
        number = self._numbers.get(term, self._size)
        return int(self._frequencies[number]) if number < self._size else 0

    def idf(self, term: str) -> float:
        """Inverse document frequency as BM25Plus has it; that of a term in one passage if unknown."""
        return self._scorer.idf_of(max(1, self._frequency(term)))

    def terms(self) -> Iterable[str]:
        """Every term that a passage holds."""
        return (self._names[number] for number in np.flatnonzero(self._frequencies).tolist())

    def together(self, terms: Sequence[str]) -> int:
        """In how many passages all of the terms occur."""
        if not terms or not all(map(self._frequency, terms)):
            return 0
        numbers = sorted({self._numbers[term] for term in terms})
        return sum(_together(part, numbers) for part in self.parts)

    def contents(self) -> Iterable[IndexedPassage]:
        """Every passage as it was added, in the order they are kept."""
        for part in self.parts:
            for at, (number, run, terms) in enumerate(contents(part.segment, self._names)):
                if not len(part.dead) or not part.dead[at]:
                    yield IndexedPassage(number, run.report, terms, run.place, run.issuer, run.year)

    def faults(self) -> tuple[str, ...]:
        """What of the postings does not fit together, a line each."""
        faults: list[str] = []
        seen: set[int] = set()
        frequencies: dict[str, int] = {}
        length = 0
        for held in self.contents():
            if held.id in seen:
                faults.append(f"passage {held.id} is held twice")
            seen.add(held.id)
            length += sum(held.terms.values())
            for term in held.terms:
                frequencies[term] = frequencies.get(term, 0) + 1
        if self.stats() != Stats(len(seen), length):
            faults.append("the number of passages or of their terms is not that of the postings")
        if {term: self._frequency(term) for term in self.terms()} != frequencies:
            faults.append("the frequencies of terms are not those of the postings")
        return tuple(faults)

    # Searching

    def search(
        self,
        terms: Sequence[str],
        filters: Filters = EVERYTHING,
        k: int = 10,
        *,
        beside: Sequence[str] = (),
    ) -> tuple[Hit, ...]:
        """As in the contract."""
        query = self._query(terms, beside)
        if not len(query.numbers) or k < 1:
            return ()
        most = np.zeros(k, np.float32)
        found = []
        for part in self.parts:
            docs, scores = self._candidates(part, query, filters, most, query.slack)
            if len(docs):
                found.append((part, docs, scores))
        if len(found) > 1:
            least = most[0] - query.slack
            found = [(part, docs[scores >= least], scores) for part, docs, scores in found]
        scored = [self._scored(part, docs, query) for part, docs, _ in found]
        return tuple(_hits(itertools.chain.from_iterable(scored), k))

    def search_each(
        self,
        terms: Sequence[str],
        filters: Filters = EVERYTHING,
        k: int = 10,
        *,
        beside: Sequence[str] = (),
    ) -> dict[str, list[Hit]]:
        """The `k` best passages of every report that has any, as `search` finds them."""
        query = self._query(terms, beside)
        if not len(query.numbers) or k < 1:
            return {}
        found: dict[str, list[tuple[float, int]]] = {}
        for part in self.parts:
            most = np.zeros(1, np.float32)
            docs, scores = self._candidates(part, query, filters, most, np.float32(np.inf))
            order = np.argsort(docs)
            docs, scores = docs[order], scores[order]
            for run in part.segment.runs:
                low, high = np.searchsorted(docs, (run.start, run.end))
                own = docs[low:high]
                if len(own) > k:
                    least = np.partition(scores[low:high], -k)[-k] - query.slack
                    own = own[scores[low:high] >= least]
                if len(own):
                    found.setdefault(run.report, []).extend(self._scored(part, own, query))
        return {report: _hits(own, k) for report, own in found.items()}

    def _query(self, terms: Sequence[str], beside: Sequence[str]) -> _Query:
        known = [*filter(None, map(self._known, terms))]
        telling = len(known)
        known += filter(None, map(self._known, beside))
        every = np.array([number for number, _ in known], np.int32)
        idfs = np.array([idf for _, idf in known])
        weights = idfs.astype(np.float32)
        steps = 2 * len(known) + 16
        slack = np.float32(2 * steps * _ROUNDING * (K1 + 1) * sum(idf for _, idf in known))
        return _Query(
            every[:telling],
            weights[:telling],
            every[telling:],
            weights[telling:],
            every,
            idfs,
            slack,
        )

    def _known(self, term: str) -> tuple[int, float] | None:
        """The number of a term and its idf, None if no passage holds it."""
        known = self._terms.get(term)
        if known is None and (df := self._frequency(term)):
            known = self._terms[term] = self._numbers[term], self._scorer.idf_of(df)
        return known

    def _candidates(
        self, part: Part, query: _Query, filters: Filters, most: Any, slack: np.float32
    ) -> tuple[Any, Any]:
        """The passages of a part that may be among the best, with their scores."""
        spans = part.whole if filters is EVERYTHING else part.spans(filters)
        if not len(spans):
            return _NOBODY
        once, norms = self._by_length[part]
        segment = part.segment
        room, found, scores = _scratch.room
        filled = loops().search(
            spans, query.numbers, query.weights, query.beside, query.beside_weights,
            segment.terms, segment.starts, segment.docs, segment.more_starts, segment.more_docs,
            segment.more_counts, part.codes, once, norms, part.gone, _K1, most, slack, room, found,
            scores,
        )  # fmt: skip
        if len(self.parts) == 1:
            return found[:filled], scores[:filled]
        return found[:filled].copy(), scores[:filled].copy()

    def _scored(self, part: Part, docs: Any, query: _Query) -> Iterable[tuple[float, int]]:
        """The scores of candidates by rank_bm25, negated, with their ids."""
        segment = part.segment
        scores = np.empty(len(docs))
        while True:
            counts = np.zeros((len(query.every), len(docs)), np.int32)
            if loops().exact(
                scores, counts, query.idfs, self._scorer.given, segment.lengths, docs, query.every,
                segment.terms, segment.starts, segment.docs, segment.more_starts,
                segment.more_docs, segment.more_counts,
            ):  # fmt: skip
                return zip((-scores).tolist(), segment.ids[docs].tolist(), strict=True)
            self._scorer.learn(counts, segment.lengths[docs])


def _hits(found: Iterable[tuple[float, int]], k: int) -> list[Hit]:
    """The best of what was found, best first, ties by id."""
    return [Hit(number, -score) for score, number in sorted(found)[:k]]


def _together(part: Part, numbers: Sequence[int]) -> int:
    """How many living passages of a part hold all of the terms."""
    segment = part.segment
    held = np.zeros(len(segment), np.int32)
    for number in numbers:
        row = int(np.searchsorted(segment.terms, number))
        if row == len(segment.terms) or segment.terms[row] != number:
            return 0
        held[segment.docs[segment.starts[row] : segment.starts[row + 1]]] += 1
    all_of_them = held == len(numbers)
    return int((all_of_them & ~part.dead if len(part.dead) else all_of_them).sum())
