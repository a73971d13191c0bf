"""Slips of the input method are found, and nothing else is taken for one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import Library
from index.slips import suggestions

QUESTIONS = Path(__file__).parent / "questions"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # By sound
        ("青岚县有多少名法治付校长？", [("法治付校长", "法治副校长")]),
        ("青岚县聘清了多少名法治副校长", [("聘清", "聘请")]),
        ("检查院派了几个法治副校长", [("检查院", "检察院")]),
        ("权利清单有几项", [("权利清单", "权力清单")]),
        ("线上录取律是多少", [("线上录取律", "线上录取率")]),
        ("執法紀錄儀有幾臺", [("执法纪录仪", "执法记录仪")]),
        ("陪训几期，投速几件", [("陪训", "培训"), ("投速", "投诉")]),
        # By shape
        ("法冶副校长有几名", [("法冶副校长", "法治副校长")]),
        ("食品抽捡多少批次", [("食品抽捡", "食品抽检")]),
        ("助学货款多少", [("助学货款", "助学贷款")]),
        # Names of places
        ("青兰县2024年行政处法几起", [("青兰县", "青岚县"), ("行政处法", "行政处罚")]),
        # What is a word or a place by itself
        ("青岚现有多少名法治副校长", []),
        ("青岚县2024年行政处罚罚了多少钱？", []),
        ("青岚县2023年法治副校长培训办了几期？", []),
        ("林西县和临西县2024年的事实", []),
        ("How many schools hired 法治副校长?", []),
        ("", []),
    ],
)
def test_suggestions(text: str, expected: list[tuple[str, str]], samples: Library) -> None:
    assert list(suggestions(text, samples._current().vocabulary)) == expected


@pytest.mark.parametrize("collection", ["samples", "seeds"])
def test_no_question_is_corrected(collection: str, request: pytest.FixtureRequest) -> None:
    """Neither those put to the collection nor those put to another one."""
    library: Library = request.getfixturevalue(collection)
    vocabulary = library._current().vocabulary
    questions = [
        turn["question"]
        for file in sorted(QUESTIONS.glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
        for turn in json.loads(line).get("turns", [json.loads(line)])
        if "question" in turn
    ]
    found = {text: slips for text in questions if (slips := suggestions(text, vocabulary))}
    assert found == {}
