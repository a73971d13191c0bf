"""Scoring the passages of one segment in single precision, by numpy.

What is found are candidates with their score to within a known error; `view.py` lets
rank_bm25 score these again. `kernels.py` does the same faster, once it is compiled.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def search(
    spans: Array,
    query: Array,
    weights: Array,
    beside: Array,
    beside_weights: Array,
    terms: Array,
    starts: Array,
    docs: Array,
    more_starts: Array,
    more_docs: Array,
    more_counts: Array,
    codes: Array,
    once: Array,
    norms: Array,
    gone: Array,
    k1: Any,
    most: Array,
    slack: Any,
    scores: Array,
    found: Array,
    found_scores: Array,
) -> int:
    """How many candidates of a segment are in `found`, with their scores in `found_scores`.

    `spans` (s, 2) are the passages that are looked at, ascending and apart. `codes` tells
    the length of each passage; by it `once` is what a term that occurs once gives, before its
    weight, and `norms` what the length adds below the fraction. `most` are the best scores so far, ascending, zeros
    while there are fewer; what is `slack` below the least of them is a candidate still.
    `scores`, `found` and `found_scores` have room for every passage of the segment;
    `scores` are zeros before and afterwards. `gone` (g, 2) are passages not to be found.
    """
    size = len(codes)
    postings = (terms, starts, docs, more_starts, more_docs, more_counts, codes, once, norms, k1)
    _accumulate(scores, query, weights, *postings)
    candidates = scores[:size] > 0
    _accumulate(scores, beside, beside_weights, *postings)
    within = np.zeros(size, np.bool_)
    for low, high in spans:
        within[low:high] = True
    candidates &= within
    for low, high in gone:
        candidates[low:high] = False
    places = np.flatnonzero(candidates)
    own = scores[places]
    scores[:size] = 0
    most[:] = np.sort(np.concatenate([most, own]))[-len(most) :]
    chosen = own >= most[0] - slack
    filled = int(chosen.sum())
    found[:filled], found_scores[:filled] = places[chosen], own[chosen]
    return filled


def _accumulate(
    scores: Array,
    query: Array,
    weights: Array,
    terms: Array,
    starts: Array,
    docs: Array,
    more_starts: Array,
    more_docs: Array,
    more_counts: Array,
    codes: Array,
    once: Array,
    norms: Array,
    k1: Any,
) -> None:
    """Adds what the terms of a query give to the passages."""
    for row, weight in zip(_rows(terms, query), weights, strict=True):
        if row < 0:
            continue
        held = docs[starts[row] : starts[row + 1]]
        scores[held] += weight * once[codes[held]]
        more = slice(more_starts[row], more_starts[row + 1])
        repeated, counts = more_docs[more], more_counts[more].astype(np.float32)
        scores[repeated] += weight * (
            counts * (k1 + np.float32(1)) / (counts + norms[codes[repeated]])
            - once[codes[repeated]]
        )


def exact(
    scores: Array,
    counts: Array,
    idfs: Array,
    given: Array,
    lengths: Array,
    wanted: Array,
    query: Array,
    terms: Array,
    starts: Array,
    docs: Array,
    more_starts: Array,
    more_docs: Array,
    more_counts: Array,
) -> bool:
    """Fills the scores (w) of the passages `wanted`; whether all that they need is given.

    `counts` (q, w), zeros before, becomes how often each term of the query occurs in each
    passage. The terms are added up in the order of the query, with their idf. `given` is what a term gives before that, by how often it occurs and the length of
    the passage; what is not known there is not a number.
    """
    for at, row in enumerate(_rows(terms, query)):
        if row < 0:
            continue
        own = docs[starts[row] : starts[row + 1]]
        counts[at] = own[np.minimum(np.searchsorted(own, wanted), len(own) - 1)] == wanted
        more = slice(more_starts[row], more_starts[row + 1])
        if repeated := more_docs[more].size:
            place = np.minimum(np.searchsorted(more_docs[more], wanted), repeated - 1)
            often = more_docs[more][place] == wanted
            counts[at, often] = more_counts[more][place[often]]
    own_lengths = lengths[wanted]
    if (counts >= given.shape[0]).any() or (own_lengths >= given.shape[1]).any():
        return False
    values = given[counts, own_lengths]
    scores[:] = 0
    for idf, of_term in zip(idfs, values, strict=True):
        scores += idf * of_term
    return not np.isnan(scores).any()


def _rows(terms: Array, query: Array) -> Array:
    """Where in the ascending `terms` each of the query stands, -1 if it does not."""
    rows = np.minimum(np.searchsorted(terms, query), len(terms) - 1)
    return np.where(terms[rows] == query, rows, -1)
