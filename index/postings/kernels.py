"""Scoring the passages of one segment in single precision, in loops that numba compiles.

The same functions as in `vectorised.py`, with the same results. Importing this module takes a
quarter of a second and compiling it seconds, unless it is cached: see `loops.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

from index.postings.segment import COUNT, DENSE, MORE, MORE_COUNT, START
from index.postings.vectorised import Array

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _compiled(function: _Function) -> _Function:
    """A function that is compiled when it is first called, and cached where that can be kept."""
    try:
        return cast(_Function, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:
        # Neither the folder of this file nor the user's can be written to.
        return cast(_Function, numba.njit(nogil=True)(function))


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
    low: int,
    high: int,
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
    """Adds what the terms of a query give to the passages [low, high).

    `once` is what a term that occurs once gives by the length of a passage, before its
    weight; `norms` what the length adds below the fraction.
    """
    for at in range(len(query)):
        row = lower_bound(terms, 0, len(terms), query[at])
        if row == len(terms) or terms[row] != query[at]:
            continue
        weight = weights[at]
        start = table[row, START]
        if table[row, DENSE]:
            for byte in range(low >> 3, (high + 7) >> 3):
                eight = bits[start + byte]
                doc = byte << 3
                for bit in range(max(0, low - doc), min(8, high - doc)):
                    if (eight >> bit) & 1:
                        scores[doc + bit] += weight * once[doc + bit]
        else:
            end = start + table[row, COUNT]
            if low > 0:
                start = lower_bound(docs, start, end, low)
            if high < len(norms):
                end = lower_bound(docs, start, end, high)
            for place in range(start, end):
                doc = docs[place]
                scores[doc] += weight * once[doc]
        start = table[row, MORE]
        end = start + table[row, MORE_COUNT]
        if low > 0:
            start = lower_bound(more_docs, start, end, low)
        for place in range(start, end):
            doc = more_docs[place]
            if doc >= high:
                break
            count = np.float32(more_counts[place])
            scores[doc] += weight * (
                count * (k1 + np.float32(1)) / (count + norms[doc]) - once[doc]
            )


@_compiled
def best(
    scores: Array,
    told: Array,
    dead: Array,
    low: int,
    high: int,
    most: Array,
    slack: Any,
    found: Array,
    filled: int,
) -> int:
    """Notes the passages [low, high) that may be among the best, and how many are noted now.

    `most` are the best scores so far, ascending, zeros while there are fewer. What is
    `slack` below the least of them is noted still. `told` and `dead` may be empty.
    """
    for doc in range(low, high):
        score = scores[doc]
        if score <= np.float32(0) or score < most[0] - slack:
            continue
        if (len(told) and not told[doc]) or (len(dead) and dead[doc]):
            continue
        found[filled] = doc
        filled += 1
        if score > most[0]:
            at = 0
            while at + 1 < len(most) and most[at + 1] < score:
                most[at] = most[at + 1]
                at += 1
            most[at] = score
    return filled


@_compiled
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

    `spans` (s, 2) are the passages that are looked at, ascending and apart. `scores`,
    `told` and `found` have room for every passage of the segment.
    """
    filled = 0
    nobody = told[:0]
    for span in range(len(spans)):
        low, high = spans[span, 0], spans[span, 1]
        scores[low:high] = 0
        accumulate(
            scores, low, high, query, weights, terms, table, docs, bits, more_docs, more_counts,
            once, norms, k1,
        )  # fmt: skip
        if len(beside):
            for doc in range(low, high):
                told[doc] = scores[doc] > np.float32(0)
            accumulate(
                scores, low, high, beside, beside_weights, terms, table, docs, bits, more_docs,
                more_counts, once, norms, k1,
            )  # fmt: skip
            filled = best(scores, told, dead, low, high, most, slack, found, filled)
        else:
            filled = best(scores, nobody, dead, low, high, most, slack, found, filled)
    return filled


@_compiled
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
    for at in range(len(query)):
        row = lower_bound(terms, 0, len(terms), query[at])
        if row == len(terms) or terms[row] != query[at]:
            continue
        start, count = table[row, START], table[row, COUNT]
        more, more_count = table[row, MORE], table[row, MORE_COUNT]
        for line in range(len(wanted)):
            doc = wanted[line]
            if table[row, DENSE]:
                held = (bits[start + (doc >> 3)] >> (doc & 7)) & 1
            else:
                place = lower_bound(docs, start, start + count, doc)
                held = place < start + count and docs[place] == doc
            if held:
                place = lower_bound(more_docs, more, more + more_count, doc)
                repeated = place < more + more_count and more_docs[place] == doc
                counts[line, at] = more_counts[place] if repeated else 1
