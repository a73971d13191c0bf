"""Which place? is asked back with buttons, and a tap asks the same of that place alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.telegram.running import TelegramBot
from index import Library
from tests.botapi import BotApi
from tests.telegram_support import ADMIN, OFFICE, WANG, pressed, running, settled
from tests.test_telegram_conversation import bot, number_of
from tests.tiny_reports import report

__all__ = ["bot"]

# Two real districts of one name; what is said of them is made up.
CHONGQING = report("重庆市江北区", "一、主要工作", "全区聘任法治副校长73名。")
NINGBO = report("宁波市江北区", "一、主要工作", "全区聘任法治副校长35名。")
SWEEP = "各县聘任了多少名法治副校长？"


@pytest.fixture
def namesakes(library: Library) -> Library:
    """Reports of two districts that bear one name."""
    library.add("chongqing.txt", CHONGQING.encode(), "test")
    library.add("ningbo.txt", NINGBO.encode(), "test")
    return library


async def test_namesakes_are_told_apart_and_asked_about(
    api: BotApi, namesakes: Library, tmp_path: Path
) -> None:
    async with running(api, namesakes, tmp_path) as running_bot:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, "江北区聘任了多少名法治副校长？")
        [answer] = await api.sent(chat)
        assert "有同名的地方，您问的是哪一个？" in answer.text
        assert "1. 重庆市江北区2024年：73名" in answer.text
        assert "2. 浙江省宁波市江北区2024年：35名" in answer.text
        data = pressed(answer, "浙江省宁波市江北区")
        api.press(answer, wang, data)
        await api.answered(api.press(answer, wang, data))  # a double tap
        await settled(api, running_bot)
        [_, one] = api.from_bot(chat)
        assert one.text.startswith("35名")
        assert "73名" not in one.text
        api.say(chat, wang, f"/verify {number_of(one)}")
        assert (await api.sent(chat, 3))[2].text.endswith("今天再问，答案相同。")


@pytest.mark.usefixtures("bot")
async def test_a_sweep_can_be_narrowed_to_one_place_and_back(api: BotApi) -> None:
    wang = api.user(WANG, "Wang")
    chat = api.private(wang)
    api.say(chat, wang, SWEEP)
    [answer] = await api.sent(chat)
    listed = answer.text
    await api.answered(api.press(answer, wang, pressed(answer, "只看一地…")))
    await api.edited(answer)
    assert answer.text == f"「{SWEEP}」要看哪个地方的？"
    await api.answered(api.press(answer, wang, pressed(answer, "枫林县")))
    assert (await api.sent(chat, 2))[1].text.startswith("28名")
    await api.answered(api.press(answer, wang, pressed(answer, "返回")))
    await api.edited(answer, 2)
    assert answer.text == listed


@pytest.mark.usefixtures("bot")
async def test_an_answer_of_one_place_asks_nothing_back(api: BotApi) -> None:
    wang = api.user(WANG, "Wang")
    chat = api.private(wang)
    api.say(chat, wang, "枫林县聘任了多少名法治副校长？")
    [answer] = await api.sent(chat)
    assert "只看一地…" not in [button["text"] for button in answer.buttons]


async def test_english_questions_are_narrowed_in_english(
    api: BotApi, namesakes: Library, tmp_path: Path
) -> None:
    async with running(api, namesakes, tmp_path):
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, "How many legal vice-principals were appointed in Jiangbei?")
        [answer] = await api.sent(chat)
        assert "Several places share this name. Which one?" in answer.text
        await api.answered(api.press(answer, wang, pressed(answer, "重庆市江北区")))
        one = (await api.sent(chat, 2))[1]
        assert one.text.startswith("73名")
        assert "Source" in one.text


async def test_the_reports_of_a_group_are_those_of_its_scope(
    api: BotApi, counties: Library, tmp_path: Path
) -> None:
    boss = api.user(ADMIN, "Boss")
    group = api.group(OFFICE, "办公室")
    async with running(api, counties, tmp_path):
        api.say(group, boss, "/scope 枫林县")
        api.say(group, boss, "/reports")
        held = (await api.sent(group, 2))[1]
        assert "枫林县" in held.text
        assert "榆川县" not in held.text
        await api.answered(api.press(held, boss, pressed(held, "按地区")))
        await api.edited(held)
        assert [button["text"] for button in held.buttons] == ["枫林县（1）"]


async def test_an_administrator_checks_anybodys_answer_but_not_before_others(
    api: BotApi, bot: TelegramBot
) -> None:
    wang, boss = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
    api.say(api.private(wang), wang, "枫林县聘任了多少名法治副校长？")
    [answer] = await api.sent(api.private(wang))
    group = api.group(OFFICE, "办公室")
    api.say(group, boss, f"/verify {number_of(answer)}")
    assert "没有编号为" in (await api.sent(group))[0].text
    api.say(api.private(boss), boss, f"/verify {number_of(answer)}")
    assert "28名" in (await api.sent(api.private(boss)))[0].text
