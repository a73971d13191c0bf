"""The arrays of the segments of a view, as the loops over postings are given them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
# Where in a row of `Postings.table` the address and the length of each array is.
(
    TERMS, STARTS, DOCS, MORE_STARTS, MORE_DOCS, MORE_COUNTS, CODES, ONCE, NORMS, GONE, IDS, LENGTHS
) = range(0, 24, 2)  # fmt: skip


class Arrays(NamedTuple):
    """The arrays of one segment; those of postings, ids and lengths as in `segment.Segment`.

    codes (n): which of the lengths that occur each passage has. By these, once: what a term
    that occurs once gives before its weight; norms: what the length adds below the fraction.
    gone (g, 2): passages not to be found, ascending [start, end).
    """

    terms: Array
    starts: Array
    docs: Array
    more_starts: Array
    more_docs: Array
    more_counts: Array
    codes: Array
    once: Array
    norms: Array
    gone: Array
    ids: Array
    lengths: Array


class Postings:
    """The arrays of all segments, and their addresses and lengths in one table.

    With the table, compiled loops take one argument for all of them.
    """

    def __init__(self, segments: Sequence[Arrays]) -> None:
        self.segments = tuple(segments)
        rows = [[value for array in own for value in _place(array)] for own in self.segments]
        self.table = np.array(rows, np.int64).reshape(len(rows), 2 * len(Arrays._fields))


def _place(array: Array) -> tuple[int, int]:
    address: int = array.__array_interface__["data"][0]
    return address, len(array)
