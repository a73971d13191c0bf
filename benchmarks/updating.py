"""What it costs to add, replace and remove one report of thirty passages in a large index on disk."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from benchmarks.generated import Generated, indexed, queries, reports
from benchmarks.peers import bm25s, installed, rank_bm25, tantivy_document, tantivy_index
from benchmarks.results import Result, parser, report
from index.postings.contract import IndexedPassage
from index.postings.embedded import TABLES, EmbeddedIndex, in_memory
from index.postings.loops import compile_now
from index.schema import statements

_ROUNDS = 40
# Reports whose removal and replacement is held against a fresh build.
_SMALL = 100


def measure(passages: int) -> Iterator[Result]:
    """Times of the processor, of what it takes until the change is on disk and found."""
    compile_now()
    folder = Path(tempfile.mkdtemp(prefix="reportbot-updating-"))
    try:
        yield from _ours_and_tantivy(passages, folder)
        yield from _rebuilds(passages)
        yield from _same_as_fresh()
    finally:
        shutil.rmtree(folder)


def _ours_and_tantivy(passages: int, folder: Path) -> Iterator[Result]:
    every = reports(passages + 30 * _ROUNDS)
    held = list(indexed(islice(every, -(-passages // 30))))
    index = on_disk(folder / "index.db")
    index.add(held)
    index.commit()
    index.maintain()
    changes = [list(indexed(iter([one]), len(held) + 30 * n)) for n, one in enumerate(every)]
    query = queries("domain", 1)[0]
    index.search(query)

    def add(change: list[IndexedPassage]) -> None:
        index.add(change)
        index.commit()
        index.search(query)

    def replace(change: list[IndexedPassage]) -> None:
        index.delete([change[0].report])
        index.add(_renumbered(change))
        index.commit()
        index.search(query)

    def remove(change: list[IndexedPassage]) -> None:
        index.delete([change[0].report])
        index.commit()
        index.search(query)

    added = [_processor(add, change) for change in changes]
    theirs = list(_tantivy(held, changes, folder / "tantivy", query))
    for name, own in (
        ("add", added),
        ("replace", [_processor(replace, change) for change in changes]),
        ("remove", [_processor(remove, change) for change in changes]),
    ):
        yield Result(f"updating.{name}.p50", _quantile(own, 0.5), "ms", 50.0)
        yield Result(f"updating.{name}.most", max(own), "ms", 50.0 if name == "add" else None)
    if theirs:
        ratio = _quantile(theirs, 0.5) / _quantile(added, 0.5)
        yield Result("updating.add.p50", _quantile(added, 0.5), "ms", 1.0, "tantivy", ratio)
    rows = index._database.execute(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    )
    yield Result("updating.file", rows.fetchone()[0] / 1e6, "MB")


def on_disk(file: Path) -> EmbeddedIndex:
    """An empty index in a new file, as durable as that of a library."""
    index = opened(file)
    for statement in statements(TABLES):
        index._database.execute(statement)
    return index


def opened(file: Path) -> EmbeddedIndex:
    """The index in a file."""
    database = Database(sqlite3.connect(file, isolation_level=None))
    database.execute("PRAGMA journal_mode=WAL").fetchall()
    database.execute("PRAGMA synchronous=FULL")
    database.execute("PRAGMA foreign_keys=ON")
    return EmbeddedIndex(database)


def _renumbered(change: Sequence[IndexedPassage]) -> list[IndexedPassage]:
    return [
        IndexedPassage(p.id + 10_000_000, p.report, p.terms, p.place, p.issuer, p.year)
        for p in change
    ]


def _processor(act: Callable[[list[IndexedPassage]], None], change: list[IndexedPassage]) -> float:
    start = time.process_time()
    act(change)
    return (time.process_time() - start) * 1000


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


def _words(passage: IndexedPassage) -> list[str]:
    return [term for term, count in passage.terms.items() for _ in range(count)]


def _tantivy(
    held: Sequence[IndexedPassage],
    changes: Sequence[list[IndexedPassage]],
    folder: Path,
    query: Sequence[str],
) -> Iterator[float]:
    if "tantivy" not in installed():
        return
    folder.mkdir()
    index, _ = tantivy_index(str(folder))
    writer = index.writer(512_000_000, 1)
    for passage in held:
        writer.add_document(tantivy_document(passage.id, _words(passage)))
    writer.commit()

    def add(change: list[IndexedPassage]) -> None:
        for passage in change:
            writer.add_document(tantivy_document(passage.id, _words(passage)))
        writer.commit()
        index.reload()
        index.searcher().search(index.parse_query(" ".join(query), ["words"]), 10)

    for change in changes:
        yield _processor(add, change)


def _rebuilds(passages: int) -> Iterator[Result]:
    """Building both anew, which is all that they can do."""
    corpus = [_words(passage) for passage in indexed(reports(passages))]
    for name, peer in (("rank_bm25", rank_bm25), ("bm25s numpy", bm25s)):
        if name in installed():
            start = time.process_time()
            peer(corpus)
            yield Result(f"updating.rebuild.{name}", (time.process_time() - start) * 1000, "ms")


def _same_as_fresh() -> Iterator[Result]:
    """The share of queries that find the same after changes as in an index made of what is left."""
    first: list[Generated] = list(reports(30 * _SMALL))
    changed, fresh = in_memory(), in_memory()
    passages = list(indexed(iter(first)))
    changed.add(passages)
    changed.commit()
    gone = {one.name for one in first[::3]}
    changed.delete(gone)
    changed.commit()
    again = _renumbered([p for p in passages if p.report in {one.name for one in first[::9]}])
    changed.add(again)
    changed.commit()
    fresh.add([*(p for p in passages if p.report not in gone), *again])
    fresh.commit()
    asked = queries("domain", 50) + queries("rare", 50) + queries("stop words", 50)
    same = 0
    for query in asked:
        one, other = changed.search(query), fresh.search(query)
        same += [hit.passage for hit in one] == [hit.passage for hit in other] and all(
            abs(a.score - b.score) < 1e-9 for a, b in zip(one, other, strict=True)
        )
    yield Result("updating.same_as_fresh", same / len(asked), "share", 1.0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what was measured; the exit status."""
    line = parser("updating", (__doc__ or "").partition("\n")[0])
    line.add_argument("--passages", type=int, default=10_000, help="how many; 10000 if not given")
    options = line.parse_args(arguments)
    return report(options.json, lambda: measure(options.passages))


if __name__ == "__main__":
    sys.exit(main())
