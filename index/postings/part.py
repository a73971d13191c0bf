"""A segment as it is searched: with what has been deleted of it, and whose its passages are."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from index.postings.contract import Filters
from index.postings.segment import Run, Segment

Spans = npt.NDArray[np.int64]


class Part:
    """One segment of a view. Immutable but for what it finds out when first asked."""

    def __init__(self, number: int, segment: Segment, dead: tuple[tuple[int, int], ...]) -> None:
        """`number` is its own for good; `dead` are the passages [start, end) deleted since."""
        self.number = number
        self.segment = segment
        self.deleted = dead
        self.gone: Spans = np.array(dead, np.int64).reshape(-1, 2)
        # The lengths that passages have, and which of them each has.
        self.lengths, codes = np.unique(segment.lengths, return_inverse=True)
        self.codes = codes.astype(np.uint16)
        self.dead = np.zeros(len(segment) if dead else 0, np.bool_)
        for start, end in dead:
            self.dead[start:end] = True

    @functools.cached_property
    def living(self) -> int:
        """How many passages have not been deleted."""
        return len(self.segment) - int(self.dead.sum())

    @functools.cached_property
    def length(self) -> int:
        """How many terms these have."""
        lengths = self.segment.lengths
        return int((lengths[~self.dead] if len(self.dead) else lengths).sum())

    @functools.cached_property
    def frequencies(self) -> npt.NDArray[np.int32]:
        """In how many living passages each term of the segment occurs."""
        segment = self.segment
        if not len(self.dead):
            return segment.frequencies
        gone = np.concatenate([[0], np.cumsum(self.dead[segment.docs])])
        return segment.frequencies - np.diff(gone[segment.starts]).astype(np.int32)

    @functools.cached_property
    def whole(self) -> Spans:
        """All passages, as spans."""
        return np.array([[0, len(self.segment)]], np.int64)

    def spans(self, filters: Filters) -> Spans:
        """The passages that filters admit, as ascending [start, end) that do not touch."""
        wanted = (filters.reports, filters.places, filters.issuers, filters.years)
        named = [(field, values) for field, values in enumerate(wanted) if values is not None]
        admitted = self._admitted(named)
        starts, ends = self._edges[0][admitted], self._edges[1][admitted]
        if not len(starts):
            return np.zeros((0, 2), np.int64)
        apart = starts[1:] != ends[:-1]
        first, last = np.concatenate([[True], apart]), np.concatenate([apart, [True]])
        return np.stack([starts[first], ends[last]], axis=1)

    def _admitted(self, named: Sequence[tuple[int, Collection[Any]]]) -> npt.NDArray[np.bool_]:
        """Which runs have one of the values in every field that is named."""
        admitted = np.ones(len(self.segment.runs), np.bool_)
        for field, values in named:
            own = np.zeros(len(self.segment.runs), np.bool_)
            for value in self._runs_by[field].keys() & set(values):
                own[self._runs_by[field][value]] = True
            admitted &= own
        return admitted

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
