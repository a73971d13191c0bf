"""Who is answered in Telegram, and who is told what instead."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.telegram.gate import Bucket, Seldom
from tests.botapi import BotApi
from tests.telegram_support import (
    ADMIN,
    EAST,
    FAST,
    OFFICE,
    STRANGER,
    WANG,
    KnownLibrary,
    answered,
    east_library,
    finding,
    running,
    settled,
)


@pytest.fixture
def library() -> KnownLibrary:
    return east_library()


async def test_a_stranger_is_told_once_which_id_to_have_added(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path) as bot:
        stranger = api.user(STRANGER, "X")
        chat = api.private(stranger)
        first = api.say(chat, stranger, "/start")
        api.say(chat, stranger, "多少")
        api.send_file(chat, stranger, "a.txt", b"x")
        api.edit(first, "多少")
        await settled(api, bot)
        [said] = api.from_bot(chat)
        assert "users = [666]" in said.text
        assert library.asked == []


async def test_english_strangers_are_told_in_english(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path, users=frozenset()):
        smith = api.user(WANG, "Smith", language_code="en")
        api.say(api.private(smith), smith, "hi")
        assert "You may not use this bot yet" in (await api.sent(api.private(smith)))[0].text


async def test_a_strange_group_is_told_its_id_when_it_speaks_to_the_bot(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path) as bot:
        wang = api.user(WANG, "Wang")
        group = api.group(-1009, "别处")
        api.say(group, wang, "多少")
        api.say(group, wang, "/reports")
        await settled(api, bot)
        assert api.from_bot(group) == []
        api.say(group, wang, "/ask 多少")
        api.say(group, wang, f"@{api.username} 多少")
        await settled(api, bot)
        [said] = api.from_bot(group)
        assert "groups = [-1009]" in said.text


async def test_whoever_was_struck_from_the_list_may_press_no_button(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    wang = api.user(WANG, "Wang")
    chat = api.private(wang)
    async with running(api, library, tmp_path):
        api.say(chat, wang, "多少")
        [answer] = await api.sent(chat)
    async with running(api, library, tmp_path, users=frozenset()):
        query = api.press(answer, wang, answer.buttons[0]["callback_data"])
        assert (await api.answered(query))["text"] == "您没有使用权限。"
    assert len(api.from_bot(chat)) == 1


async def test_a_button_does_not_open_the_answer_of_another_chat(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path):
        wang, admin = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
        for person in (wang, admin):
            api.say(api.private(person), person, "多少")
            await api.sent(api.private(person))
        theirs = api.from_bot(api.private(admin))[0].buttons[0]["callback_data"]
        mine = api.from_bot(api.private(wang))[0]
        query = api.press(mine, wang, theirs, stale=True)
        assert "已过期" in (await api.answered(query))["text"]


async def test_what_the_bot_said_inline_is_no_question(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path) as bot:
        wang = api.user(WANG, "Wang")
        api.say(api.private(wang), wang, "多少", via_bot=api.world.bot)
        await settled(api, bot)
        assert library.asked == []


async def test_too_many_questions_are_declined_politely_and_the_others_answered(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    go = threading.Event()

    def slow(question: str) -> object:
        go.wait(10)
        return answered(question, finding(EAST, "全区聘请法治副校长60人。", "60人"))

    library.answers["慢"] = slow  # type: ignore[assignment]
    async with running(api, library, tmp_path, queue_limit=2) as bot:
        wang, admin = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
        chat = api.private(wang)
        api.say(chat, wang, "慢")
        await api.wait_for(lambda: library.asked == ["慢"])
        for question in ("一", "二"):
            api.say(chat, wang, question)
        await api.wait_for(lambda: bot.processor.waiting == 2)
        for question in ("三", "四"):
            api.say(chat, wang, question)
        api.say(api.private(admin), admin, "多少")
        await api.sent(chat)
        await api.sent(api.private(admin))
        go.set()
        await api.sent(chat, 4)
        await settled(api, bot)
        texts = [message.text for message in api.from_bot(chat)]
        assert texts[0] == "现在提问的人太多，请过一会儿再问。"
        assert [text[:3] for text in texts[1:]] == ["60人", "报告未", "报告未"]
        assert library.asked == ["慢", "一", "二"]
        assert "太多" in api.from_bot(api.private(admin))[0].text


async def test_a_crowd_of_strangers_takes_nobodys_place(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    """Telegram is slow to tell them off, and all of them stand in line."""
    crowd = [api.user(1000 + number, f"X{number}") for number in range(40)]
    for each in crowd:
        api.delay("sendMessage", 1, chat=api.private(each))
    async with running(api, library, tmp_path, pace=replace(FAST, workers=2), queue_limit=5) as bot:
        for each in crowd:
            api.say(api.private(each), each, "多少")
        await api.wait_for(lambda: api.called("sendMessage"))
        wang = api.user(WANG, "Wang")
        api.say(api.private(wang), wang, "多少")
        [said] = await api.sent(api.private(wang))
        assert said.text.startswith("60人")
        assert library.asked == ["多少"]
        assert bot.processor.waiting == 0
        told = [each for each in crowd if api.from_bot(api.private(each))]
        assert 0 < len(told) < len(crowd)


async def test_hard_questions_of_many_chats_keep_no_other_waiting(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    """More of them than asyncio has threads in its pool, which also takes in what is said."""
    go = threading.Event()

    def hard(question: str) -> object:
        go.wait(10)
        return answered(question, finding(EAST, "全区聘请法治副校长60人。", "60人"))

    question = "副校长" * 400
    library.answers[question] = hard  # type: ignore[assignment]
    crowd = [api.user(1000 + number, f"U{number}") for number in range(12)]
    users = frozenset({WANG, *(each.id for each in crowd)})
    async with running(api, library, tmp_path, users=users):
        for each in crowd:
            api.say(api.private(each), each, question)
        await api.wait_for(lambda: len(library.asked) == len(crowd))
        wang = api.user(WANG, "Wang")
        for number in (1, 2):
            api.say(api.private(wang), wang, "多少")
            await api.sent(api.private(wang), number)
        assert not any(api.from_bot(api.private(each)) for each in crowd)
        go.set()
        for each in crowd:
            await api.sent(api.private(each))


async def test_a_question_that_takes_two_seconds_keeps_no_other_chat_waiting(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    done = threading.Event()

    def sleeping(question: str) -> object:
        time.sleep(2)
        done.set()
        return answered(question, finding(EAST, "全区聘请法治副校长60人。", "60人"))

    library.answers["慢"] = sleeping  # type: ignore[assignment]
    async with running(api, library, tmp_path):
        wang, admin = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
        api.say(api.private(wang), wang, "慢")
        await api.wait_for(lambda: library.asked == ["慢"])
        api.say(api.private(admin), admin, "多少")
        await api.sent(api.private(admin))
        assert not done.is_set()
        await api.sent(api.private(wang))


async def test_chats_do_not_wait_for_each_other(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    go = threading.Event()

    def slow(question: str) -> object:
        go.wait(10)
        return answered(question, finding(EAST, "全区聘请法治副校长60人。", "60人"))

    library.answers["慢"] = slow  # type: ignore[assignment]
    async with running(api, library, tmp_path):
        wang, admin = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
        api.say(api.private(wang), wang, "慢")
        await api.wait_for(lambda: library.asked == ["慢"])
        api.say(api.private(admin), admin, "多少")
        await api.sent(api.private(admin))
        assert api.from_bot(api.private(wang)) == []
        go.set()
        await api.sent(api.private(wang))


async def test_the_menu_has_the_commands_of_each_kind_of_chat(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    api.private(api.user(ADMIN, "Boss"))
    async with running(api, library, tmp_path):
        boss = {"type": "chat", "chat_id": ADMIN}
        await api.wait_for(lambda: api.commands(boss, "en"))
        for_all = ["ask", "source", "reports", "verify", "new", "forget", "help"]
        assert api.commands({"type": "all_private_chats"}) == for_all
        assert api.commands({"type": "all_group_chats"}, "en")
        assert api.commands(boss)[: len(for_all)] == for_all
        assert {"reindex", "scope", "remove", "audit"} < set(api.commands(boss))


async def test_the_group_is_known_by_its_place_only(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    """A person who may not ask in private may ask in an allowed group, as all who are in it."""
    async with running(api, library, tmp_path):
        guest = api.user(STRANGER, "Guest")
        group = api.group(OFFICE, "办公室")
        api.say(group, guest, "/ask 多少")
        assert (await api.sent(group))[0].text.startswith("60人")
        await asyncio.sleep(0)


def test_seldom_counts_each_key_by_itself_and_forgets_the_oldest() -> None:
    now = [0.0]
    seldom = Seldom(10, held=2, clock=lambda: now[0])
    assert [seldom(1), seldom(1), seldom(2)] == [True, False, True]
    now[0] = 11
    assert [seldom(1), seldom(3), seldom(2)] == [True, True, True]


async def test_a_flood_from_one_person_is_slowed_with_one_sentence_and_all_is_answered(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    pace = replace(FAST, burst=3, every=0.05, slowest=0.1)
    async with running(api, library, tmp_path, pace=pace) as bot:
        wang, boss = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
        chat = api.private(wang)
        for _ in range(8):
            api.say(chat, wang, "多少")
        api.say(api.private(boss), boss, "多少")
        await api.sent(api.private(boss))
        said = await api.sent(chat, 9)
        await settled(api, bot)
        texts = [message.text for message in said]
        assert sum("问得有点快" in text for text in texts) == 1
        assert sum(text.startswith("60人") for text in texts) == 8


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    bucket = Bucket(2, 1.0, clock=lambda: now[0])
    assert [bucket.wait(1) for _ in range(4)] == [0.0, 0.0, 1.0, 2.0]
    assert bucket.wait(2) == 0.0
    now[0] = 10.0
    assert bucket.wait(1) == 0.0
