"""Scoring the passages of one segment in single precision, by numpy.

What is found are candidates with their score to within a known error; `view.py` lets
rank_bm25 score these again. `kernels.py` does the same faster, once it is compiled.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from index.postings.segment import COUNT, DENSE, MORE, MORE_COUNT, START

Array = npt.NDArray[Any]


def search(
    spans: Array,
    query: Array,
    weights: Array,
    beside: Array,
    beside_weights: Array,
    terms: Array,
    table: Array,
    docs: Array,
    bits: Array,
    more_docs: Array,
    more_counts: Array,
    once: Array,
    norms: Array,
    dead: Array,
    k1: Any,
    most: Array,
    slack: Any,
    scores: Array,
    told: Array,
    found: Array,
) -> int:
    """How many candidates of a segment are in `found`; their scores are in `scores`.

    `spans` (s, 2) are the passages that are looked at, ascending and apart. `once` is what a
    term that occurs once gives by the length of a passage, before its weight; `norms` what
    the length adds below the fraction. `most` are the best scores so far, ascending, zeros
    while there are fewer; what is `slack` below the least of them is a candidate still.
    `scores`, `told` and `found` have room for every passage of the segment;
    `dead` may be empty.
    """
    size = len(norms)
    postings = (terms, table, docs, bits, more_docs, more_counts, once, norms, k1)
    scores[:size] = 0
    _accumulate(scores, query, weights, *postings)
    candidates = scores[:size] > 0
    if len(beside):
        _accumulate(scores, beside, beside_weights, *postings)
    within = np.zeros(size, np.bool_)
    for low, high in spans:
        within[low:high] = True
    candidates &= within
    if len(dead):
        candidates &= ~dead
    places = np.flatnonzero(candidates)
    own = scores[places]
    most[:] = np.sort(np.concatenate([most, own]))[-len(most) :]
    chosen = places[own >= most[0] - slack]
    found[: len(chosen)] = chosen
    return len(chosen)


def _accumulate(
    scores: Array,
    query: Array,
    weights: Array,
    terms: Array,
    table: Array,
    docs: Array,
    bits: Array,
    more_docs: Array,
    more_counts: Array,
    once: Array,
    norms: Array,
    k1: Any,
) -> None:
    """Adds what the terms of a query give to the passages."""
    for row, weight in zip(_rows(terms, query), weights, strict=True):
        if row < 0:
            continue
        held = docs_of(table[row], docs, bits, len(norms))
        scores[held] += weight * once[held]
        more = slice(table[row, MORE], table[row, MORE] + table[row, MORE_COUNT])
        repeated, counts = more_docs[more], more_counts[more].astype(np.float32)
        scores[repeated] += weight * (
            counts * (k1 + np.float32(1)) / (counts + norms[repeated]) - once[repeated]
        )


def occurrences(
    counts: Array,
    query: Array,
    wanted: Array,
    terms: Array,
    table: Array,
    docs: Array,
    bits: Array,
    more_docs: Array,
    more_counts: Array,
) -> None:
    """Fills `counts` (w, q): how often each term of the query occurs in each passage wanted."""
    for at, row in enumerate(_rows(terms, query)):
        if row < 0:
            continue
        if table[row, DENSE]:
            held = (bits[table[row, START] + (wanted >> 3)] >> (wanted & 7)) & 1
        else:
            own = docs[table[row, START] : table[row, START] + table[row, COUNT]]
            held = own[np.minimum(np.searchsorted(own, wanted), len(own) - 1)] == wanted
        counts[:, at] = held
        more = slice(table[row, MORE], table[row, MORE] + table[row, MORE_COUNT])
        if repeated := more_docs[more].size:
            place = np.minimum(np.searchsorted(more_docs[more], wanted), repeated - 1)
            often = more_docs[more][place] == wanted
            counts[often, at] = more_counts[more][place[often]]


def _rows(terms: Array, query: Array) -> Array:
    """Where in the ascending `terms` each of the query stands, -1 if it does not."""
    rows = np.minimum(np.searchsorted(terms, query), len(terms) - 1)
    return np.where(terms[rows] == query, rows, -1)


def docs_of(row: Array, docs: Array, bits: Array, size: int) -> Array:
    """The passages that hold the term of a row of the table."""
    if not row[DENSE]:
        return docs[row[START] : row[START] + row[COUNT]]
    own = bits[row[START] : row[START] + (size + 7) // 8]
    return np.flatnonzero(np.unpackbits(own, bitorder="little", count=size))
