"""Pages and what is read from them, as the cases of tests/golden/reading*.md and description*.md."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from index.reading import read

GOLDEN = Path(__file__).parent / "golden"
CASE = re.compile(
    r"^## (?P<title>.+?)\n+```input\n(?P<input>.*?)\n```\n+```expected\n(?P<expected>.*?)\n```",
    re.S | re.M,
)


def cases(name: str) -> list[object]:
    found = CASE.finditer((GOLDEN / name).read_text("utf-8"))
    return [pytest.param(case["input"], case["expected"], id=case["title"]) for case in found]


def suffix(request: pytest.FixtureRequest) -> str:
    return str(request.node.callspec.id).partition(":")[0]


@pytest.mark.parametrize(("page", "expected"), cases("reading.md"))
def test_text(page: str, expected: str, request: pytest.FixtureRequest) -> None:
    assert read(f"page.{suffix(request)}", page.encode()).text == expected


@pytest.mark.parametrize(("page", "expected"), cases("description.md"))
def test_description(page: str, expected: str, request: pytest.FixtureRequest) -> None:
    description = read(f"page.{suffix(request)}", page.encode()).description
    for line in expected.splitlines():
        key, _, value = line.partition(": ")
        if key == "note":
            assert any(note.startswith(value) for note in description.notes), description.notes
        else:
            assert str(getattr(description, key)) == value, description


def test_what_pages_of_many_layouts_say_of_themselves_is_found() -> None:
    """The pages were written, and what they say was noted, before they were read by program."""
    keys = ("title", "issuer", "place", "year", "published", "document_number")
    rows = [
        json.loads(line) for line in (GOLDEN / "metadata.jsonl").read_text("utf-8").splitlines()
    ]
    right = [
        getattr(read(f"page.{row['suffix']}", row["page"].encode()).description, key) == row[key]
        for row in rows
        for key in keys
    ]
    assert len(rows) == 43
    assert sum(right) / len(right) >= 0.95
