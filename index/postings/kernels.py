"""Scoring the passages of one segment in single precision, in loops that numba compiles.

The same functions as in `vectorised.py`, with the same results. Importing this module takes a
quarter of a second and compiling it seconds, unless it is cached: see `loops.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba import carray, types  # type: ignore[attr-defined]
from numba.core import cgutils
from numba.extending import intrinsic

from index.postings.arrays import (
    CODES,
    DOCS,
    GONE,
    IDS,
    LENGTHS,
    MORE_COUNTS,
    MORE_DOCS,
    MORE_STARTS,
    NORMS,
    ONCE,
    STARTS,
    TERMS,
    Array,
    Postings,
)

# Passages from the first to the last span, for each span.
_WORTH = 3000
# Passages for each posting.
_FEW = 8
# Passages that are looked at together.
_BLOCK = 64
_Function = TypeVar("_Function", bound=Callable[..., Any])


def _compiled(function: _Function) -> _Function:
    """A function that is compiled when it is first called, and cached where that can be kept."""
    try:
        return cast(_Function, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:
        # Neither the folder of this file nor the user's can be written to.
        return cast(_Function, numba.njit(nogil=True)(function))


def _at_address(context: Any, address: Any) -> Any:
    """What is at an address, for `carray` to see as an array."""

    def generate(made: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(address), generate


at_address: Any = intrinsic(_at_address)


@_compiled
def lower_bound(values: Array, low: int, high: int, wanted: int) -> int:
    """The first place in the ascending values[low:high] that is not below `wanted`."""
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@_compiled
def accumulate(
    scores: Array,
    told: bool,
    low: int,
    high: int,
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
    """Adds what the terms of a query give to the passages [low, high).

    With `told`, only to those that have a score already.
    """
    for at in range(len(query)):
        row = lower_bound(terms, 0, len(terms), query[at])
        if row == len(terms) or terms[row] != query[at]:
            continue
        weight = weights[at]
        start, end = starts[row], starts[row + 1]
        more, more_end = more_starts[row], more_starts[row + 1]
        if low > 0:
            start = lower_bound(docs, start, end, low)
            more = lower_bound(more_docs, more, more_end, low)
        if high < len(codes):
            end = lower_bound(docs, start, end, high)
            more_end = lower_bound(more_docs, more, more_end, high)
        if told:
            for place in range(start, end):
                doc = docs[place]
                if scores[doc] > np.float32(0):
                    scores[doc] += weight * once[codes[doc]]
        else:
            for place in range(start, end):
                doc = docs[place]
                scores[doc] += weight * once[codes[doc]]
        for place in range(more, more_end):
            doc = more_docs[place]
            if scores[doc] > np.float32(0):
                count = np.float32(more_counts[place])
                given = count * (k1 + np.float32(1)) / (count + norms[codes[doc]])
                scores[doc] += weight * (given - once[codes[doc]])


@_compiled
def holding(
    found: Array,
    scores: Array,
    low: int,
    high: int,
    query: Array,
    terms: Array,
    starts: Array,
    docs: Array,
) -> int:
    """Notes every passage of [low, high) that holds a term once, marks it, and counts them."""
    filled = 0
    for at in range(len(query)):
        row = lower_bound(terms, 0, len(terms), query[at])
        if row == len(terms) or terms[row] != query[at]:
            continue
        for place in range(starts[row], starts[row + 1]):
            doc = docs[place]
            if low <= doc < high and scores[doc] == np.float32(0):
                scores[doc] = np.float32(1)
                found[filled] = doc
                filled += 1
    for at in range(filled):
        scores[found[at]] = 0
    return filled


@_compiled
def note(score: Any, most: Array) -> None:
    """Puts a score among the best, which are ascending, in place of the least of them."""
    at = 0
    while at + 1 < len(most) and most[at + 1] < score:
        most[at] = most[at + 1]
        at += 1
    most[at] = score


@_compiled
def lies_in(doc: int, spans: Array) -> bool:
    """Whether a passage lies in one of the spans."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) >> 1
        if spans[middle, 1] <= doc:
            low = middle + 1
        else:
            high = middle
    return low < len(spans) and spans[low, 0] <= doc


@_compiled
def best(
    scores: Array,
    spans: Array,
    most: Array,
    slack: Any,
    found: Array,
    found_scores: Array,
    filled: int,
) -> int:
    """Notes the passages in spans that may be among the best, and how many are noted now."""
    # Positive numbers of single precision are in the order of their bits, which compare faster.
    bits = scores.view(np.uint32)
    pieces = 0
    for span in range(len(spans)):
        pieces += (spans[span, 1] - spans[span, 0] + _BLOCK - 1) // _BLOCK
    maxima = np.zeros(pieces, np.uint32)
    piece = 0
    for span in range(len(spans)):
        for start in range(spans[span, 0], spans[span, 1], _BLOCK):
            some = bits[start : min(spans[span, 1], start + _BLOCK)]
            largest = np.uint32(0)
            for at in range(len(some)):
                if some[at] > largest:
                    largest = some[at]
            maxima[piece] = largest
            piece += 1
    # The best of each piece are as many passages: the best are no worse than the best of these.
    bound = most.copy()
    for most_of_piece in maxima.view(np.float32):
        if most_of_piece > bound[0]:
            note(most_of_piece, bound)
    least = max(np.float32(0), bound[0] - slack)
    piece = 0
    for span in range(len(spans)):
        for start in range(spans[span, 0], spans[span, 1], _BLOCK):
            most_of_piece = maxima.view(np.float32)[piece]
            piece += 1
            if most_of_piece == np.float32(0) or most_of_piece < least:
                continue
            for doc in range(start, min(spans[span, 1], start + _BLOCK)):
                score = scores[doc]
                if score >= least and score > np.float32(0):
                    found[filled] = doc
                    found_scores[filled] = score
                    filled += 1
                    if score > most[0]:
                        note(score, most)
    return filled


@_compiled
def search_one(
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
    """How many candidates one segment has, which are noted."""
    first, last = spans[0, 0], spans[len(spans) - 1, 1]
    postings = 0
    for at in range(len(query)):
        row = lower_bound(terms, 0, len(terms), query[at])
        if row < len(terms) and terms[row] == query[at]:
            postings += starts[row + 1] - starts[row]
    if postings * _FEW < last - first:
        # Faster than to look through the scores of all.
        touched = holding(found, scores, first, last, query, terms, starts, docs)
        accumulate(
            scores, False, first, last, query, weights, terms, starts, docs, more_starts,
            more_docs, more_counts, codes, once, norms, k1,
        )  # fmt: skip
        accumulate(
            scores, True, first, last, beside, beside_weights, terms, starts, docs, more_starts,
            more_docs, more_counts, codes, once, norms, k1,
        )  # fmt: skip
        filled = 0
        for at in range(touched):
            doc = found[at]
            score = scores[doc]
            scores[doc] = 0
            if score < most[0] - slack or lies_in(doc, gone):
                continue
            if len(spans) == 1 or lies_in(doc, spans):
                found[filled] = doc
                found_scores[filled] = score
                filled += 1
                if score > most[0]:
                    note(score, most)
        return filled
    filled = 0
    # Finding the edges of many spans in every list takes longer than reading what is between.
    apart = len(spans) * _WORTH < last - first
    for span in range(len(spans) if apart else 1):
        low, high = (spans[span, 0], spans[span, 1]) if apart else (first, last)
        accumulate(
            scores, False, low, high, query, weights, terms, starts, docs, more_starts,
            more_docs, more_counts, codes, once, norms, k1,
        )  # fmt: skip
        accumulate(
            scores, True, low, high, beside, beside_weights, terms, starts, docs, more_starts,
            more_docs, more_counts, codes, once, norms, k1,
        )  # fmt: skip
        for at in range(len(gone)):
            scores[gone[at, 0] : gone[at, 1]] = 0
        own = spans[span : span + 1] if apart else spans
        filled = best(scores, own, most, slack, found, found_scores, filled)
        scores[low:high] = 0
    return filled


@_compiled
def search_all(
    table: Array,
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
    """As `vectorised.search`, of the arrays whose addresses are in a table."""
    filled = 0
    for number in range(len(table)):
        row = table[number]
        first, last = spans_of[number], spans_of[number + 1]
        if first < last:
            filled += search_one(
                spans[first:last],
                query,
                weights,
                beside,
                beside_weights,
                carray(at_address(row[TERMS]), row[TERMS + 1], np.int32),
                carray(at_address(row[STARTS]), row[STARTS + 1], np.int32),
                carray(at_address(row[DOCS]), row[DOCS + 1], np.uint16),
                carray(at_address(row[MORE_STARTS]), row[MORE_STARTS + 1], np.int32),
                carray(at_address(row[MORE_DOCS]), row[MORE_DOCS + 1], np.uint16),
                carray(at_address(row[MORE_COUNTS]), row[MORE_COUNTS + 1], np.uint16),
                carray(at_address(row[CODES]), row[CODES + 1], np.uint16),
                carray(at_address(row[ONCE]), row[ONCE + 1], np.float32),
                carray(at_address(row[NORMS]), row[NORMS + 1], np.float32),
                carray(at_address(row[GONE]), (row[GONE + 1], 2), np.int64),
                k1,
                most,
                slack,
                scores,
                found[filled:],
                found_scores[filled:],
            )
        ends[number] = filled


@_compiled
def exact_all(
    table: Array,
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
    """As `vectorised.exact`, of the arrays whose addresses are in a table."""
    known = True
    rows = np.empty(len(query), np.int64)
    for line in range(len(docs)):
        of_part = table[parts[line]]
        starts = carray(at_address(of_part[STARTS]), of_part[STARTS + 1], np.int32)
        held = carray(at_address(of_part[DOCS]), of_part[DOCS + 1], np.uint16)
        more_starts = carray(at_address(of_part[MORE_STARTS]), of_part[MORE_STARTS + 1], np.int32)
        more_docs = carray(at_address(of_part[MORE_DOCS]), of_part[MORE_DOCS + 1], np.uint16)
        more_counts = carray(at_address(of_part[MORE_COUNTS]), of_part[MORE_COUNTS + 1], np.uint16)
        if line == 0 or parts[line] != parts[line - 1]:
            terms = carray(at_address(of_part[TERMS]), of_part[TERMS + 1], np.int32)
            for at in range(len(query)):
                row = lower_bound(terms, 0, len(terms), query[at])
                rows[at] = row if row < len(terms) and terms[row] == query[at] else -1
        doc = docs[line]
        ids[line] = carray(at_address(of_part[IDS]), of_part[IDS + 1], np.int64)[doc]
        length = carray(at_address(of_part[LENGTHS]), of_part[LENGTHS + 1], np.int32)[doc]
        lengths[line] = length
        score = 0.0
        for at in range(len(query)):
            count = 0
            row = rows[at]
            if row >= 0:
                spot = lower_bound(held, starts[row], starts[row + 1], doc)
                if spot < starts[row + 1] and held[spot] == doc:
                    end = more_starts[row + 1]
                    spot = lower_bound(more_docs, more_starts[row], end, doc)
                    repeated = spot < end and more_docs[spot] == doc
                    count = more_counts[spot] if repeated else 1
            counts[at, line] = count
            value = np.nan
            if count < given.shape[0] and length < given.shape[1]:
                value = given[count, length]
            score += idfs[at] * value
        scores[line] = score
        known = known and not np.isnan(score)
    return known


def search(postings: Postings, *arguments: Any) -> None:
    """As `vectorised.search`."""
    search_all(postings.table, *arguments)


def exact(postings: Postings, *arguments: Any) -> bool:
    """As `vectorised.exact`."""
    known: bool = exact_all(postings.table, *arguments)
    return known
