"""What people asked in vain is listed by what was missing, and can be put right on the spot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.evaluate import evaluate
from bot.telegram.running import TelegramBot
from index import Library
from tests.botapi import BotApi
from tests.telegram_support import ADMIN, OFFICE, WANG, press, pressed, running, said

SLANG = "榆川县2024年有多少护苗使者？"
ELSEWHERE = "江北区有多少法治副校长？"
YEAR = "榆川县2019年有多少法治副校长？"
KNOWN = "榆川县2024年聘任了多少名法治副校长？"


@pytest.fixture
async def bot(api: BotApi, counties: Library, tmp_path: Path) -> AsyncIterator[TelegramBot]:
    async with running(api, counties, tmp_path) as bot:
        wang = api.user(WANG, "Wang")
        for number, question in enumerate((SLANG, ELSEWHERE, SLANG, YEAR, KNOWN), 1):
            api.say(api.private(wang), wang, question)
            await api.sent(api.private(wang), number)
        yield bot


@pytest.mark.usefixtures("bot")
class TestUnanswered:
    async def test_it_says_what_was_missing_and_how_often(self, api: BotApi) -> None:
        listed = await said(api, "/unanswered")
        lines = listed.text.split("\n")
        assert lines[0] == "近 30 天落空的提问 3 个："
        assert lines[1].startswith(f"1. {SLANG}（2 次，")
        assert f"{ELSEWHERE}（1 次，缺该地报告）" in listed.text
        assert f"{YEAR}（1 次，缺该年报告）" in listed.text
        assert KNOWN not in listed.text
        await press(api, listed, "缺该年报告 1")
        await api.wait_for(lambda: listed.text.startswith("近 30 天落空的提问 1 个："))
        assert YEAR in listed.text

    async def test_a_synonym_is_added_on_the_spot_and_taken_back(
        self, api: BotApi, counties: Library
    ) -> None:
        listed = await said(api, "/unanswered")
        await press(api, listed, "同义词 1")
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        prompt = (await api.sent(chat, 2))[1]
        api.say(chat, boss, "护苗使者＝法治副校长", reply_to=prompt)
        learned = (await api.sent(chat, 3))[2]
        assert learned.text == "已生效：提问里的“护苗使者”也指“法治副校长”。"
        assert counties.ask(SLANG).text == "46名"
        await press(api, learned, "撤销")
        await api.wait_for(lambda: learned.text.startswith("还没有添加同义词"))
        assert counties.ask(SLANG).status == "not_found"
        api.say(chat, boss, "法治副校长", reply_to=prompt)
        assert (await api.sent(chat, 4))[3].text.startswith("请这样写：/synonyms")

    async def test_what_was_dealt_with_is_told_of_no_more(self, api: BotApi) -> None:
        listed = await said(api, "/unanswered")
        await press(api, listed, "已处理 1")
        await api.wait_for(lambda: listed.text.startswith("近 30 天落空的提问 2 个："))
        assert SLANG not in listed.text

    async def test_it_comes_back_when_it_is_asked_in_vain_again(self, api: BotApi) -> None:
        listed = await said(api, "/unanswered")
        await press(api, listed, "已处理 1")
        await api.wait_for(lambda: SLANG not in listed.text)
        wang = api.user(WANG, "Wang")
        api.say(api.private(wang), wang, SLANG)
        await api.sent(api.private(wang), 6)
        assert f"{SLANG}（3 次，" in (await said(api, "/unanswered", 2)).text

    async def test_what_is_typed_inline_is_not_among_them(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        await api.answered(api.inline(wang, "江北区的司法所"))
        assert "江北区的司法所" not in (await said(api, "/unanswered")).text
        assert (await said(api, "/stats", 2)).text.startswith("近 14 天提问 5 次")

    async def test_a_group_does_not_read_what_people_asked_in_private(self, api: BotApi) -> None:
        boss = api.user(ADMIN, "Boss")
        group = api.group(OFFICE, "办公室")
        for number, command in enumerate(("/unanswered", "/people", "/audit"), 1):
            api.say(group, boss, command)
            told = (await api.sent(group, number))[number - 1]
            assert told.text == "请在私聊里使用这个命令。"

    async def test_an_answer_called_useless_is_among_them(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        answer = api.from_bot(api.private(wang))[-1]
        await api.answered(api.press(answer, wang, pressed(answer, "👎")))
        assert f"{KNOWN}（1 次，被评为没用）" in (await said(api, "/unanswered")).text

    async def test_the_questions_can_be_had_for_eval(
        self, api: BotApi, counties: Library, tmp_path: Path
    ) -> None:
        listed = await said(api, "/unanswered")
        await press(api, listed, "导出题目 .jsonl")
        boss = api.user(ADMIN, "Boss")
        sent = (await api.sent(api.private(boss), 2))[1]
        assert sent.document is not None
        assert sent.document.name == "unanswered.jsonl"
        (tmp_path / "q.jsonl").write_bytes(sent.document.content)
        assert "3" in evaluate(counties, tmp_path / "q.jsonl")

    async def test_readers_do_not_see_it(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        for number, command in enumerate(("/unanswered", "/stats", "/synonyms a=b"), 6):
            api.say(api.private(wang), wang, command)
            answer = (await api.sent(api.private(wang), number))[number - 1]
            assert answer.text == "这个命令只供管理员使用。"


@pytest.mark.usefixtures("bot")
async def test_statistics_are_told_and_drawn(api: BotApi) -> None:
    told = await said(api, "/stats")
    lines = told.text.split("\n")
    assert lines[0] == "近 14 天提问 5 次，回答 20%，未答 80%。"
    assert lines[1].startswith("用时：中位 ")
    assert lines[2].endswith("　1 + 4")
    assert f"· {SLANG}（2）" in lines
    await press(api, told, "图表")
    boss = api.user(ADMIN, "Boss")
    assert (await api.sent(api.private(boss), 2))[1].photo is not None


async def test_nothing_is_said_where_nothing_was_asked(
    api: BotApi, counties: Library, tmp_path: Path
) -> None:
    async with running(api, counties, tmp_path):
        assert (await said(api, "/unanswered")).text == "近 30 天没有落空的提问。"
        assert (await said(api, "/stats", 2)).text == "近 14 天没有提问。"
