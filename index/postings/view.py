"""The whole index as of one moment: searching it, and counting in it.

Each segment tells which of its passages may be among the best, by scores in single
precision whose error is bounded; rank_bm25's class then scores these, so that
none of the best is missed and every score is its.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from index.models import Hit
from index.postings.arrays import Arrays, Postings
from index.postings.contract import EVERYTHING, Filters, IndexedPassage, Stats
from index.postings.exact import K1, B, Scorer
from index.postings.loops import loops
from index.postings.part import Part
from index.postings.segment import LARGEST, DamagedError, contents

# Half of the distance between two neighbouring numbers of single precision, relatively.
_ROUNDING = 2.0**-24
_K1 = np.float32(K1)
_NONE = np.zeros(0, np.int32)
# How often a term mostly occurs in a passage, less one, and how many lengths passages have.
_USUAL_COUNTS, _USUAL_LENGTHS = 4, 400
# Filters whose passages are remembered.
_FILTERS = 256


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
    """Room for the scores of a segment, for candidates and for their scores, a thread each."""

    def __init__(self) -> None:
        self._scores = np.zeros(LARGEST, np.float32)
        self._found = np.zeros(0, np.int64)
        self._found_scores = np.zeros(0, np.float32)

    def of(self, passages: int) -> tuple[Any, Any, Any]:
        """Room for so many passages; the scores are zeros."""
        if passages > len(self._found):
            self._found = np.zeros(passages, np.int64)
            self._found_scores = np.zeros(passages, np.float32)
        return self._scores, self._found, self._found_scores


_scratch = _Scratch()


class View:
    """Segments with the statistics over all of them. Immutable; a `contract.PassageReader`."""

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
        self._learn_usual_pairs()
        self._postings = Postings([self._arrays(part) for part in self.parts])
        self._room = sum(len(part.segment) for part in self.parts)
        self._everything = _joined([part.whole for part in self.parts])
        self._known_spans: dict[Filters, tuple[Any, Any]] = {}
        self._last_spans = EVERYTHING, self._everything

    def _learn_usual_pairs(self) -> None:
        """Asks the class for what most searches need, so that they do not wait for it."""
        lengths = functools.reduce(np.union1d, (part.lengths for part in self.parts), _NONE)
        lengths = lengths[:_USUAL_LENGTHS]
        counts = np.arange(_USUAL_COUNTS, dtype=np.int32)[:, None]
        if len(lengths):
            self._scorer.learn(np.broadcast_to(counts, (_USUAL_COUNTS, len(lengths))), lengths)

    def _arrays(self, part: Part) -> Arrays:
        segment = part.segment
        norms = K1 * (1 - B + B * part.lengths / self._average)
        return Arrays(
            segment.terms,
            segment.starts,
            segment.docs,
            segment.more_starts,
            segment.more_docs,
            segment.more_counts,
            part.codes,
            ((K1 + 1) / (1 + norms)).astype(np.float32),
            norms.astype(np.float32),
            part.gone,
            segment.ids,
            segment.lengths,
        )

    @functools.cached_property
    def _average(self) -> float:
        return self._stats.length / self._stats.passages if self._stats.passages else 1.0

    # Counting

    def stats(self) -> Stats:
        return self._stats

    def df(self, terms: Sequence[str]) -> list[int]:
        return [self._frequency(term) for term in terms]

    def _frequency(self, term: str) -> int:
        number = self._numbers.get(term, self._size)
        return int(self._frequencies[number]) if number < self._size else 0

    def idf(self, term: str) -> float:
        return self._scorer.idf_of(max(1, self._frequency(term)))

    def terms(self) -> Iterable[str]:
        return (self._names[number] for number in np.flatnonzero(self._frequencies).tolist())

    def together(self, terms: Sequence[str]) -> int:
        if not terms or not all(map(self._frequency, terms)):
            return 0
        numbers = sorted({self._numbers[term] for term in terms})
        return sum(_together(part, numbers) for part in self.parts)

    def contents(self, ids: Sequence[int] | None = None) -> Iterator[IndexedPassage]:
        """Every passage as it was added, or those of some ids, in the order they are kept."""
        for part in self.parts:
            wanted = np.ones(len(part.segment), np.bool_)
            if ids is not None:
                wanted = np.isin(part.segment.ids, ids)
            if len(part.dead):
                wanted &= ~part.dead
            if wanted.any():
                for number, run, terms in contents(part.segment, self._names, wanted):
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
        query = self._query(terms, beside)
        if not len(query.numbers) or k < 1:
            return ()
        most = np.zeros(k, np.float32)
        docs, scores, ends = self._candidates(query, filters, most, query.slack)
        if len(ends) == 1:
            parts = np.zeros(len(docs), np.int64)
        else:
            parts = np.searchsorted(ends, np.arange(len(docs)), "right")
            near = scores >= most[0] - query.slack
            docs, parts = docs[near], parts[near]
        return _hits(self._scored(parts, docs, query), k)

    def search_each(
        self,
        terms: Sequence[str],
        filters: Filters = EVERYTHING,
        k: int = 10,
        *,
        beside: Sequence[str] = (),
    ) -> dict[str, tuple[Hit, ...]]:
        query = self._query(terms, beside)
        if not len(query.numbers) or k < 1:
            return {}
        most = np.zeros(1, np.float32)
        every, of_every, ends = self._candidates(query, filters, most, np.float32(np.inf))
        found: dict[str, list[tuple[float, int]]] = {}
        start = 0
        for number, (part, end) in enumerate(zip(self.parts, ends.tolist(), strict=True)):
            order = np.argsort(every[start:end])
            docs, scores = every[start:end][order], of_every[start:end][order]
            start = end
            for run in part.segment.runs:
                low, high = np.searchsorted(docs, (run.start, run.end))
                own = docs[low:high]
                if len(own) > k:
                    least = np.partition(scores[low:high], -k)[-k] - query.slack
                    own = own[scores[low:high] >= least]
                if len(own):
                    scored = self._scored(np.full(len(own), number), own, query)
                    found.setdefault(run.report, []).extend(scored)
        return {report: _hits(own, k) for report, own in found.items()}

    def _query(self, terms: Sequence[str], beside: Sequence[str]) -> _Query:
        known = [*filter(None, map(self._known, terms))]
        telling = len(known)
        known += filter(None, map(self._known, beside))
        every = np.array([number for number, _ in known], np.int32)
        listed = [idf for _, idf in known]
        idfs = np.array(listed)
        weights = idfs.astype(np.float32)
        steps = 2 * len(known) + 16
        slack = np.float32(2 * steps * _ROUNDING * (K1 + 1) * sum(listed))
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
        self, query: _Query, filters: Filters, most: Any, slack: np.float32
    ) -> tuple[Any, Any, Any]:
        """Passages that may be among the best, their scores, and where those of each part end."""
        spans, spans_of = self._spans(filters)
        room, found, scores = _scratch.of(self._room)
        ends = np.zeros(len(self.parts), np.int64)
        loops().search(
            self._postings, spans, spans_of, query.numbers, query.weights, query.beside,
            query.beside_weights, _K1, most, slack, room, found, scores, ends,
        )  # fmt: skip
        filled = int(ends[-1])
        return found[:filled], scores[:filled], ends

    def _spans(self, filters: Filters) -> tuple[Any, Any]:
        """The passages that filters admit, those of the last ones asked for are known."""
        if filters is EVERYTHING:
            return self._everything
        last, spans = self._last_spans
        if last is filters:
            return spans
        known = self._known_spans.get(filters)
        if known is None:
            known = _joined([part.spans(filters) for part in self.parts])
            if len(self._known_spans) < _FILTERS:
                self._known_spans[filters] = known
        self._last_spans = filters, known
        return known

    def _scored(self, parts: Any, docs: Any, query: _Query) -> Iterable[tuple[float, int]]:
        """The scores of passages of parts by rank_bm25, negated, with their ids."""
        scores, ids = np.empty(len(docs)), np.empty(len(docs), np.int64)
        counts = np.empty((len(query.every), len(docs)), np.int32)
        lengths = np.empty(len(docs), np.int32)
        while not loops().exact(
            self._postings, parts, docs, query.every, query.idfs, self._scorer.given, counts,
            lengths, ids, scores,
        ):  # fmt: skip
            self._scorer.learn(counts, lengths)
        return zip((-scores).tolist(), ids.tolist(), strict=True)


def _joined(spans: Sequence[Any]) -> tuple[Any, Any]:
    """The spans of all parts, and where among them those of each part begin."""
    if not spans:
        return np.zeros((0, 2), np.int64), np.zeros(1, np.int64)
    return np.concatenate(spans), np.cumsum([0, *map(len, spans)])


def _hits(found: Iterable[tuple[float, int]], k: int) -> tuple[Hit, ...]:
    """The best of what was found, best first, ties by id."""
    return tuple([Hit(number, -score) for score, number in sorted(found)[:k]])


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
