"""How an answer came about: what `ask --explain` tells is what the answer was chosen by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.cli import main
from bot.explained import as_explanation
from index import Library
from tests.tiny_reports import YUCHUAN, report

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("explain")) as held:
        held.add("yuchuan.txt", YUCHUAN.encode(), "test")
        yield held


def test_the_first_candidate_is_the_answer(library: Library) -> None:
    (explained,) = library.explain("榆川县聘任了多少名法治副校长？", today=TODAY)
    best = explained.evidence[0].finding
    assert best.value is not None
    assert best.value.text == "46名"
    assert explained.answer.findings[0].start == best.start
    assert explained.scope == ("yuchuan.txt",)
    assert explained.evidence[0].features["coverage"] > explained.evidence[1].features["coverage"]
    assert [e.score for e in explained.evidence] == sorted(
        (e.score for e in explained.evidence), reverse=True
    )


def test_terms_are_counted_and_passages_scored(library: Library) -> None:
    (explained,) = library.explain("榆川县聘任了多少名法治副校长？", today=TODAY)
    terms = dict(explained.terms)
    assert terms["法治副校长"] >= 1
    scores = [score for *_, score in explained.hits]
    assert scores == sorted(scores, reverse=True)
    assert "法治副校长" in explained.hits[0][2]


def test_each_part_is_explained(library: Library) -> None:
    explained = library.explain("榆川县聘任了多少名法治副校长，罚款多少钱？", today=TODAY)
    assert [e.answer.findings[0].value.text for e in explained if e.answer.findings[0].value] == [
        "46名",
        "2.4万元",
    ]


def test_a_refusal_shows_what_came_nearest(library: Library) -> None:
    (explained,) = library.explain("榆川县采购了多少辆校车？", today=TODAY)
    text = as_explanation(explained)
    assert explained.answer.status == "not_found"
    assert "concept 采购" in text
    assert "not_found: 报告未载明" in text


def test_the_command_prints_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.txt").write_text(report("榆川县", "全县聘任法治副校长46名。"), "utf-8")
    data = str(tmp_path / "data")
    assert main(["--data", data, "--quiet", "index", str(tmp_path / "one.txt")]) == 0
    assert main(["--data", data, "ask", "--explain", "榆川县有几名法治副校长？"]) == 0
    out = capsys.readouterr().out
    assert main(["--data", data, "ask", "--explain", "--json", "榆川县有几名法治副校长？"]) == 2
    assert "kind: count" in out
    assert "places: 榆川县" in out
    assert "46名" in out
    assert "answered: 46名" in out
