"""Conversations that go on over restarts and between people; receipts; what people think."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.telegram.running import TelegramBot
from index import Library
from tests.botapi import BotApi, Message
from tests.telegram_support import ADMIN, OFFICE, STRANGER, WANG, pressed, running, settled
from tests.tiny_reports import YUCHUAN

QUESTION = "榆川县2024年聘任了多少名法治副校长？"
LI = 8


@pytest.fixture
async def bot(api: BotApi, counties: Library, tmp_path: Path) -> AsyncIterator[TelegramBot]:
    async with running(api, counties, tmp_path) as bot:
        yield bot


def number_of(answer: Message) -> str:
    return answer.text.rsplit("编号 ", 1)[1]


class TestGoingOn:
    async def test_a_follow_up_goes_on_from_before_a_restart(
        self, api: BotApi, counties: Library, tmp_path: Path
    ) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        async with running(api, counties, tmp_path):
            api.say(chat, wang, QUESTION)
            await api.sent(chat)
        async with running(api, counties, tmp_path):
            api.say(chat, wang, "那2023年呢？")
            assert (await api.sent(chat, 2))[1].text.startswith("41名")
            api.say(chat, wang, "枫林呢？")
            assert "没有枫林县2023年的报告" in (await api.sent(chat, 3))[2].text

    @pytest.mark.usefixtures("bot")
    async def test_new_forgets_also_over_a_restart(
        self, api: BotApi, counties: Library, tmp_path: Path
    ) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, QUESTION)
        api.say(chat, wang, "/new")
        assert (await api.sent(chat, 2))[1].text.startswith("好的，从头开始")
        api.say(chat, wang, "那2023年呢？")
        assert "41名" not in (await api.sent(chat, 3))[2].text

    @pytest.mark.usefixtures("bot")
    async def test_people_in_a_group_do_not_mix_but_a_reply_goes_on(self, api: BotApi) -> None:
        wang, li = api.user(WANG, "Wang"), api.user(LI, "Li")
        group = api.group(OFFICE, "办公室")
        api.say(group, wang, f"/ask {QUESTION}")
        [first] = await api.sent(group)
        api.say(group, li, "/ask 那2023年呢？")
        assert "41名" not in (await api.sent(group, 2))[1].text
        api.say(group, li, "那2023年呢？", reply_to=first)
        assert (await api.sent(group, 3))[2].text.startswith("41名")


@pytest.mark.usefixtures("bot")
class TestReceipts:
    async def test_a_receipt_says_what_the_answer_was_taken_from(
        self, api: BotApi, counties: Library
    ) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, QUESTION)
        [answer] = await api.sent(chat)
        api.say(chat, wang, f"/verify {number_of(answer)}")
        said = (await api.sent(chat, 2))[1].text
        assert f"提问：{QUESTION}" in said
        assert "当时的答案：46名" in said
        digest = counties.report("yuchuan-2024.txt").digest[:12]
        assert f"报告：yuchuan-2024.txt（SHA-256 {digest}…）未变" in said
        assert said.endswith("今天再问，答案相同。")

    async def test_a_replaced_report_is_named_and_the_new_answer_said(
        self, api: BotApi, counties: Library
    ) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, QUESTION)
        [answer] = await api.sent(chat)
        replaced = YUCHUAN.replace("法治副校长46名", "法治副校长47名")
        counties.add("yuchuan-2024.txt", replaced.encode(), "test")
        api.say(chat, wang, f"/verify {number_of(answer)}")
        said = (await api.sent(chat, 2))[1].text
        assert "）已更新" in said
        assert "今天再问，答案不同：47名" in said
        counties.remove("yuchuan-2024.txt")
        api.say(chat, wang, f"/verify {number_of(answer)}")
        assert "）已移除" in (await api.sent(chat, 3))[2].text

    async def test_a_follow_up_is_asked_again_in_its_conversation(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, QUESTION)
        await api.sent(chat)
        api.say(chat, wang, "那2023年呢？")
        answer = (await api.sent(chat, 2))[1]
        api.say(chat, wang, f"/verify {number_of(answer)}")
        assert (await api.sent(chat, 3))[2].text.endswith("今天再问，答案相同。")

    async def test_a_reply_is_asked_again_after_what_it_replied_to(self, api: BotApi) -> None:
        wang, li = api.user(WANG, "Wang"), api.user(LI, "Li")
        group = api.group(OFFICE, "办公室")
        api.say(group, wang, f"/ask {QUESTION}")
        [first] = await api.sent(group)
        api.say(group, li, "那2023年呢？", reply_to=first)
        answer = (await api.sent(group, 2))[1]
        api.say(group, li, f"/verify {number_of(answer)}")
        assert (await api.sent(group, 3))[2].text.endswith("今天再问，答案相同。")

    async def test_what_a_group_may_not_ask_is_not_told_by_its_receipts(self, api: BotApi) -> None:
        wang, boss = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
        group = api.group(OFFICE, "办公室")
        api.say(group, boss, "/scope 枫林县")
        await api.sent(group)
        api.say(group, wang, f"/ask {QUESTION}")
        refusal = (await api.sent(group, 2))[1]
        api.say(group, wang, f"/verify {number_of(refusal)}")
        said = (await api.sent(group, 3))[2].text
        assert said.endswith("今天再问，答案相同。")
        assert "46名" not in said

    async def test_what_was_answered_elsewhere_is_nobody_elses_business(self, api: BotApi) -> None:
        wang, li = api.user(WANG, "Wang"), api.user(LI, "Li")
        api.say(api.private(wang), wang, QUESTION)
        [answer] = await api.sent(api.private(wang))
        group = api.group(OFFICE, "办公室")
        api.say(group, li, f"/verify {number_of(answer)}")
        assert "没有编号为" in (await api.sent(group))[0].text
        api.say(group, li, "/verify")
        assert "请在 /verify 后面写上答案的编号" in (await api.sent(group, 2))[1].text


class TestVotes:
    async def test_a_vote_is_kept_and_who_was_not_helped_is_asked_why(
        self, api: BotApi, bot: TelegramBot
    ) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, QUESTION)
        [answer] = await api.sent(chat)
        log, identity = bot.service.log, number_of(answer)
        said = await api.answered(api.press(answer, wang, pressed(answer, "👍")))
        assert said["text"] == "已记下，谢谢。"
        assert not said.get("show_alert")
        assert log.votes(identity) == ((True, ""),)
        await api.answered(api.press(answer, wang, pressed(answer, "👎")))
        await settled(api, bot)
        assert [b["text"] for b in answer.buttons][-4:] == [
            "数字不对",
            "出处不对",
            "答非所问",
            "报告里有",
        ]
        await api.answered(api.press(answer, wang, pressed(answer, "数字不对")))
        await settled(api, bot)
        assert log.votes(identity) == ((False, "数字不对"),)
        assert [b["text"] for b in answer.buttons][-2:] == ["👍", "👎"]

    async def test_strangers_have_no_vote(self, api: BotApi, bot: TelegramBot) -> None:
        wang, stranger = api.user(WANG, "Wang"), api.user(STRANGER, "Stranger")
        api.say(api.private(wang), wang, QUESTION)
        [answer] = await api.sent(api.private(wang))
        said = await api.answered(api.press(answer, stranger, pressed(answer, "👎")))
        assert said["text"] == "您没有使用权限。"
        assert bot.service.log.votes(number_of(answer)) == ()
