"""Other libraries that rank passages by BM25, each under the same few calls.

They are installed by `pip install -e .[bench]`; one that is not there is left out.
"""

from __future__ import annotations

import importlib.util
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from index.postings.exact import K1, B

Words = Sequence[Sequence[str]]
# A query to the numbers of the ten best passages.
Search = Callable[[Sequence[str]], Sequence[int]]

_BEST = 10


def rank_bm25(passages: Words) -> Search:
    """rank_bm25's BM25Plus: the scores of all passages, the best of them selected by numpy."""
    import numpy as np
    from rank_bm25 import BM25Plus

    model = BM25Plus(passages, k1=K1, b=B)

    def search(query: Sequence[str]) -> Sequence[int]:
        scores = model.get_scores(query)
        best = np.argpartition(scores, -_BEST)[-_BEST:]
        found: list[int] = best[np.argsort(-scores[best], kind="stable")].tolist()
        return found

    search.scores = model.get_scores  # type: ignore[attr-defined]
    return search


def sqlite_fts5(passages: Words) -> Search:
    """SQLite's full-text index, in memory, the words parted by blanks."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE held USING fts5(words, content='', detail=full)")
    database.executemany(
        "INSERT INTO held (rowid, words) VALUES (?, ?)",
        ((number, " ".join(words)) for number, words in enumerate(passages)),
    )
    database.execute("INSERT INTO held (held) VALUES ('optimize')")

    def search(query: Sequence[str]) -> Sequence[int]:
        wanted = " OR ".join(f'"{word}"' for word in query)
        rows = database.execute(
            "SELECT rowid FROM held WHERE held MATCH ? ORDER BY rank LIMIT ?", [wanted, _BEST]
        )
        return [row[0] for row in rows]

    return search


def bm25s(passages: Words, backend: str = "numpy") -> Search:
    """bm25s: the scores of every posting made beforehand."""
    from bm25s import BM25

    model = BM25(k1=K1, b=B, backend=backend)
    model.index(passages, show_progress=False)

    def search(query: Sequence[str]) -> Sequence[int]:
        found = model.retrieve([list(query)], k=_BEST, show_progress=False)
        numbers: list[int] = found.documents[0].tolist()
        return numbers

    return search


def bm25s_numba(passages: Words) -> Search:
    """bm25s with its loops compiled by numba."""
    search = bm25s(passages, "numba")
    # Compiled by the first query.
    search(passages[0][:2])
    return search


def tantivy(passages: Words) -> Search:
    """tantivy's index in memory, one segment, the words parted by blanks."""
    index, schema = tantivy_index()
    writer = index.writer(512_000_000, 1)
    for number, words in enumerate(passages):
        writer.add_document(tantivy_document(number, words))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    import tantivy as library

    def search(query: Sequence[str]) -> Sequence[int]:
        wanted = library.Query.boolean_query(
            [(library.Occur.Should, library.Query.term_query(schema, "words", w)) for w in query]
        )
        hits = searcher.search(wanted, _BEST, count=False).hits
        return [searcher.doc(address)["number"][0] for _, address in hits]

    return search


def tantivy_index(path: str | None = None) -> tuple[Any, Any]:
    """An empty index of tantivy and its schema."""
    import tantivy as library

    builder = library.SchemaBuilder()
    builder.add_unsigned_field("number", stored=True, indexed=True)
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    return library.Index(schema, path=path), schema


def tantivy_document(number: int, words: Sequence[str]) -> Any:
    """A passage as tantivy takes it."""
    import tantivy as library

    document = library.Document()
    document.add_unsigned("number", number)
    document.add_text("words", " ".join(words))
    return document


def rank_bm25_rs(passages: Words) -> Search:
    """rank_bm25's class written in Rust."""
    from rank_bm25_rs import BM25Plus

    model = BM25Plus(passages, k1=K1, b=B)
    numbers = list(range(len(passages)))

    def search(query: Sequence[str]) -> Sequence[int]:
        found: list[int] = model.get_top_n(list(query), numbers, n=_BEST)
        return found

    return search


_MODULES = {
    "rank_bm25": (rank_bm25, "rank_bm25"),
    "SQLite FTS5": (sqlite_fts5, "sqlite3"),
    "bm25s numpy": (bm25s, "bm25s"),
    "bm25s numba": (bm25s_numba, "numba"),
    "tantivy": (tantivy, "tantivy"),
    "rank-bm25-rs": (rank_bm25_rs, "rank_bm25_rs"),
}


def installed() -> dict[str, Callable[[Words], Search]]:
    """Those that are there, by the name they go by."""
    return {
        name: peer
        for name, (peer, module) in _MODULES.items()
        if importlib.util.find_spec(module) and (module != "numba" or _has_bm25s())
    }


def _has_bm25s() -> bool:
    return importlib.util.find_spec("bm25s") is not None
