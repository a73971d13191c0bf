"""A segment: the postings of up to 65,536 passages, immutable, as a few arrays.

Passages are numbered within their segment, so that 16 bits are enough. Each term has the
ascending numbers of the passages it occurs in, and of those in which it does so more than
once, with how often.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

LARGEST = 65_536


class DamagedError(Exception):
    """What is in the database is not what was written there."""


@dataclass(frozen=True, slots=True)
class Run:
    """The passages [start, end) of a segment, which are all of one report."""

    report: str
    place: str | None
    issuer: str | None
    year: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Triplets:
    """Postings one by one, sorted by term and then by passage: which, where, how often."""

    terms: npt.NDArray[np.int32]
    docs: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Segment:
    """The arrays; `n` passages, `t` terms.

    ids (n): the id of each passage. lengths (n): how many terms it has.
    terms (t): numbers of terms, ascending. The passages of the term at `i` are
    docs[starts[i]:starts[i + 1]], those in which it is repeated are
    more_docs[more_starts[i]:more_starts[i + 1]], as often as `more_counts` says there.
    """

    ids: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int32]
    terms: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    docs: npt.NDArray[np.uint16]
    more_starts: npt.NDArray[np.int32]
    more_docs: npt.NDArray[np.uint16]
    more_counts: npt.NDArray[np.uint16]
    runs: tuple[Run, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def frequencies(self) -> npt.NDArray[np.int32]:
        """In how many passages each of `terms` occurs."""
        return np.diff(self.starts)


_TYPES: Mapping[str, Any] = {
    "ids": np.int64,
    "lengths": np.int32,
    "terms": np.int32,
    "starts": np.int32,
    "docs": np.uint16,
    "more_starts": np.int32,
    "more_docs": np.uint16,
    "more_counts": np.uint16,
}


def build(
    ids: npt.NDArray[np.int64],
    lengths: npt.NDArray[np.int32],
    postings: Triplets,
    runs: Sequence[Run],
) -> Segment:
    """A segment of passages with these ids and lengths."""
    terms, starts = np.unique(postings.terms, return_index=True)
    repeated = postings.counts > 1
    return Segment(
        ids=ids,
        lengths=lengths,
        terms=terms.astype(np.int32),
        starts=np.append(starts, len(postings.terms)).astype(np.int32),
        docs=postings.docs.astype(np.uint16),
        more_starts=np.searchsorted(
            postings.terms[repeated], np.append(terms, np.iinfo(np.int32).max)
        ).astype(np.int32),
        more_docs=postings.docs[repeated].astype(np.uint16),
        more_counts=postings.counts[repeated].astype(np.uint16),
        runs=tuple(runs),
    )


def in_order(
    terms: npt.NDArray[np.int32], docs: npt.NDArray[np.int32], counts: npt.NDArray[np.int32]
) -> Triplets:
    """Postings in any order as triplets."""
    # One number each, which sorts in an eighth of the time of three.
    keys = terms.astype(np.int64) << 32
    keys |= docs.astype(np.int64) << 16
    # No passage is so long that a term could occur more often than that.
    keys |= np.minimum(counts, 65_535)
    keys.sort()
    return Triplets(
        (keys >> 32).astype(np.int32),
        (keys >> 16 & 65_535).astype(np.int32),
        (keys & 65_535).astype(np.int32),
    )


def triplets(segment: Segment) -> Triplets:
    """The postings of a segment one by one."""
    of_term = np.repeat(np.arange(len(segment.terms)), segment.frequencies)
    often = np.ones(len(of_term), np.int32)
    repeated = np.repeat(np.arange(len(segment.terms)), np.diff(segment.more_starts))
    # Term and passage as one number, by which the postings are sorted.
    key = of_term.astype(np.int64) * LARGEST + segment.docs
    often[np.searchsorted(key, repeated.astype(np.int64) * LARGEST + segment.more_docs)] = (
        segment.more_counts
    )
    return Triplets(segment.terms[of_term], segment.docs.astype(np.int32), often)


def contents(
    segment: Segment, names: Sequence[str], wanted: npt.NDArray[np.bool_]
) -> Iterator[tuple[int, Run, dict[str, int]]]:
    """The id of each passage wanted, whose it is, and how often each term occurs in it.

    `names` gives the terms by their numbers.
    """
    postings = triplets(segment)
    own = wanted[postings.docs]
    postings = Triplets(postings.terms[own], postings.docs[own], postings.counts[own])
    order = np.argsort(postings.docs, kind="stable")
    ends = np.cumsum(np.bincount(postings.docs, minlength=len(segment)))
    start = 0
    for run in segment.runs:
        for doc in (np.flatnonzero(wanted[run.start : run.end]) + run.start).tolist():
            held = order[start : ends[doc]]
            start = ends[doc]
            terms = (names[term] for term in postings.terms[held].tolist())
            counts = postings.counts[held].tolist()
            yield int(segment.ids[doc]), run, dict(zip(terms, counts, strict=True))


def joined(segments: Sequence[tuple[Segment, npt.NDArray[np.bool_] | None]]) -> Segment:
    """Segments as one, in order and without the passages that the mask beside each calls dead."""
    ids, lengths, postings, runs = [], [], [], []
    at = 0
    for segment, dead in segments:
        alive = np.ones(len(segment), np.bool_) if dead is None else ~dead
        number = np.cumsum(alive) - 1 + at
        ids.append(segment.ids[alive])
        lengths.append(segment.lengths[alive])
        own = triplets(segment)
        kept = alive[own.docs]
        postings.append(
            Triplets(own.terms[kept], number[own.docs[kept]].astype(np.int32), own.counts[kept])
        )
        for run in segment.runs:
            if alive[run.start]:
                start = int(number[run.start])
                end = start + run.end - run.start
                runs.append(Run(run.report, run.place, run.issuer, run.year, start, end))
        at += int(alive.sum())
    return build(
        np.concatenate(ids),
        np.concatenate(lengths),
        in_order(
            np.concatenate([own.terms for own in postings]),
            np.concatenate([own.docs for own in postings]),
            np.concatenate([own.counts for own in postings]),
        ),
        runs,
    )


def to_bytes(segment: Segment) -> bytes:
    """A segment as it is stored, compressed: a line that says what is where, then the arrays.

    Ascending numbers are kept as the differences between neighbours, and those as all their
    lowest bytes, all their second ones, and so on, most of which are zeros.
    """
    arrays = [getattr(segment, name) for name in _TYPES]
    runs = [[r.report, r.place, r.issuer, r.year, r.start, r.end] for r in segment.runs]
    head = {"runs": runs, "sizes": [len(array) for array in arrays]}
    differences = (np.diff(array, prepend=array.dtype.type(0)) for array in arrays)
    planes = [d.view(np.uint8).reshape(-1, d.itemsize).T.tobytes() for d in differences]
    line = json.dumps(head, ensure_ascii=False).encode() + b"\n"
    return zlib.compress(b"".join((line, *planes)), level=1)


def from_bytes(content: bytes) -> Segment:
    """A segment from what `to_bytes` made; DamagedError if it is no such thing."""
    try:
        return _from_bytes(zlib.decompress(content))
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"a segment cannot be read: {error}") from error


def _from_bytes(content: bytes) -> Segment:
    at = content.index(b"\n") + 1
    head = json.loads(content[:at])
    arrays: dict[str, Any] = {}
    for (name, kind), size in zip(_TYPES.items(), head["sizes"], strict=True):
        width = np.dtype(kind).itemsize
        planes = np.frombuffer(content, np.uint8, size * width, at).reshape(width, size)
        differences = np.ascontiguousarray(planes.T).view(kind).reshape(size)
        arrays[name] = np.cumsum(differences, dtype=kind)
        at += size * width
    if at != len(content):
        raise ValueError("it is of another length than its arrays")
    return Segment(**arrays, runs=tuple(Run(*run) for run in head["runs"]))
