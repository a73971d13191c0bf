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
MEASURES = ("count", "rate", "amount", "date", "total", "compare", "trend", "sweep")
TYPES = (*MEASURES, "who", "which", "yesno", "list", "measures", "problems", "plans", "open")


class Floor(NamedTuple):
    """Percentages of a question file that may not get worse: a little under what was measured."""

    file: str
    library: str
    answered: float
    refused: float
    wrong: float


FLOORS = (
    Floor("samples_education.jsonl", "samples", answered=74, refused=91, wrong=9),
    Floor("samples_other.jsonl", "samples", answered=76, refused=86, wrong=10),
    Floor("seeds.jsonl", "seeds", answered=77, refused=96, wrong=4),
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


def _percentage(scores: str, title: str) -> float:
    match = re.search(rf"^ *{title} +([\d.]+)% ", scores, re.MULTILINE)
    assert match, scores
    return float(match[1])


def _rows(file: str) -> list[dict[str, Any]]:
    lines = (FOLDER / file).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.file)
class TestFile:
    def test_every_line_is_a_question_with_what_is_expected(self, floor: Floor) -> None:
        rows = _rows(floor.file)
        for key in ("id", "question"):
            assert [each for each, n in Counter(row[key] for row in rows).items() if n > 1] == []
        for row in rows:
            assert set(row) == {"id", "lang", "type", "question", "expect"}, row
            assert row["lang"] in ("zh", "trad", "en", "mixed"), row
            assert row["type"] in TYPES, row
            assert row["question"].strip(), row
            _check_expected(row["expect"])

    def test_both_answers_and_refusals_are_asked_for(self, floor: Floor) -> None:
        statuses = Counter(row["expect"]["status"] for row in _rows(floor.file))
        assert statuses["answered"] >= 100
        assert statuses["not_found"] >= 20
        assert statuses["missing_slot"] >= 10

    def test_what_is_expected_stands_in_the_reports(
        self, floor: Floor, request: pytest.FixtureRequest
    ) -> None:
        library: Library = request.getfixturevalue(floor.library)
        names = [entry.name for entry in library.reports()]
        for row in _rows(floor.file):
            for expected in (row["expect"], *row["expect"].get("rows", ())):
                if "report" not in expected:
                    continue
                (name,) = (name for name in names if name.startswith(expected["report"]))
                _check_standing(library, name, expected)


def _check_expected(expect: dict[str, Any]) -> None:
    known = {"status", "report", "section", "value", "quote", "rows", "slot", "total"}
    assert set(expect) <= known, expect
    if expect["status"] == "answered":
        assert "slot" not in expect, expect
        for each in (expect, *expect.get("rows", ())):
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
