"""What the rest of the code may ask of an index over passages, whatever stands behind it.

A cluster could answer these few operations as well as the embedded index does
(`index/postings/embedded.py`); nothing here tells of files, segments or SQL.
`tests/postings_contract.py` holds what every implementation must pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.models import Hit


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage as it is searched: whose it is, and how often each term occurs in it.

    `id` is its own for good; hits that score alike come in the order of their ids.
    """

    id: int
    report: str
    terms: Mapping[str, int]
    place: str | None = None
    issuer: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """Which passages a search may find; None admits all.

    What is admitted decides nothing about scores: frequencies are those of all passages.
    """

    reports: frozenset[str] | None = None
    places: frozenset[str] | None = None
    issuers: frozenset[str] | None = None
    years: frozenset[int] | None = None


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Stats:
    """How many passages there are, and how many terms they have, repeated ones included."""

    passages: int
    length: int


class PassageReader(Protocol):
    """What may be asked of an index as it is at one moment."""

    def stats(self) -> Stats:
        """Of the passages there are."""

    def df(self, terms: Sequence[str]) -> list[int]:
        """In how many passages each term occurs; 0 for an unknown one."""

    def idf(self, term: str) -> float:
        """Inverse document frequency as BM25Plus has it; that of a term in one passage if unknown."""

    def together(self, terms: Sequence[str]) -> int:
        """In how many passages all of the terms occur; 0 for none."""

    def terms(self) -> Iterable[str]:
        """Every term that a passage holds."""

    def search(
        self,
        terms: Sequence[str],
        filters: Filters = EVERYTHING,
        k: int = 10,
        *,
        beside: Sequence[str] = (),
    ) -> tuple[Hit, ...]:
        """The `k` best passages that hold one of `terms`, best first, ties by id.

        Scores are those of rank_bm25's BM25Plus, to 1e-9. The terms `beside` add to
        a score and make no passage a hit. Unknown terms are ignored; a query without
        a known one finds nothing.
        """

    def search_each(
        self,
        terms: Sequence[str],
        filters: Filters = EVERYTHING,
        k: int = 10,
        *,
        beside: Sequence[str] = (),
    ) -> Mapping[str, tuple[Hit, ...]]:
        """The `k` best passages of every report that has any, as `search` finds them in it alone."""


class PassageIndex(PassageReader, Protocol):
    """An index over passages.

    What was added or deleted is neither durable nor visible before `commit`.
    """

    def add(self, passages: Iterable[IndexedPassage]) -> None:
        """Adds passages; one whose id is there already is left as it is."""

    def delete(self, reports: Iterable[str]) -> None:
        """Takes away all passages of reports; a report without any is no error."""

    def commit(self) -> None:
        """Makes all that was added and deleted durable and visible, at once."""

    def fetch(self, ids: Sequence[int]) -> list[IndexedPassage]:
        """Passages by id, in the order asked for; those that are not there are left out."""

    def health(self) -> tuple[str, ...]:
        """What is wrong with the index, a line each; nothing when it is sound."""

    def close(self) -> None:
        """Lets go of everything; nothing may be asked afterwards."""
