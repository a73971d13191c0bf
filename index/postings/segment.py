"""A segment: the postings of up to 65,536 passages, immutable, as a few arrays.

Passages are numbered within their segment, so that 16 bits are enough. Where a term
occurs is kept as in a Roaring bitmap (Chambi et al., 2016): a sorted array of
numbers, or one bit for every passage where that is shorter. It occurs there once; how
often it does where it occurs more than once stands in a second list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

LARGEST = 65_536
# Columns of `table`: whether the term has bits rather than an array, where in `bits` or `docs`
# these begin, how many passages hold it, where in `more_docs` its list begins, how long that is.
DENSE, START, COUNT, MORE, MORE_COUNT = range(5)
# Arrays begin at multiples of this in the bytes of a segment.
_ALIGNED = 8


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

    ids (n): the id of each passage, ascending. lengths (n): how many terms it has.
    terms (t): numbers of terms, ascending. table (t, 5): where the postings of each are.
    """

    ids: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int32]
    terms: npt.NDArray[np.int32]
    table: npt.NDArray[np.int32]
    docs: npt.NDArray[np.uint16]
    bits: npt.NDArray[np.uint8]
    more_docs: npt.NDArray[np.uint16]
    more_counts: npt.NDArray[np.uint16]
    runs: tuple[Run, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def frequencies(self) -> npt.NDArray[np.int32]:
        """In how many passages each of `terms` occurs."""
        return self.table[:, COUNT]


_ARRAYS = tuple(field.name for field in fields(Segment) if field.name != "runs")
_TYPES: Mapping[str, npt.DTypeLike] = {
    "ids": np.int64,
    "lengths": np.int32,
    "terms": np.int32,
    "table": np.int32,
    "docs": np.uint16,
    "bits": np.uint8,
    "more_docs": np.uint16,
    "more_counts": np.uint16,
}


def width(passages: int) -> int:
    """How many bytes hold a bit for each passage."""
    return -(-passages // 8)


def build(
    ids: npt.NDArray[np.int64],
    lengths: npt.NDArray[np.int32],
    postings: Triplets,
    runs: Sequence[Run],
) -> Segment:
    """A segment of passages in ascending order of their ids."""
    terms, counts = np.unique(postings.terms, return_counts=True)
    bytes_of_bits = width(len(ids))
    dense = counts * 2 > bytes_of_bits
    # Which posting is of which term, by its place in `terms`.
    of_term = np.repeat(np.arange(len(terms)), counts)
    in_bits = dense[of_term]

    table = np.zeros((len(terms), 5), np.int32)
    table[:, DENSE] = dense
    table[:, COUNT] = counts
    array_counts = np.where(dense, 0, counts)
    array_starts = np.cumsum(array_counts) - array_counts
    table[:, START] = np.where(dense, (np.cumsum(dense) - dense) * bytes_of_bits, array_starts)

    bits = np.zeros(int(dense.sum()) * bytes_of_bits * 8, np.bool_)
    row = np.cumsum(dense) - 1
    bits[row[of_term[in_bits]] * bytes_of_bits * 8 + postings.docs[in_bits]] = True

    repeated = postings.counts > 1
    table[:, MORE_COUNT] = np.bincount(of_term[repeated], minlength=len(terms))
    table[:, MORE] = np.cumsum(table[:, MORE_COUNT]) - table[:, MORE_COUNT]
    return Segment(
        ids=ids,
        lengths=lengths,
        terms=terms.astype(np.int32),
        table=table,
        docs=postings.docs[~in_bits].astype(np.uint16),
        bits=np.packbits(bits, bitorder="little"),
        more_docs=postings.docs[repeated].astype(np.uint16),
        # No passage is so long that a term could occur more often than that.
        more_counts=np.minimum(postings.counts[repeated], 65_535).astype(np.uint16),
        runs=tuple(runs),
    )


def triplets(segment: Segment) -> Triplets:
    """The postings of a segment one by one."""
    counts = segment.frequencies
    of_term = np.repeat(np.arange(len(segment.terms)), counts)
    in_bits = segment.table[of_term, DENSE].astype(np.bool_)
    docs = np.zeros(len(of_term), np.int32)
    docs[~in_bits] = segment.docs
    rows = np.unpackbits(segment.bits.reshape(-1, width(len(segment))), axis=1, bitorder="little")
    docs[in_bits] = np.nonzero(rows)[1]
    often = np.ones(len(of_term), np.int32)
    repeated = np.repeat(np.arange(len(segment.terms)), segment.table[:, MORE_COUNT])
    # Term and passage as one number, by which the postings are sorted.
    key = of_term.astype(np.int64) * LARGEST + docs
    often[np.searchsorted(key, repeated.astype(np.int64) * LARGEST + segment.more_docs)] = (
        segment.more_counts
    )
    return Triplets(segment.terms[of_term], docs, often)


def contents(segment: Segment, names: Sequence[str]) -> Iterator[tuple[int, Run, dict[str, int]]]:
    """The id of each passage, whose it is, and how often each term occurs in it.

    `names` gives the terms by their numbers.
    """
    postings = triplets(segment)
    order = np.argsort(postings.docs, kind="stable")
    ends = np.cumsum(np.bincount(postings.docs, minlength=len(segment)))
    start = 0
    for run in segment.runs:
        for doc in range(run.start, run.end):
            own = order[start : ends[doc]]
            start = ends[doc]
            terms = (names[term] for term in postings.terms[own].tolist())
            counts = postings.counts[own].tolist()
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
    terms = np.concatenate([own.terms for own in postings])
    # Each is sorted already and they are in order, so that passages stay so within a term.
    order = np.argsort(terms, kind="stable")
    return build(
        np.concatenate(ids),
        np.concatenate(lengths),
        Triplets(
            terms[order],
            np.concatenate([own.docs for own in postings])[order],
            np.concatenate([own.counts for own in postings])[order],
        ),
        runs,
    )


def to_bytes(segment: Segment) -> bytes:
    """A segment as it is stored: a line that says what is where, then the arrays."""
    arrays = [np.ascontiguousarray(getattr(segment, name)) for name in _ARRAYS]
    runs = [[r.report, r.place, r.issuer, r.year, r.start, r.end] for r in segment.runs]
    head: dict[str, Any] = {"runs": runs, "arrays": [list(array.shape) for array in arrays]}
    line = json.dumps(head, ensure_ascii=False).encode() + b"\n"
    parts = [line.rjust(len(line) + -len(line) % _ALIGNED)]
    for array in arrays:
        content = array.tobytes()
        parts += [content, b"\0" * (-len(content) % _ALIGNED)]
    return b"".join(parts)


def from_bytes(content: bytes) -> Segment:
    """A segment from what `to_bytes` made; DamagedError if it is no such thing. Copies nothing."""
    try:
        return _from_bytes(content)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"a segment cannot be read: {error}") from error


def _from_bytes(content: bytes) -> Segment:
    end = content.index(b"\n") + 1
    head = json.loads(content[:end])
    arrays: dict[str, Any] = {}
    at = end
    for name, shape in zip(_ARRAYS, head["arrays"], strict=True):
        size = int(np.prod(shape))
        array = np.frombuffer(content, _TYPES[name], size, at).reshape(shape)
        arrays[name] = array
        at += array.nbytes + -array.nbytes % _ALIGNED
    if at != len(content):
        raise ValueError("a segment of another length than its arrays")
    return Segment(**arrays, runs=tuple(Run(*run) for run in head["runs"]))
