"""The benchmarks on made-up data: they run, and measure what they say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks import (
    answering,
    bot,
    building,
    cmrc,
    extraction,
    generated,
    growth,
    ranking,
    retrieval,
    starting,
    updating,
)
from benchmarks.results import Result, share
from tests.tiny_reports import FENGLIN, YUCHUAN

BRIDGE = "石门桥全长364.6米，宽12米。大桥于1903年建成，由当地工匠修造。"
# Long enough to be a passage of its own.
LONG = "桥下的河水" + "流过许多村庄，" * 15 + "最后入海。"
LIBRARY = "城东书院藏书2万册。书院在1850年代迁到现址，有六位先生。"
ROWS = [
    ("石门桥全长多少米？", "bridge", ["364.6米"], "number"),
    ("石门桥在哪年建成？", "bridge", ["1903年"], "date"),
    ("石门桥由谁修造？", "bridge", ["当地工匠"], "person"),
    ("书院什么时候迁到现址？", "library", ["1850年代"], "date"),
    ("书院藏书多少册？", "library", ["三万册"], "number"),
    ("书院有多少位先生？", "library", ["六位"], "number"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    documents = [
        {"id": "bridge", "title": "石门桥", "text": LONG + BRIDGE},
        {"id": "library", "title": "城东书院", "text": LIBRARY},
    ]
    asked = [{"q": q, "gold_doc": d, "answers": a, "type": t} for q, d, a, t in ROWS]
    _write(tmp_path / "documents.jsonl", documents)
    _write(tmp_path / "questions.jsonl", asked)
    _write(tmp_path / "short_answers.jsonl", asked)
    return tmp_path


def _write(file: Path, rows: Sequence[dict[str, object]]) -> None:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def _values(output: str) -> dict[str, float]:
    rows = [json.loads(line) for line in output.splitlines()]
    assert all(
        set(row) == {"name", "value", "unit", "against", "ratio", "goal", "ok"} for row in rows
    )
    return {row["name"]: row["value"] for row in rows}


def test_passages_end_with_sentences() -> None:
    text = LONG + BRIDGE
    first, second = (text[start:end] for start, end in cmrc.cut(text))
    assert (first, second) == (LONG, BRIDGE)
    assert cmrc.cut("") == ()


def test_answers_compare_without_blanks_and_punctuation() -> None:
    assert cmrc.normal("约 1,000 KM。") == cmrc.normal("约1000km")
    assert cmrc.normal("两个") != cmrc.normal("2个")


def test_question_words_are_no_terms() -> None:
    terms = retrieval.question_terms("石门桥在哪年建成？")
    assert {"石门", "建成", "桥"} <= set(terms)
    assert not {"哪", "在", "？"} & set(terms)


@pytest.mark.parametrize("part", ["odd", "even", "all"])
def test_retrieval(data: Path, part: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert retrieval.main(["--data", str(data), "--json", "--part", part]) == 0
    found = _values(capsys.readouterr().out)
    assert found == {"retrieval.r@1": 1, "retrieval.r@5": 1, "retrieval.mrr@10": 1}


def test_extraction(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extraction.main(["--data", str(data), "--json", "--misses"]) == 0
    out, misses = capsys.readouterr()
    found = _values(out)
    # 三万册 stands nowhere, so that its question has no passage and is not asked.
    assert found["extraction.numbers.exact"] == 1
    assert found["extraction.dates.exact"] == 1
    assert misses == ""


@pytest.mark.parametrize(
    ("question", "answer", "cause"),
    [
        ("石门桥全长多少米？", "364.6米", ""),
        ("石门桥全长多少米？", "全长364.6米", "form"),
        ("石门桥由谁修造？", "1903年", "kind"),
        ("石门桥在哪年建成？", "12米", "candidate"),
        ("石门桥全长多少米？", "12米", "order"),
    ],
)
def test_where_an_answer_went_wrong(question: str, answer: str, cause: str) -> None:
    asked = cmrc.Asked(question, "bridge", (answer,), None)
    assert extraction.answer(asked, "石门桥", BRIDGE).cause == cause


def test_answering(tmp_path: Path) -> None:
    for name, text in (("a.txt", YUCHUAN), ("b.txt", FENGLIN)):
        (tmp_path / name).write_text(text, "utf-8")
    found = list(answering.measure([tmp_path], ["榆川县聘任了多少名法治副校长？"] * 3))
    names = ("median", "p95", "median.cpu", "p95.cpu")
    assert [result.name for result in found] == [f"answering.{name}" for name in names]
    assert 0 < found[0].value <= found[1].value
    assert 0 < found[2].value <= found[3].value


def test_the_question_files_are_found(tmp_path: Path) -> None:
    assert len(answering.questions(answering.ROOT / "tests" / "questions")) > 400
    with pytest.raises(FileNotFoundError):
        answering.questions(tmp_path)


def test_missing_data_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert retrieval.main(["--data", str(tmp_path)]) == 1
    assert "documents.jsonl" in capsys.readouterr().err


def test_goals() -> None:
    assert Result("a", 0.8, "share", 0.8).ok is True
    assert Result("a", 0.7, "share", 0.8).ok is False
    assert Result("a", 4, "ms", 5).ok is True
    assert Result("a", 6, "ms", 5).row()["ok"] is False
    assert Result("a", 6, "ms").ok is None
    with pytest.raises(ValueError, match="nothing was measured"):
        share("a", [])


def test_generated_reports_are_the_same_for_the_same_seed() -> None:
    first, second, other = (list(generated.reports(90, seed)) for seed in (1, 1, 2))
    assert first == second != other
    assert [len(one.passages) for one in first] == [30, 30, 30]
    passages = list(generated.indexed(iter(first)))
    assert [p.id for p in passages] == list(range(90))
    for kind in ("domain", "rare", "stop words"):
        assert generated.queries(kind, 5) == generated.queries(kind, 5)


def test_ranking_is_that_of_rank_bm25() -> None:
    found = list(ranking.measure(300, ["rank_bm25"]))
    exact = [result for result in found if result.name.endswith(".exact")]
    assert [result.value for result in exact] == [1.0, 1.0, 1.0]
    assert {result.against for result in found if result.name.endswith(".p50")} == {"rank_bm25"}
    assert all(result.value > 0 for result in found)


def test_updating_finds_what_a_fresh_build_finds() -> None:
    found = {result.name: result for result in updating.measure(300)}
    assert found["updating.same_as_fresh"].value == 1.0
    assert found["updating.add.most"].value >= found["updating.add.p50"].value > 0


def test_building() -> None:
    found = {result.name: result for result in building.measure(60)}
    assert found["building.postings"].against == "jieba.cut alone"
    assert found["building.whole.two_processes"].value > 0
    assert found["building.postings.size"].value > 0


def test_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "_ROUNDS", 1)
    found = {result.name: result.value for result in starting.measure(60)}
    parts = [value for name, value in found.items() if name != "starting.process"]
    assert found["starting.process"] > 0
    assert all(value > 0 for value in parts)


def test_growth() -> None:
    found = {result.name: result.value for result in growth.measure(1_000, None)}
    assert set(found) == {f"growth.{name}.1000" for name in growth._UNITS}
    assert found["growth.memory.1000"] > 1


def test_the_bot_under_load(tmp_path: Path) -> None:
    for name, text in (("yuchuan.txt", YUCHUAN), ("fenglin.txt", FENGLIN)):
        (tmp_path / name).write_text(text, "utf-8")
    asked = ["榆川县聘任了多少名法治副校长？", "枫林县罚款多少？"]
    measured = list(bot.measure([tmp_path], asked, seconds=1.0))
    values = {result.name: result.value for result in measured}
    assert len(values) == 10
    assert values["bot.30/s five calls.answered"] == 1.0
    assert values["bot.30/s five calls.chats in order"] == 1.0
