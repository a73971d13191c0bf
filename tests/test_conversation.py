"""Conversations without a chat around them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.recent import RecentAnswers
from index import Library
from index.models import Answer, Coverage, Slots
from tests.tiny_reports import FENGLIN, YUCHUAN

QUESTION = "榆川县聘任了多少名法治副校长？"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path) as held:
        held.add("yuchuan.txt", YUCHUAN.encode(), "test")
        yield held


def test_a_changed_report_answers_anew(library: Library) -> None:
    conversation = Conversation(library)
    assert conversation.reply("a", QUESTION).text.startswith("46名")
    assert conversation.reply("b", QUESTION).text.startswith("46名")
    library.add("yuchuan.txt", YUCHUAN.replace("46名", "47名").encode(), "test")
    assert conversation.reply("a", QUESTION).text.startswith("47名")


def test_what_was_answered_to_all_is_not_answered_to_who_may_ask_less(library: Library) -> None:
    library.add("fenglin.txt", FENGLIN.encode(), "test")
    conversation = Conversation(library)
    everywhere = conversation.reply("a", "各县聘任了多少名法治副校长？")
    assert everywhere.coverage.in_scope == 2
    within = Slots(places=("枫林县",))
    there = conversation.reply("b", "各县聘任了多少名法治副校长？", within=within)
    assert [found.report for found in there.findings] == ["fenglin.txt"]


def test_recent_answers_are_those_of_one_generation() -> None:
    recent, found = RecentAnswers(), []

    def find(text: str) -> Answer:
        found.append(text)
        return Answer(text, "zh", "not_found", text, (), Coverage(1, 0))

    for generation, asked in [(1, "a"), (1, "a"), (1, "b"), (2, "a"), (1, "a")]:
        recent.get(generation, asked, lambda asked=asked: find(asked))
    assert found == ["a", "b", "a", "a"]
