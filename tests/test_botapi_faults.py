"""The test server, proved with python-telegram-bot: what goes wrong on request."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from telegram import (
    Bot,
    Update,
)
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from tests.botapi import BotApi
from tests.botapi_client import polling

pytestmark = pytest.mark.usefixtures("durations")


async def test_faults_become_the_exceptions_of_the_library(api: BotApi, bot: Bot) -> None:
    chat, other = api.private(api.user(7, "Wang")), api.private(api.user(8, "Li"))
    api.fail("sendMessage", 429, retry_after=2, chat=chat)
    assert await bot.send_message(other.id, "elsewhere")
    with pytest.raises(RetryAfter) as limited:
        await bot.send_message(chat.id, "x")
    assert limited.value.retry_after == timedelta(seconds=2)
    for status, error in [
        (400, BadRequest),
        (401, InvalidToken),
        (403, Forbidden),
        (409, Conflict),
        (500, NetworkError),
        (502, NetworkError),
    ]:
        api.fail("*", status)
        with pytest.raises(error):
            await bot.send_message(chat.id, "x")
    api.drop("sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(chat.id, "never arrived")
    assert api.messages(chat) == []
    api.drop("sendMessage", done=True)
    with pytest.raises(NetworkError):
        await bot.send_message(chat.id, "arrived")
    api.delay("sendMessage", 5)
    with pytest.raises(TimedOut):
        await bot.send_message(chat.id, "arrived late", read_timeout=0.1)
    assert [message.text for message in api.messages(chat)] == ["arrived", "arrived late"]
    assert await bot.send_message(chat.id, "and well again")


async def test_a_wrong_token_is_refused(api: BotApi) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("999:OTHER", base_url=api.base_url):
            raise AssertionError("was let in")


async def test_waiting_in_vain_says_what_was_called(api: BotApi, bot: Bot) -> None:
    await bot.get_me()
    with pytest.raises(AssertionError, match=r"(?s)did not happen within 0\.05 s.*getMe"):
        await api.wait_for(lambda: False, timeout=0.05)
    with pytest.raises(AssertionError):
        await api.sent(api.private(api.user(7, "Wang")), timeout=0.05)


async def test_polling_survives_a_bad_gateway_and_broken_connections(api: BotApi) -> None:
    seen: list[Update] = []
    wang = api.user(7, "Wang")
    async with polling(api, seen):
        await api.polling()
        api.fail("getUpdates", 502)
        api.drop("getUpdates")
        api.say(api.private(wang), wang, "patience")
        await api.wait_for(lambda: seen, timeout=10)
        await api.idle()
    assert {502, 0} <= {call.status for call in api.called("getUpdates")}
    assert len(seen) == 1


async def test_rest_is_awaited_and_a_late_call_counts(api: BotApi, bot: Bot) -> None:
    chat = api.private(api.user(7, "Wang"))
    api.delay("sendMessage", 0.3)
    sending = asyncio.create_task(bot.send_message(chat.id, "late"))
    await api.sent(chat)
    await api.idle()
    assert [call.status for call in api.calls if call.method == "sendMessage"] == [200]
    assert (await asyncio.wait_for(sending, 5)).text == "late"


async def test_what_never_arrives_leaves_updates_waiting(api: BotApi) -> None:
    wang = api.user(7, "Wang")
    api.say(api.private(wang), wang, "nobody listens")
    with pytest.raises(AssertionError, match="did not happen"):
        await api.idle(timeout=0.1)


async def test_what_is_sent_too_fast_is_refused() -> None:
    async with BotApi(paced=True) as api, Bot(api.token, base_url=api.base_url) as bot:
        home, office = api.private(api.user(7, "Wang")), api.group(-1001, "Office")
        for n in range(20):
            await bot.send_message(office.id, str(n))
        with pytest.raises(RetryAfter):
            await bot.send_message(office.id, "20")
        twice = [bot.send_message(home.id, "x") for _ in range(2)]
        results = await asyncio.gather(*twice, return_exceptions=True)
        assert sorted(type(result).__name__ for result in results) == ["Message", "RetryAfter"]


async def test_the_api_is_away_and_back(api: BotApi, bot: Bot) -> None:
    await api.close()
    with pytest.raises(NetworkError):
        await bot.get_me()
    await api.open()
    assert (await bot.get_me()).username == api.bot.username
