"""Inline mode, and the links that lead from groups and posted answers to the very passage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.telegram.running import TelegramBot
from index import Library
from tests.botapi import BotApi, Message, slice_of
from tests.telegram_support import OFFICE, STRANGER, WANG, running, settled
from tests.tiny_reports import FENGLIN, YUCHUAN

QUESTION = "榆川县聘任了多少名法治副校长"


@pytest.fixture
def library(library: Library) -> Library:
    """Two counties."""
    library.add("yuchuan.txt", YUCHUAN.encode(), "test")
    library.add("fenglin.txt", FENGLIN.encode(), "test")
    return library


@pytest.fixture
async def bot(api: BotApi, library: Library, tmp_path: Path) -> AsyncIterator[TelegramBot]:
    async with running(api, library, tmp_path) as bot:
        yield bot


def link_of(message: Message) -> str:
    return next(button["url"] for button in message.buttons if "url" in button)


@pytest.mark.usefixtures("bot")
class TestInline:
    async def test_an_answer_is_posted_with_its_citation(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        query = api.inline(wang, QUESTION)
        said = await api.answered(query)
        assert said["is_personal"] is True
        assert said["cache_time"] == 30
        [result] = said["results"]
        assert result["title"].startswith("46名")
        assert "榆川县教育局2024年法治政府建设情况报告" in result["description"]
        elsewhere = api.group(-1002, "别处")
        posted = api.choose(query, result["id"], elsewhere)
        assert posted.text.startswith("46名")
        assert "出处：榆川县教育局2024年法治政府建设情况报告 › 一、主要工作" in posted.text
        bold = [slice_of(posted.text, e) for e in posted.entities if e["type"] == "bold"]
        assert bold[0].startswith("46名")

    async def test_a_sweep_offers_the_whole_and_each_report(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        said = await api.answered(api.inline(wang, "各县聘任了多少名法治副校长"))
        titles = [result["title"] for result in said["results"]]
        assert "2份报告中2份载明" in titles[0]
        assert {title[:3] for title in titles[1:]} == {"46名", "28名"}

    async def test_an_empty_query_says_what_to_type(self, api: BotApi) -> None:
        said = await api.answered(api.inline(api.user(WANG, "Wang"), " "))
        assert said["results"] == []
        assert said["button"]["text"].startswith("输入问题")

    async def test_strangers_get_nothing_and_are_told_where_to_ask(self, api: BotApi) -> None:
        said = await api.answered(api.inline(api.user(STRANGER, "Stranger"), QUESTION))
        assert said["results"] == []
        assert said["button"]["text"] == "没有使用权限，点此申请"

    async def test_markup_that_telegram_refuses_is_posted_as_plain_text(self, api: BotApi) -> None:
        api.fail("answerInlineQuery", 400, description="Bad Request: can't parse entities: oops")
        wang = api.user(WANG, "Wang")
        query = api.inline(wang, QUESTION)
        said = await api.answered(query)
        posted = api.choose(query, said["results"][0]["id"], api.group(-1002, "别处"))
        assert posted.text.startswith("46名")
        assert [e for e in posted.entities if e["type"] == "bold"] == []

    async def test_what_was_posted_inline_is_not_answered_once_more(
        self, api: BotApi, bot: TelegramBot
    ) -> None:
        wang = api.user(WANG, "Wang")
        group = api.group(OFFICE, "办公室")
        query = api.inline(wang, QUESTION)
        said = await api.answered(query)
        api.choose(query, said["results"][0]["id"], group)
        await settled(api, bot)
        assert api.from_bot(group) == []


@pytest.mark.usefixtures("bot")
class TestLinks:
    async def test_a_group_answer_leads_to_its_passage_in_private(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        group = api.group(OFFICE, "办公室")
        api.say(group, wang, f"/ask {QUESTION}")
        [answer] = await api.sent(group)
        api.start(wang, link_of(answer))
        [source] = await api.sent(api.private(wang))
        marked = [e for e in source.entities if e["type"] == "underline"]
        assert "聘任法治副校长46名" in slice_of(source.text, marked[0])
        contents = next(b for b in source.buttons if b["text"] == "目录")
        await api.answered(api.press(source, wang, contents["callback_data"]))
        await api.edited(source)
        assert source.text.startswith("目录：榆川县教育局2024年")
        section = next(b for b in source.buttons if "存在的问题" in b["text"])
        await api.answered(api.press(source, wang, section["callback_data"]))
        await api.edited(source, 2)
        assert "山区学校覆盖不足" in source.text

    async def test_so_does_what_was_posted_inline(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        query = api.inline(wang, QUESTION)
        said = await api.answered(query)
        posted = api.choose(query, said["results"][0]["id"], api.group(-1002, "别处"))
        api.start(wang, link_of(posted))
        assert "聘任法治副校长46名" in (await api.sent(api.private(wang)))[0].text

    async def test_a_link_to_somebody_elses_private_answer_opens_nothing(
        self, api: BotApi, bot: TelegramBot
    ) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, QUESTION)
        [answer] = await api.sent(chat)
        number = answer.text.rsplit("编号 ", 1)[1]
        boss = api.user(9, "Boss")
        api.start(boss, f"https://t.me/{api.username}?start=s_{number}_0")
        assert (await api.sent(api.private(boss)))[0].text == "这条答案已过期，请重新提问。"

    async def test_strangers_who_follow_a_link_are_refused(self, api: BotApi) -> None:
        wang, stranger = api.user(WANG, "Wang"), api.user(STRANGER, "Stranger")
        group = api.group(OFFICE, "办公室")
        api.say(group, wang, f"/ask {QUESTION}")
        [answer] = await api.sent(group)
        api.start(stranger, link_of(answer))
        assert "还没有使用权限" in (await api.sent(api.private(stranger)))[0].text

    async def test_private_answers_need_no_link(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        api.say(api.private(wang), wang, QUESTION)
        [answer] = await api.sent(api.private(wang))
        assert not any("url" in button for button in answer.buttons)
