"""How long the ten best passages take, against other libraries on the same passages and queries.

Every query is also put to rank_bm25's own class, and scores and order are held against it.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from benchmarks.generated import indexed, queries, reports
from benchmarks.peers import Search, installed
from benchmarks.results import Result, parser, report
from index.postings.contract import Filters, IndexedPassage
from index.postings.embedded import in_memory
from index.postings.loops import compile_now
from index.postings.view import View

_KINDS = ("domain", "rare", "stop words")
_QUERIES = 200
_BEST = 10
# A peer is asked as many queries as it answers in this time, at least `_FEWEST`.
_SECONDS = 10.0
_FEWEST = 20
# How many times as fast, by peer and number of passages; elsewhere faster.
_GOALS = {("rank_bm25", 100_000): 1000.0, ("tantivy", 100_000): 3.0, ("tantivy", 1_000_000): 4.0}


def build(passages: int) -> tuple[View, list[IndexedPassage]]:
    """The index and what is in it."""
    held = list(indexed(reports(passages)))
    index = in_memory()
    index.add(held)
    index.commit()
    return index.view(), held


def measure(passages: int, only: Sequence[str] = ()) -> Iterator[Result]:
    """Ratios of times for every kind of query, and whether scores and order are right."""
    compile_now()
    view, held = build(passages)
    corpus = [[t for t, count in p.terms.items() for _ in range(count)] for p in held]
    asked = {kind: queries(kind, _QUERIES) for kind in _KINDS}
    view.search(asked["domain"][0])
    gc.freeze()
    yield from _filtered(view, asked["domain"])
    for name, peer in installed().items():
        if only and name not in only:
            continue
        other = peer(corpus)
        for kind, some in asked.items():
            yield from _pair(name, kind, passages, view, other, some)
        if name == "rank_bm25":
            scores = other.scores  # type: ignore[attr-defined]
            yield from _exact(view, held, scores, asked)
        del other
        gc.collect()


def _pair(
    name: str, kind: str, passages: int, view: View, other: Search, asked: Sequence[Sequence[str]]
) -> Iterator[Result]:
    """Each on a few queries in a row, in turn, so that both find the processor as they left it."""
    ours: list[float] = []
    theirs: list[float] = []
    end = time.perf_counter() + _SECONDS
    for first in range(0, len(asked), _FEWEST):
        if first and time.perf_counter() > end:
            break
        some = asked[first : first + _FEWEST]
        ours += [_timed(view.search, query) for query in some]
        theirs += [_timed(other, query) for query in some]
    goal = _GOALS.get((name, passages), 1.0)
    for part, share in (("p50", 0.5), ("p95", 0.95)):
        own, its = _quantile(ours, share), _quantile(theirs, share)
        aim = goal if part == "p50" else 1.0
        yield Result(f"ranking.{kind}.{part}", own, "ms", aim, name, its / own)


def _timed(search: Callable[[Sequence[str]], object], query: Sequence[str]) -> float:
    start = time.perf_counter()
    search(query)
    return (time.perf_counter() - start) * 1000


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _exact(
    view: View,
    held: Sequence[IndexedPassage],
    scores: Callable[[Sequence[str]], Sequence[float]],
    asked: dict[str, list[list[str]]],
) -> Iterator[Result]:
    """The share of queries whose ten best and their scores are those of rank_bm25's class."""
    import numpy as np

    most = max(_FEWEST, min(_QUERIES, 3_000_000 // len(held)))
    for kind, some in asked.items():
        right = 0
        for query in some[:most]:
            every = np.asarray(scores(query))
            # A passage without any of the words has what BM25Plus gives to everybody.
            holding = np.array([not p.terms.keys().isdisjoint(query) for p in held])
            order = np.lexsort((np.arange(len(every)), -every))
            expected = order[holding[order]][:_BEST].tolist()
            hits = view.search(query, k=_BEST)
            right += [hit.passage for hit in hits] == expected and all(
                abs(hit.score - every[hit.passage]) < 1e-9 for hit in hits
            )
        yield Result(f"ranking.{kind}.exact", right / len(some[:most]), "share", 1.0)


def _filtered(view: View, asked: Sequence[Sequence[str]]) -> Iterator[Result]:
    """A search with filters against the same one without."""
    place = view.parts[0].segment.runs[0].place or ""
    for name, filters in (
        ("place", Filters(places=frozenset({place}))),
        ("year", Filters(years=frozenset({2024}))),
        ("issuer", Filters(issuers=frozenset({"教育局", "司法局"}))),
    ):
        search = partial(view.search, filters=filters)
        with_them: list[float] = []
        without: list[float] = []
        for first in range(0, len(asked), _FEWEST):
            some = asked[first : first + _FEWEST]
            for searching, times in ((search, with_them), (view.search, without)):
                searching(some[0])
                times += [_timed(searching, query) for query in some]
        own, all_of_them = _quantile(with_them, 0.5), _quantile(without, 0.5)
        yield Result(f"ranking.filter.{name}", own, "ms", 1.0, "unfiltered", all_of_them / own)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what was measured; the exit status."""
    line = parser("ranking", (__doc__ or "").partition("\n")[0])
    line.add_argument("--passages", type=int, default=10_000, help="how many; 10000 if not given")
    line.add_argument("--peer", action="append", default=[], help="only against this one")
    options = line.parse_args(arguments)
    return report(options.json, lambda: measure(options.passages, options.peer))


if __name__ == "__main__":
    sys.exit(main())
