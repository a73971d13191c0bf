"""A segment as it is searched: with what has been deleted of it, and whose its passages are."""

from __future__ import annotations

import functools
from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt

from index.postings.contract import Filters
from index.postings.segment import COUNT, DENSE, START, Run, Segment, width

Spans = npt.NDArray[np.int64]


class Part:
    """One segment of a view. Immutable but for what it finds out when first asked."""

    def __init__(self, number: int, segment: Segment, dead: tuple[tuple[int, int], ...]) -> None:
        """`number` is its own for good; `dead` are the passages [start, end) deleted since."""
        self.number = number
        self.segment = segment
        self.deleted = dead
        self.dead = np.zeros(len(segment) if dead else 0, np.bool_)
        for start, end in dead:
            self.dead[start:end] = True

    @property
    def living(self) -> int:
        """How many passages have not been deleted."""
        return len(self.segment) - int(self.dead.sum())

    @property
    def length(self) -> int:
        """How many terms these have."""
        lengths = self.segment.lengths
        return int((lengths[~self.dead] if len(self.dead) else lengths).sum())

    @functools.cached_property
    def frequencies(self) -> npt.NDArray[np.int32]:
        """In how many living passages each term of the segment occurs."""
        segment, table = self.segment, self.segment.table
        if not len(self.dead):
            return segment.frequencies
        gone = np.concatenate([[0], np.cumsum(self.dead[segment.docs])])
        dense = table[:, DENSE].astype(np.bool_)
        start, count = table[:, START], table[:, COUNT]
        lost = np.zeros(len(table), np.int32)
        lost[~dense] = (gone[(start + count)[~dense]] - gone[start[~dense]]).astype(np.int32)
        rows = np.unpackbits(
            segment.bits.reshape(-1, width(len(segment))),
            axis=1,
            bitorder="little",
            count=len(segment),
        )
        lost[dense] = rows[:, self.dead].sum(axis=1, dtype=np.int32)
        return count - lost

    @functools.cached_property
    def whole(self) -> Spans:
        """All passages, as spans."""
        return np.array([[0, len(self.segment)]], np.int64)

    def spans(self, filters: Filters) -> Spans:
        """The passages that filters admit, as ascending [start, end) that do not touch."""
        admitted: npt.NDArray[np.bool_] | None = None
        wanted = (filters.reports, filters.places, filters.issuers, filters.years)
        for values, runs in zip(wanted, self._runs_by, strict=True):
            if values is not None:
                own = np.zeros(len(self.segment.runs), np.bool_)
                for value in runs.keys() & set(values):
                    own[runs[value]] = True
                admitted = own if admitted is None else admitted & own
        if admitted is None:
            return self.whole
        starts, ends = self._edges[0][admitted], self._edges[1][admitted]
        if not len(starts):
            return np.zeros((0, 2), np.int64)
        apart = starts[1:] != ends[:-1]
        first, last = np.concatenate([[True], apart]), np.concatenate([apart, [True]])
        return np.stack([starts[first], ends[last]], axis=1)

    def runs_of(self, reports: Collection[str]) -> list[Run]:
        """The runs of reports that have not been deleted."""
        runs = self.segment.runs
        places = {at for report in reports for at in self._runs_by[0].get(report, [])}
        deleted = set(self.deleted)
        return [runs[at] for at in sorted(places) if (runs[at].start, runs[at].end) not in deleted]

    @functools.cached_property
    def _edges(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        starts = np.fromiter((run.start for run in self.segment.runs), np.int64)
        ends = np.fromiter((run.end for run in self.segment.runs), np.int64)
        return starts, ends

    @functools.cached_property
    def _runs_by(self) -> tuple[dict[Any, list[int]], ...]:
        """Which runs are of a report, a place, an issuer, a year."""
        found: tuple[dict[Any, list[int]], ...] = ({}, {}, {}, {})
        for at, run in enumerate(self.segment.runs):
            for places, value in zip(
                found, (run.report, run.place, run.issuer, run.year), strict=True
            ):
                places.setdefault(value, []).append(at)
        return found
