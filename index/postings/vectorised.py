"""Scoring the passages of one segment in single precision, by numpy.

What is found are candidates with their score to within a known error; `view.py` lets
rank_bm25 score these again. `kernels.py` does the same faster, once it is compiled.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from index.postings.arrays import Array, Arrays, Postings


def search(
    postings: Postings,
    spans: Array,
    spans_of: Array,
    query: Array,
    weights: Array,
    beside: Array,
    beside_weights: Array,
    k1: Any,
    most: Array,
    slack: Any,
    scores: Array,
    found: Array,
    found_scores: Array,
    ends: Array,
) -> None:
    """Fills `found` and `found_scores` with candidates, segment after segment up to its end.

    `spans` (s, 2) are the passages that are looked at, ascending and apart; those of segment i
    are spans[spans_of[i]:spans_of[i + 1]]. `most` are the best scores so far, ascending, zeros
    while there are fewer; what is `slack` below the least of them is a candidate still.
    `scores` has room for every passage of a segment, and holds zeros before and afterwards;
    `found` and `found_scores` have room for all passages.
    """
    filled = 0
    for number, own in enumerate(postings.segments):
        of_segment = spans[spans_of[number] : spans_of[number + 1]]
        if len(of_segment):
            size = len(own.codes)
            _accumulate(scores, query, weights, own, k1)
            candidates = scores[:size] > 0
            _accumulate(scores, beside, beside_weights, own, k1)
            within = np.zeros(size, np.bool_)
            for low, high in of_segment:
                within[low:high] = True
            candidates &= within
            for low, high in own.gone:
                candidates[low:high] = False
            places = np.flatnonzero(candidates)
            of_places = scores[places]
            scores[:size] = 0
            most[:] = np.sort(np.concatenate([most, of_places]))[-len(most) :]
            chosen = of_places >= most[0] - slack
            end = filled + int(chosen.sum())
            found[filled:end], found_scores[filled:end] = places[chosen], of_places[chosen]
            filled = end
        ends[number] = filled


def _accumulate(scores: Array, query: Array, weights: Array, own: Arrays, k1: Any) -> None:
    """Adds what the terms of a query give to the passages of a segment."""
    for row, weight in zip(_rows(own.terms, query), weights, strict=True):
        if row < 0:
            continue
        held = own.docs[own.starts[row] : own.starts[row + 1]]
        scores[held] += weight * own.once[own.codes[held]]
        more = slice(own.more_starts[row], own.more_starts[row + 1])
        repeated, counts = own.more_docs[more], own.more_counts[more].astype(np.float32)
        codes = own.codes[repeated]
        given = counts * (k1 + np.float32(1)) / (counts + own.norms[codes])
        scores[repeated] += weight * (given - own.once[codes])


def exact(
    postings: Postings,
    parts: Array,
    docs: Array,
    query: Array,
    idfs: Array,
    given: Array,
    counts: Array,
    lengths: Array,
    ids: Array,
    scores: Array,
) -> bool:
    """Fills the scores (w) of the passages `docs` of segments `parts`; whether all is given.

    `counts` (q, w) becomes how often each term of the query occurs in each passage; `lengths`
    and `ids` (w) what their names say. The terms are added up in the order of the query, with
    their idf. `given` is what a term gives before that, by how often it occurs and the length
    of the passage; what is not known there is not a number.
    """
    counts[:] = 0
    for number in np.unique(parts).tolist():
        own = postings.segments[number]
        lines = np.flatnonzero(parts == number)
        wanted = docs[lines]
        lengths[lines], ids[lines] = own.lengths[wanted], own.ids[wanted]
        for at, row in enumerate(_rows(own.terms, query)):
            if row >= 0:
                counts[at, lines] = _counts(own, row, wanted)
    if (counts >= given.shape[0]).any() or (lengths >= given.shape[1]).any():
        return False
    scores[:] = 0
    for idf, of_term in zip(idfs, given[counts, lengths], strict=True):
        scores += idf * of_term
    return not np.isnan(scores).any()


def _counts(own: Arrays, row: int, wanted: Array) -> Array:
    """How often the term of a row occurs in the passages wanted."""
    held = own.docs[own.starts[row] : own.starts[row + 1]]
    counts = np.zeros(len(wanted), np.int32)
    counts[held[np.minimum(np.searchsorted(held, wanted), len(held) - 1)] == wanted] = 1
    more = slice(own.more_starts[row], own.more_starts[row + 1])
    repeated = own.more_docs[more]
    if len(repeated):
        place = np.minimum(np.searchsorted(repeated, wanted), len(repeated) - 1)
        often = repeated[place] == wanted
        counts[often] = own.more_counts[more][place[often]]
    return counts


def _rows(terms: Array, query: Array) -> Array:
    """Where in the ascending `terms` each of the query stands, -1 if it does not."""
    rows = np.minimum(np.searchsorted(terms, query), len(terms) - 1)
    return np.where(terms[rows] == query, rows, -1)
