"""The question files of tests/questions: well formed, and answered no worse than before."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bot.evaluate import evaluate
from index import Library
from index.structure import path

FOLDER = Path(__file__).parent / "questions"
MEASURES = ("count", "rate", "amount", "date", "total", "compare", "rank", "trend", "sweep")
TEXTS = ("who", "which", "yesno", "list", "measures", "problems", "plans", "open")
TYPES = (*MEASURES, *TEXTS, "scope", "two parts", "dialogue")


class Floor(NamedTuple):
    """Percentages of a question file that may not get worse: a little under what was measured.

    `least` is how many questions it has of those to be answered, those the reports
    say nothing of, and those whose place, year or issuer is missing.
    """

    file: str
    library: str
    answered: float
    refused: float
    wrong: float
    sweeps: float | None
    least: tuple[int, int, int]


FLOORS = (
    Floor("dialogues.jsonl", "samples", 97, 75, 1, None, (60, 1, 3)),
    Floor("samples_education.jsonl", "samples", 95, 92, 2, 100, (100, 20, 10)),
    Floor("samples_more.jsonl", "samples", 85, 93, 1, 95, (70, 15, 0)),
    Floor("samples_other.jsonl", "samples", 93, 97, 1, 88, (100, 20, 10)),
    Floor("seeds.jsonl", "seeds", 96, 98, 1, None, (100, 20, 10)),
)


def test_every_file_has_a_floor() -> None:
    assert {file.name for file in FOLDER.glob("*.jsonl")} == {floor.file for floor in FLOORS}


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.file)
def test_answers_are_no_worse_than_before(floor: Floor, request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue(floor.library)
    scores = evaluate(library, FOLDER / floor.file)
    assert _percentage(scores, "answered right") >= floor.answered, scores
    assert _percentage(scores, "refused right") >= floor.refused, scores
    assert _percentage(scores, "wrong figure stated") <= floor.wrong, scores
    if floor.sweeps is not None:
        assert _percentage(scores, "sweeps") >= floor.sweeps, scores


def _percentage(scores: str, title: str) -> float:
    match = re.search(rf"^ *{title} +([\d.]+)% ", scores, re.MULTILINE)
    assert match, scores
    return float(match[1])


def _rows(file: str) -> list[dict[str, Any]]:
    lines = (FOLDER / file).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _turns(file: str) -> list[dict[str, Any]]:
    """The questions of a file, those of its dialogues among them."""
    return [turn for row in _rows(file) for turn in row.get("turns", (row,))]


def _expected(turn: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """What is expected of a question, with its further parts and the rows of a sweep."""
    expect = turn["expect"]
    return (expect, *expect.get("also", ()), *expect.get("rows", ()))


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.file)
class TestFile:
    def test_every_line_is_a_question_with_what_is_expected(self, floor: Floor) -> None:
        rows = _rows(floor.file)
        for key in ("id", "question"):
            values = Counter(row[key] for row in rows if key in row)
            assert [each for each, n in values.items() if n > 1] == []
        for row in rows:
            if "turns" in row:
                assert set(row) == {"id", "lang", "turns"}, row
                assert 2 <= len(row["turns"]) <= 4, row
            else:
                assert set(row) == {"id", "lang", "type", "question", "expect"}, row
                assert row["type"] in TYPES, row
            assert row["lang"] in ("zh", "trad", "en", "mixed"), row
        for turn in _turns(floor.file):
            assert turn["question"].strip(), turn
            _check_expected(turn)

    def test_both_answers_and_refusals_are_asked_for(self, floor: Floor) -> None:
        statuses = Counter(turn["expect"]["status"] for turn in _turns(floor.file))
        asked = [statuses[status] for status in ("answered", "not_found", "missing_slot")]
        assert all(n >= least for n, least in zip(asked, floor.least, strict=True)), statuses

    def test_what_is_expected_stands_in_the_reports(
        self, floor: Floor, request: pytest.FixtureRequest
    ) -> None:
        library: Library = request.getfixturevalue(floor.library)
        names = [entry.name for entry in library.reports()]
        for turn in _turns(floor.file):
            for expected in _expected(turn):
                if "report" not in expected:
                    continue
                (name,) = (name for name in names if name.startswith(expected["report"]))
                _check_standing(library, name, expected)


def _check_expected(turn: dict[str, Any]) -> None:
    expect = turn["expect"]
    known = {"status", "report", "section", "value", "quote", "rows", "also", "slot", "total"}
    assert set(expect) <= known, expect
    if expect["status"] == "answered":
        assert "slot" not in expect, expect
        for each in _expected(turn):
            if value := each.get("value"):
                _check_value(value)
    elif expect["status"] == "missing_slot":
        assert expect.get("slot") in ("place", "year", "issuer"), expect
    else:
        assert expect["status"] == "not_found", expect
        assert expect.get("slot", "topic") == "topic", expect


def _check_value(value: dict[str, Any]) -> None:
    (kind,) = value.keys() & {"number", "date", "yes", "name", "items_count"}
    if kind == "date":
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value["date"]), value
        if len(value["date"]) == 10:
            date.fromisoformat(value["date"])
    types = {"number": (int, float), "yes": bool, "name": str, "items_count": int, "date": str}
    assert isinstance(value[kind], types[kind]), value
    assert set(value) <= {kind, "unit"}, value


def _check_standing(library: Library, name: str, expected: dict[str, Any]) -> None:
    text = library.report(name).text
    if "quote" in expected:
        assert expected["quote"] in text, expected
    labels = expected.get("section", [])
    headings = [
        [_plain(heading) for heading in path(library.sections(name), section.number)]
        for section in library.sections(name)
    ]
    assert any(
        len(above) >= len(labels)
        and all(
            heading.startswith(label)
            for heading, label in zip(above, map(_plain, labels), strict=False)
        )
        for above in headings
    ), expected


def _plain(text: str) -> str:
    return text.replace("（", "(").replace("）", ")").replace("．", ".").replace(" ", "")
