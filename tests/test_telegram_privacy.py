"""What is kept about a person, for how long, and /forget."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.config import PrivacyConfig
from bot.log import Log
from index import DATABASE
from tests.botapi import BotApi
from tests.telegram_support import ADMIN, OFFICE, WANG, KnownLibrary, east_library, running, settled

PRIVATE_MATTER = "我单位被通报了几次"


@pytest.fixture
def library() -> KnownLibrary:
    return east_library()


def on_disk(data: Path) -> bytes:
    """Every byte of the database and of the files beside it."""
    return b"".join(file.read_bytes() for file in sorted(data.glob(f"{DATABASE}*")))


async def test_what_a_person_asked_is_forgotten_without_a_trace(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    wang, boss = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
    chat, theirs = api.private(wang), api.private(boss)
    data = tmp_path / "data"
    async with running(api, library, tmp_path) as bot:
        api.say(chat, wang, PRIVATE_MATTER)
        api.say(chat, wang, "多少")
        answer = (await api.sent(chat, 2))[1]
        group = api.group(OFFICE, "Office")
        api.say(group, wang, f"/ask {PRIVATE_MATTER}")
        await api.sent(group)
        api.say(theirs, boss, "别人的提问")
        await api.sent(theirs)
        await settled(api, bot)
        assert PRIVATE_MATTER.encode() in on_disk(data)

        api.say(chat, wang, "/forget")
        told = (await api.sent(chat, 3))[2].text
        assert "3 条提问" in told
        assert "90 天" in told
        assert PRIVATE_MATTER.encode() in on_disk(data)

        api.say(chat, wang, "/forget me")
        assert "已删除您的 3 条提问" in (await api.sent(chat, 4))[3].text
        await settled(api, bot)
        assert PRIVATE_MATTER.encode() not in on_disk(data)
        assert "别人的提问".encode() in on_disk(data)
        alert = await api.answered(api.press(answer, wang, answer.buttons[0]["callback_data"]))
        assert alert["text"]
        api.say(chat, wang, "多少")
        assert (await api.sent(chat, 5))[4].text.startswith("60人")


async def test_it_is_told_in_english(api: BotApi, library: KnownLibrary, tmp_path: Path) -> None:
    smith = api.user(WANG, "Smith", language_code="en")
    async with running(api, library, tmp_path):
        api.say(api.private(smith), smith, "/forget")
        assert "What is kept about you" in (await api.sent(api.private(smith)))[0].text


async def test_a_new_question_goes_on_from_nothing_that_was_forgotten(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    wang = api.user(WANG, "Wang")
    async with running(api, library, tmp_path) as bot:
        api.say(api.private(wang), wang, "多少")
        api.say(api.private(wang), wang, "/forget 我")
        await api.sent(api.private(wang), 2)
        assert not bot.service.conversation.knows(f"{WANG}/0/{WANG}")


async def test_what_is_older_than_it_may_be_is_deleted_at_the_start(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    wang = api.user(WANG, "Wang")
    async with running(api, library, tmp_path):
        api.say(api.private(wang), wang, PRIVATE_MATTER)
        await api.sent(api.private(wang))
    async with running(api, library, tmp_path, privacy=PrivacyConfig(keep_days=1e-9)) as bot:
        await api.wait_for(lambda: not list(bot.service.log.answers()))
    assert PRIVATE_MATTER.encode() not in on_disk(tmp_path / "data")


def test_who_was_invited_may_still_ask_but_has_no_name_any_more(tmp_path: Path) -> None:
    log = Log.open(tmp_path)
    code = log.invite("reader", ADMIN)
    log.redeem(code, 55, "Lihua")
    log.note_act(55, "pair", "reader")
    log.forget(55)
    [person] = log.people()
    assert (person.id, person.role, person.name) == (55, "reader", "")
    assert log.kept_of(55).acts == 1
    log.close()
    assert b"Lihua" not in on_disk(tmp_path)


def test_every_table_of_the_bot_is_told_of_in_both_languages(tmp_path: Path) -> None:
    Log.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database:
        tables = {
            name
            for (name,) in database.execute(
                "select name from sqlite_master where type = 'table' and name like 'bot!_%' escape '!'"
            )
        }
    page = (Path(__file__).parents[1] / "docs" / "privacy.md").read_text("utf-8")
    chinese, english = page.split("## English")
    for half in (chinese, english):
        assert set(re.findall(r"`(bot_\w+)`", half)) == tables
