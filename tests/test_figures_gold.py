"""Figures of whole reports, listed by reading: how many are found, and read as a person reads them.

A line of tests/figures is one figure: report, start and text; kind, number, unit,
qualifier, upper, date; thing, what is counted as a reader would name it, and verb, the
word that says what happened to it. A list holds readings that are equally right. A line
with "damaged" is what no figure may be made of; with "optional", what may be one or not.
A sample report is listed from its first line here to its last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from index import Library
from index.models import Figure

FOLDER = Path(__file__).parent / "figures"
KINDS = {"count", "rate", "money", "delta", "ordinal", "duration", "date"}
# What these count is as often left open as said.
WITHOUT_THING = {"date", "ordinal", "duration"}
Row = dict[str, Any]


class Floor(NamedTuple):
    """Shares of a list of figures that may not get worse: a little under what was measured."""

    library: str
    precision: float
    recall: float
    tuples: float
    dates: float


FLOORS = (
    Floor("seeds", precision=0.99, recall=0.98, tuples=0.96, dates=0.98),
    Floor("samples", precision=0.99, recall=0.99, tuples=0.67, dates=0.98),
)
by_file = pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.library)


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]


def readings(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class Score:
    """Compares what was found with what was listed, keeping a line for each miss."""

    def __init__(self) -> None:
        self.misses: list[str] = []
        self.shares: dict[str, list[bool]] = {
            name: [] for name in ("precision", "recall", "tuples", "dates")
        }

    def share(self, name: str) -> float:
        return sum(self.shares[name]) / len(self.shares[name])

    def compare(self, report: str, listed: list[Row], found: list[Figure]) -> None:
        unread = [(r["start"], r["start"] + len(r["text"])) for r in listed if "optional" in r]
        known = {figure.start: figure for figure in found}
        right = set()
        for row in listed:
            if "optional" in row or "damaged" in row:
                continue
            figure = known.get(row["start"])
            stated = figure is not None and _same_number(figure, row)
            self._note("recall", stated, report, row, figure)
            if figure is None or not stated:
                continue
            right.add(figure.start)
            if row["kind"] == "date":
                self._note("dates", figure.date in readings(row["date"]), report, row, figure)
            elif row["kind"] not in WITHOUT_THING:
                whole = _same_thing(figure, row) and figure.verb in readings(row["verb"])
                self._note("tuples", whole, report, row, figure)
        for figure in found:
            if not any(start < figure.end and figure.start < end for start, end in unread):
                self.shares["precision"].append(figure.start in right)
                if figure.start not in right:
                    self.misses.append(f"precision {report} {_shown(figure)}")

    def _note(self, share: str, holds: bool, report: str, row: Row, figure: Figure | None) -> None:
        self.shares[share].append(holds)
        if not holds:
            wanted = [row["text"], row["number"], row["unit"], row["qualifier"]]
            wanted += [row["date"], row["thing"], row["verb"]]
            self.misses.append(f"{share} {report} {row['start']} {wanted}: {_shown(figure)}")

    def __str__(self) -> str:
        shares = (
            f"{name} {sum(outcomes)}/{len(outcomes)} = {sum(outcomes) / len(outcomes):.3f}"
            for name, outcomes in self.shares.items()
        )
        return "\n".join(("", *shares, *self.misses))


def _same_number(figure: Figure, row: Row) -> bool:
    if row["kind"] == "date":
        return figure.text == row["text"] and figure.kind == "date"
    read = (figure.text, figure.number, figure.unit, figure.upper)
    listed = (row["text"], row["number"], row["unit"], row["upper"])
    return read == listed and figure.qualifier in readings(row["qualifier"])


def _same_thing(figure: Figure, row: Row) -> bool:
    """Whether the two name the same, at least by the noun that a longer name ends in."""
    return any(_names_alike(figure.thing, reading) for reading in readings(row["thing"]))


def _names_alike(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    short, long = sorted((one.strip("《》“”"), other.strip("《》“”")), key=len)
    return short == long or (len(short) > 1 and long.endswith(short))


def _shown(figure: Figure | None) -> str:
    if figure is None:
        return "not found"
    return (
        f"{figure.text} {figure.kind} {figure.number} {figure.unit} {figure.qualifier}"
        f" {figure.date} | {figure.thing} | {figure.verb}"
    )


def listed(library: Library, name: str) -> Iterator[tuple[str, list[Row]]]:
    """The reports of a list with their rows, by full name."""
    names = [entry.name for entry in library.reports()]
    for prefix, of_report in groupby(rows(name), key=lambda row: row["report"]):
        (report,) = (each for each in names if each.startswith(prefix))
        yield report, list(of_report)


@by_file
def test_figures_are_read_no_worse_than_before(
    floor: Floor, request: pytest.FixtureRequest
) -> None:
    library: Library = request.getfixturevalue(floor.library)
    score = Score()
    for report, of_report in listed(library, floor.library):
        found = list(library.figures(report))
        if floor.library == "samples":
            first, last = of_report[0]["start"], of_report[-1]["start"]
            found = [figure for figure in found if first <= figure.start <= last]
        score.compare(report, of_report, found)
    for name in score.shares:
        assert score.share(name) >= getattr(floor, name), score


@by_file
def test_nothing_is_made_of_damage(floor: Floor, request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue(floor.library)
    for report, of_report in listed(library, floor.library):
        for row in of_report:
            if "damaged" in row:
                start, end = row["start"], row["start"] + len(row["text"])
                assert not [f for f in library.figures(report) if f.start < end and start < f.end]


@by_file
def test_every_line_is_a_figure_that_stands_in_its_report(
    floor: Floor, request: pytest.FixtureRequest
) -> None:
    library: Library = request.getfixturevalue(floor.library)
    for report, of_report in listed(library, floor.library):
        text = library.report(report).text
        starts = [row["start"] for row in of_report]
        assert starts == sorted(set(starts))
        for row in of_report:
            assert text[row["start"] :].startswith(row["text"]), row
            assert row.get("damaged") or row.get("optional") or row["kind"] in KINDS, row


def test_there_are_enough_figures() -> None:
    assert sum("kind" in row for floor in FLOORS for row in rows(floor.library)) >= 260
