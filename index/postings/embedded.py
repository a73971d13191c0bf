"""The index over passages in a SQLite database: segments as BLOBs, deletions and the vocabulary.

Segments are immutable. What is added becomes a new one; what is deleted is noted beside its
segment; small neighbours are joined now and then. So a writer touches little, readers keep
what they have loaded, and everything happens in the transaction of whoever writes.
"""

from __future__ import annotations

import itertools
import threading
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import numpy as np
from sqlite_utils import Database

from index.models import Hit
from index.postings.contract import EVERYTHING, Filters, IndexedPassage, Stats
from index.postings.part import Part
from index.postings.segment import (
    LARGEST,
    DamagedError,
    Run,
    Segment,
    build,
    from_bytes,
    in_order,
    joined,
)
from index.postings.segment import to_bytes as segment_bytes
from index.postings.view import View

TABLES = """
CREATE TABLE segments (
    id INTEGER PRIMARY KEY AUTOINCREMENT, passages INTEGER NOT NULL, content BLOB NOT NULL
) STRICT;
CREATE TABLE deletions (
    segment INTEGER NOT NULL REFERENCES segments(id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL,
    PRIMARY KEY (segment, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE vocabulary (
    first INTEGER PRIMARY KEY, size INTEGER NOT NULL, terms BLOB NOT NULL
) STRICT;
CREATE TABLE epoch (value TEXT NOT NULL) STRICT;
INSERT INTO epoch VALUES (hex(randomblob(8)));
"""
# Others put in place of what was there: whoever has loaded that must notice.
ANOTHER_EPOCH = "UPDATE main.epoch SET value = hex(randomblob(8))"
# So many neighbours of about the same size become one.
_FAN = 8
# What `commit` itself joins at most, in passages; more is left to `maintain`.
_SOON = 1024
# A segment of which less than this share is living is written anew.
_LIVING = 0.5


class EmbeddedIndex:
    """An index over passages in one database. What it promises is in `contract.py`.

    `database` is a connection whose transactions somebody else may have begun: then what is
    committed here becomes durable and visible to others with theirs, and if they roll back
    they must call `forget`. One thread writes at a time; any number may read.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._added: list[IndexedPassage] = []
        self._deleted: set[str] = set()
        self._lock = threading.RLock()
        self.forget()

    def forget(self) -> None:
        """Forgets what was loaded and what was not committed."""
        with self._lock:
            self._epoch = ""
            self._numbers: defaultdict[str, int] = defaultdict()
            self._names: list[str] = []
            self._view = View((), self._numbers, self._names)
            self._added, self._deleted = [], set()

    # Reading

    def view(self, database: Database | None = None) -> View:
        """The index as the transaction of a connection sees it; what is known is not loaded again."""
        database = database or self._database
        with self._lock:
            epoch = database.execute("SELECT value FROM epoch").fetchone()[0]
            if epoch != self._epoch:
                self._numbers, self._names = defaultdict(), []
                self._view = View((), self._numbers, self._names)
                self._epoch = epoch
            self._load_terms(database)
            known = {part.number: part for part in self._view.parts}
            deleted = _deletions(database)
            parts = []
            for (number,) in database.execute("SELECT id FROM segments ORDER BY id").fetchall():
                part = known.get(number)
                dead = deleted.get(number, ())
                if part is None or part.deleted != dead:
                    segment = part.segment if part else _load(database, number)
                    part = Part(number, segment, dead)
                parts.append(part)
            if tuple(parts) != self._view.parts:
                self._view = View(parts, self._numbers, self._names, self._view)
            return self._view

    def _load_terms(self, database: Database) -> None:
        known = len(self._names)
        rows = database.execute(
            "SELECT first, terms FROM vocabulary WHERE first + size > ? ORDER BY first", [known]
        )
        for first, terms in rows.fetchall():
            names = zlib.decompress(terms).decode().split("\n")[max(0, known - first) :]
            self._numbers.update(zip(names, itertools.count(len(self._names)), strict=False))
            self._names += names

    def df(self, terms: Sequence[str]) -> list[int]:
        return self.view().df(terms)

    def stats(self) -> Stats:
        return self.view().stats()

    def search(
        self,
        terms: Sequence[str],
        filters: Filters = EVERYTHING,
        k: int = 10,
        *,
        beside: Sequence[str] = (),
    ) -> tuple[Hit, ...]:
        return self.view().search(terms, filters, k, beside=beside)

    def idf(self, term: str) -> float:
        return self.view().idf(term)

    def together(self, terms: Sequence[str]) -> int:
        return self.view().together(terms)

    def terms(self) -> Iterable[str]:
        return self.view().terms()

    def search_each(
        self,
        terms: Sequence[str],
        filters: Filters = EVERYTHING,
        k: int = 10,
        *,
        beside: Sequence[str] = (),
    ) -> Mapping[str, tuple[Hit, ...]]:
        return self.view().search_each(terms, filters, k, beside=beside)

    def fetch(self, ids: Sequence[int]) -> list[IndexedPassage]:
        found = {held.id: held for held in self.view().contents(ids)}
        return [found[number] for number in ids if number in found]

    def health(self) -> tuple[str, ...]:
        try:
            return self.view().faults()
        except DamagedError as error:
            return (str(error),)

    def close(self) -> None:
        self.forget()

    # Writing

    def add(self, passages: Iterable[IndexedPassage]) -> None:
        self._added += passages

    def delete(self, reports: Iterable[str]) -> None:
        deleted = set(reports)
        self._added = [held for held in self._added if held.report not in deleted]
        self._deleted |= deleted

    def commit(self) -> None:
        try:
            self._commit()
        except BaseException:
            self.forget()
            raise

    def _commit(self) -> None:
        with self._database.atomic():
            before = self.view()
            living = self._delete(before)
            added = _new(self._added, before, self._deleted)
            for at in range(0, len(added), LARGEST):
                chunk = added[at : at + LARGEST]
                living.append((self._insert(self._segment(chunk)), len(chunk)))
            self._added, self._deleted = [], set()
            self._join(_neighbours(living, _SOON))

    def clear(self) -> None:
        """Takes away everything, also what cannot be read any more."""
        with self._database.atomic():
            for table in ("deletions", "segments", "vocabulary"):
                self._database.execute(f"DELETE FROM {table}")
            self._database.execute(ANOTHER_EPOCH)

    def untidy(self) -> bool:
        """Whether there is something for `maintain` to do."""
        return bool(self._to_join() or self._hollow() or self._scattered())

    def maintain(self) -> None:
        """Joins what has become many small segments, and writes anew what is mostly deleted."""
        with self._database.atomic():
            if self._scattered():
                self.view()
                self._database.execute("DELETE FROM vocabulary")
                self._insert_terms(0, self._names)
            self._join(self._to_join())
            for number in self._hollow():
                self._join([number])

    def _scattered(self) -> bool:
        """Whether the vocabulary is in more pieces than it need be."""
        rows = self._database.execute("SELECT count(*) FROM vocabulary").fetchone()[0]
        return int(rows) > _FAN * _FAN

    def _to_join(self) -> list[int]:
        return _neighbours([(part.number, part.living) for part in self.view().parts], LARGEST)

    def _hollow(self) -> list[int]:
        return [
            part.number for part in self.view().parts if part.living < len(part.segment) * _LIVING
        ]

    def _delete(self, before: View) -> list[tuple[int, int]]:
        """Notes what is deleted; the segments that are left, with how many passages live."""
        living = []
        for part in before.parts:
            runs = part.runs_of(self._deleted) if self._deleted else []
            left = part.living - sum(run.end - run.start for run in runs)
            if left:
                self._database.conn.executemany(
                    "INSERT INTO deletions VALUES (?, ?, ?)",
                    [(part.number, run.start, run.end) for run in runs],
                )
                living.append((part.number, left))
            else:
                self._database.execute("DELETE FROM segments WHERE id = ?", [part.number])
        return living

    def _segment(self, passages: Sequence[IndexedPassage]) -> Segment:
        """Passages in ascending order of their ids as a segment; new terms get their numbers."""
        counts = np.fromiter((len(held.terms) for held in passages), np.int64, len(passages))
        every = itertools.chain.from_iterable(held.terms for held in passages)
        with self._lock:
            # A term that has no number yet gets the next one.
            first = len(self._names)
            self._numbers.default_factory = itertools.count(first).__next__
            terms = np.fromiter(map(self._numbers.__getitem__, every), np.int32, int(counts.sum()))
            self._numbers.default_factory = None
            number = len(self._numbers) - first
            fresh = [*itertools.islice(reversed(self._numbers), number)][::-1]
            self._names += fresh
        if fresh:
            if any("\n" in term for term in fresh):
                raise ValueError("a term with a line break")
            self._insert_terms(first, fresh)
        docs = np.repeat(np.arange(len(passages), dtype=np.int32), counts)
        of_each = itertools.chain.from_iterable(held.terms.values() for held in passages)
        often = np.fromiter(of_each, np.int32, len(terms))
        return build(
            np.array([held.id for held in passages], np.int64),
            np.bincount(docs, often, len(passages)).astype(np.int32),
            in_order(terms, docs, often),
            tuple(_runs(passages)),
        )

    def _insert_terms(self, first: int, terms: Sequence[str]) -> None:
        content = zlib.compress("\n".join(terms).encode(), level=1)
        self._database.execute(
            "INSERT INTO vocabulary VALUES (?, ?, ?)", [first, len(terms), content]
        )

    def _insert(self, segment: Segment) -> int:
        cursor = self._database.execute(
            "INSERT INTO segments (passages, content) VALUES (?, ?)",
            [len(segment), segment_bytes(segment)],
        )
        number = cursor.lastrowid
        assert number is not None
        return number

    def _join(self, numbers: Sequence[int]) -> None:
        """Puts one segment in place of several neighbours, or of one without what is deleted."""
        if not numbers:
            return
        deleted = _deletions(self._database)
        parts = [
            Part(number, _load(self._database, number), deleted.get(number, ()))
            for number in numbers
        ]
        one = joined([(part.segment, part.dead if len(part.dead) else None) for part in parts])
        marks = ",".join("?" * len(numbers))
        self._database.execute(f"DELETE FROM segments WHERE id IN ({marks})", list(numbers))
        self._insert(one)


def in_memory() -> EmbeddedIndex:
    """An empty index that ends with its process."""
    database = Database(memory=True)
    database.conn.isolation_level = None
    database.conn.executescript(TABLES)
    return EmbeddedIndex(database)


def _load(database: Database, number: int) -> Segment:
    content = database.execute("SELECT content FROM segments WHERE id = ?", [number]).fetchone()[0]
    return from_bytes(content)


def _deletions(database: Database) -> dict[int, tuple[tuple[int, int], ...]]:
    rows = database.execute("SELECT segment, start, end FROM deletions ORDER BY segment, start")
    return {
        number: tuple((start, end) for _, start, end in own)
        for number, own in groupby(rows.fetchall(), key=lambda row: row[0])
    }


def _new(
    passages: Sequence[IndexedPassage], before: View, deleted: set[str]
) -> list[IndexedPassage]:
    """Passages by id, each once, without those that are there already and stay."""
    added = {held.id: held for held in reversed(passages)}
    for part in before.parts:
        ids = part.segment.ids
        if added and min(added) <= ids.max():
            staying = np.isin(ids, list(added))
            if len(part.dead):
                staying &= ~part.dead
            for run in part.runs_of(deleted):
                staying[run.start : run.end] = False
            for number in ids[staying].tolist():
                del added[number]
    return [added[number] for number in sorted(added)]


def _runs(passages: Sequence[IndexedPassage]) -> Iterator[Run]:
    """The passages of a segment, those beside each other together that are of one report."""
    at = 0
    for (report, place, issuer, year), own in groupby(
        passages, key=lambda held: (held.report, held.place, held.issuer, held.year)
    ):
        start, at = at, at + sum(1 for _ in own)
        yield Run(report, place, issuer, year, start, at)


def _neighbours(living: Sequence[tuple[int, int]], most: int) -> list[int]:
    """The last segments that should be one, by their numbers: `_FAN` or more of about a size.

    `living` gives the number and the passages of each segment; they become no more than `most`.
    """
    tail: list[int] = []
    passages = largest = 0
    for number, count in reversed(living):
        if passages + count > most or (tail and count > largest * _FAN):
            break
        tail.append(number)
        passages += count
        largest = max(largest, count)
    return sorted(tail) if len(tail) >= _FAN else []
