"""The whole index as of one moment: searching it, and counting in it.

Each segment tells which of its passages may be among the best, by scores in single
precision whose error is bounded; rank_bm25's class then scores these, so that
none of the best is missed and every score is its.
"""

from __future__ import annotations

import functools
import math
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.models import Hit
from index.postings import exact
from index.postings.contract import EVERYTHING, Filters, IndexedPassage, Stats
from index.postings.exact import K1, B
from index.postings.loops import loops
from index.postings.part import Part
from index.postings.segment import LARGEST, DamagedError, contents
from index.postings.vectorised import docs_of

# Half of the distance between two neighbouring numbers of single precision, relatively.
_ROUNDING = 2.0**-24
_NOTHING = np.zeros(0, np.int32), np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class _Query:
    """Known terms of a query by their numbers, with what each weighs, and those beside them."""

    terms: tuple[str, ...]
    numbers: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]
    beside: npt.NDArray[np.int32]
    beside_weights: npt.NDArray[np.float32]

    @property
    def slack(self) -> np.float32:
        """By how much two scores in single precision may be further apart than they are."""
        weight = float(self.weights.sum()) + float(self.beside_weights.sum())
        steps = 2 * (len(self.numbers) + len(self.beside)) + 16
        return np.float32(2 * steps * _ROUNDING * weight * (K1 + 1))


class _Scratch(threading.local):
    """Room for the scores of one segment, a thread each."""

    def __init__(self) -> None:
        self.scores = np.zeros(LARGEST, np.float32)
        self.told = np.zeros(LARGEST, np.bool_)
        self.found = np.zeros(LARGEST, np.int64)


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
        self._norms = {
            part: self._norms_of(part, before if part in known else None) for part in self.parts
        }

    def _norms_of(self, part: Part, before: View | None) -> tuple[Any, Any]:
        """For each passage, what a term gives that occurs once, and what its length adds."""
        if before and before._average == self._average:
            return before._norms[part]
        lengths = part.segment.lengths
        by_length = K1 * (1 - B + B * np.arange(lengths.max(initial=0) + 1) / self._average)
        once = ((K1 + 1) / (1 + by_length)).astype(np.float32)
        return once[lengths], by_length.astype(np.float32)[lengths]

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
        return math.log((self._stats.passages + 1) / max(1, self._frequency(term)))

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
        found = [
            (part, docs, scores)
            for part in self.parts
            for docs, scores in self._candidates(part, query, filters, most, query.slack)
        ]
        least = most[0] - query.slack
        hits = self._scored(query, [(part, docs[scores >= least]) for part, docs, scores in found])
        return tuple(sorted(hits, key=_best_first)[:k])

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
        chosen: list[tuple[Part, Any]] = []
        reports: list[str] = []
        everything = np.float32(np.inf)
        for part in self.parts:
            most = np.zeros(1, np.float32)
            for docs, scores in self._candidates(part, query, filters, most, everything):
                for run in part.segment.runs:
                    low, high = np.searchsorted(docs, (run.start, run.end))
                    own = scores[low:high]
                    if len(own) > k:
                        least = np.partition(own, -k)[-k] - query.slack
                        own_docs = docs[low:high][own >= least]
                    else:
                        own_docs = docs[low:high]
                    chosen.append((part, own_docs))
                    reports += [run.report] * len(own_docs)
        hits: dict[str, list[Hit]] = {}
        for report, hit in zip(reports, self._scored(query, chosen), strict=True):
            hits.setdefault(report, []).append(hit)
        return {report: sorted(own, key=_best_first)[:k] for report, own in hits.items()}

    def _query(self, terms: Sequence[str], beside: Sequence[str]) -> _Query:
        known = tuple(term for term in terms if self._frequency(term))
        known_beside = tuple(term for term in beside if self._frequency(term))
        return _Query((*known, *known_beside), *self._weighed(known), *self._weighed(known_beside))

    def _weighed(self, terms: Sequence[str]) -> tuple[Any, Any]:
        """The numbers of terms and their weights; one that is repeated weighs as often."""
        if not terms:
            return _NOTHING
        weights: dict[int, float] = {}
        for term in terms:
            number = self._numbers[term]
            weights[number] = weights.get(number, 0.0) + self.idf(term)
        return np.array(list(weights), np.int32), np.array(list(weights.values()), np.float32)

    def _candidates(
        self, part: Part, query: _Query, filters: Filters, most: Any, slack: np.float32
    ) -> Iterable[tuple[Any, Any]]:
        """The passages of a part that may be among the best, with their scores, if any."""
        spans = part.whole if filters is EVERYTHING else part.spans(filters)
        if not len(spans):
            return
        once, norms = self._norms[part]
        segment = part.segment
        filled = loops().search(
            spans, query.numbers, query.weights, query.beside, query.beside_weights,
            segment.terms, segment.table, segment.docs, segment.bits, segment.more_docs,
            segment.more_counts, once, norms, part.dead, np.float32(K1), most, slack,
            _scratch.scores, _scratch.told, _scratch.found,
        )  # fmt: skip
        if filled:
            docs = _scratch.found[:filled].copy()
            yield docs, _scratch.scores[docs]

    def _scored(self, query: _Query, chosen: Sequence[tuple[Part, Any]]) -> list[Hit]:
        """The candidates with rank_bm25's score, in the order given."""
        distinct = tuple(dict.fromkeys(query.terms))
        numbers = np.array([self._numbers[term] for term in distinct], np.int32)
        ids: list[int] = []
        rows = []
        for part, docs in chosen:
            segment = part.segment
            row = np.zeros((len(docs), len(distinct) + 1), np.int32)
            row[:, -1] = segment.lengths[docs]
            counts = np.zeros((len(docs), len(distinct)), np.int32)
            loops().occurrences(
                counts, numbers, docs, segment.terms, segment.table, segment.docs, segment.bits,
                segment.more_docs, segment.more_counts,
            )  # fmt: skip
            row[:, :-1] = counts
            rows.append(row)
            ids += segment.ids[docs].tolist()
        if not ids:
            return []
        # Passages that hold the terms as often and are as long score alike.
        alike = dict.fromkeys(map(tuple, np.concatenate(rows).tolist()))
        order = {row: at for at, row in enumerate(alike)}
        scored = exact.scores(
            query.terms,
            distinct,
            [row[:-1] for row in alike],
            [row[-1] for row in alike],
            {term: self._frequency(term) for term in distinct},
            self._stats.passages,
            self._average,
        )
        every = (tuple(row) for row in np.concatenate(rows).tolist())
        return [Hit(number, scored[order[row]]) for number, row in zip(ids, every, strict=True)]


def _best_first(hit: Hit) -> tuple[float, int]:
    return -hit.score, hit.passage


def _together(part: Part, numbers: Sequence[int]) -> int:
    """How many living passages of a part hold all of the terms."""
    segment = part.segment
    held = np.zeros(len(segment), np.int32)
    for number in numbers:
        row = int(np.searchsorted(segment.terms, number))
        if row == len(segment.terms) or segment.terms[row] != number:
            return 0
        held[docs_of(segment.table[row], segment.docs, segment.bits, len(segment))] += 1
    all_of_them = held == len(numbers)
    return int((all_of_them & ~part.dead if len(part.dead) else all_of_them).sum())
