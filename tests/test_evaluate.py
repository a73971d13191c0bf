"""`reportbot eval`: dialogues, two-part questions, sweeps, halves, and what counts as wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.evaluate import Half, evaluate
from index import Library
from index.errors import ReportbotError
from tests.tiny_reports import FENGLIN, YUCHUAN, YUCHUAN_2023


@pytest.fixture
def held(library: Library) -> Library:
    for name, text in (
        ("yuchuan-2024.txt", YUCHUAN),
        ("yuchuan-2023.txt", YUCHUAN_2023),
        ("fenglin.txt", FENGLIN),
    ):
        library.add(name, text.encode(), name)
    return library


def scores(library: Library, folder: Path, *rows: Any, half: Half | None = None) -> str:
    file = folder / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return evaluate(library, file, half)


def row(question: str, **expect: Any) -> dict[str, Any]:
    expect = {"status": "answered", **expect}
    return {"id": question, "lang": "zh", "type": "count", "question": question, "expect": expect}


def share(text: str, title: str) -> str | None:
    match = re.search(rf"^ *{title} .*?(\d+/\d+)", text, re.MULTILINE)
    return match and match[1]


COUNT = {"number": 46, "unit": "名"}
ASKED = "榆川县2024年聘任了多少名法治副校长？"


def test_a_turn_goes_on_from_the_one_before(held: Library, tmp_path: Path) -> None:
    turns = [
        {"question": ASKED, "expect": {"status": "answered", "value": COUNT}},
        {"question": "那2023年呢？", "expect": {"status": "answered", "value": {"number": 41}}},
        {"question": "那2019年呢？", "expect": {"status": "missing_slot", "slot": "year"}},
    ]
    text = scores(held, tmp_path, {"id": "d", "lang": "zh", "turns": turns})
    assert share(text, "answered right") == "2/2"
    assert share(text, "refused right") == "1/1"
    assert share(text, "type dialogue") == "3/3"


def test_the_second_part_must_be_stated_too(held: Library, tmp_path: Path) -> None:
    question = "榆川县2024年聘任了多少名法治副校长，聘了多少名法治辅导员？"
    stated, absent = ({"report": "yuchuan-2024", "value": {"number": n}} for n in (9, 10))
    text = scores(held, tmp_path, row(question, value=COUNT, also=[stated]))
    assert share(text, "answered right") == "1/1"
    text = scores(held, tmp_path, row(question, value=COUNT, also=[stated, absent]))
    assert share(text, "answered right") == "0/1"


def test_a_list_may_be_stated_one_finding_each(held: Library, tmp_path: Path) -> None:
    question = "榆川县2024年法治副校长和法治辅导员各有多少名？"
    text = scores(held, tmp_path, row(question, value={"items_count": 2}))
    assert share(text, "answered right") == "1/1"
    text = scores(held, tmp_path, row(question, value={"items_count": 3}))
    assert share(text, "answered right") == "0/1"


def test_a_sweep_has_every_row_and_no_other(held: Library, tmp_path: Path) -> None:
    rows = [
        {"report": "yuchuan-2024", "value": COUNT},
        {"report": "fenglin", "value": {"number": 28, "unit": "名"}},
    ]
    question = "2024年各县聘任了多少名法治副校长？"
    text = scores(held, tmp_path, row(question, rows=rows), row(ASKED, value=COUNT))
    assert share(text, "sweeps") == "1/1"
    assert share(text, "wrong figure stated") == "0/2"
    text = scores(held, tmp_path, row(question, rows=rows[:1]))
    assert share(text, "sweeps") == "0/1"
    assert share(text, "wrong figure stated") == "1/1"


def test_a_figure_for_what_is_not_stated_is_wrong(held: Library, tmp_path: Path) -> None:
    refusal = row(ASKED, status="not_found")
    text = scores(held, tmp_path, refusal, row("榆川县2024年有多少只熊猫？", status="not_found"))
    assert share(text, "refused right") == "1/2"
    assert share(text, "wrong figure stated") == "1/2"
    assert "全县共聘任法治副校长46名" in text


def test_a_refusal_may_name_another_slot(held: Library, tmp_path: Path) -> None:
    wrongly = row("海淀区聘任了多少名法治副校长？", status="missing_slot", slot="year")
    text = scores(held, tmp_path, wrongly)
    assert share(text, "refused right") == "1/1"
    assert share(text, "naming the right slot") == "0/1"
    assert "miss 海淀区" in text


def test_languages_are_told_apart(held: Library, tmp_path: Path) -> None:
    chinese, english = row(ASKED, value=COUNT), {**row("?", value=COUNT), "lang": "en"}
    text = scores(held, tmp_path, chinese, english)
    assert share(text, "Chinese") == "1/1"
    assert share(text, "English and mixed") == "0/1"


def test_halves_alternate(held: Library, tmp_path: Path) -> None:
    rows = [row(ASKED, value=COUNT), row("榆川县的熊猫有几只？", status="not_found")]
    assert share(scores(held, tmp_path, *rows, half="tuning"), "answered right") == "1/1"
    assert share(scores(held, tmp_path, *rows, half="reporting"), "refused right") == "1/1"
    assert scores(held, tmp_path, *rows, half="reporting").startswith(
        "questions.jsonl, reporting half: 1 questions"
    )


def test_the_command_takes_a_half(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(json.dumps(row("?", status="not_found")), "utf-8")
    assert main(["--data", str(tmp_path / "d"), "eval", str(file), "--half", "tuning"]) == 0
    assert "tuning half: 1 questions" in capsys.readouterr().out


def test_a_turn_without_what_is_expected_is_named(held: Library, tmp_path: Path) -> None:
    with pytest.raises(ReportbotError, match="第1题"):
        scores(held, tmp_path, {"id": "d", "turns": [{"question": "?"}]})
