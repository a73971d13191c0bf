"""The test server, proved with python-telegram-bot: updates and webhook."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import (
    Bot,
    Update,
)
from telegram.error import (
    BadRequest,
    Conflict,
)

from tests.botapi import SECRET_HEADER, BotApi, slice_of
from tests.botapi_client import built, polling

pytestmark = pytest.mark.usefixtures("durations")


# Receiving


async def test_polling_receives_what_people_do(api: BotApi) -> None:
    seen: list[Update] = []
    wang = api.user(7, "Wang")
    home, office = api.private(wang), api.group(-1001, "Office", forum=True)
    async with polling(api, seen):
        first = api.say(home, wang, "问一下 /ask@reportbot 和 @reportbot 吧")
        api.say(office, wang, "in a topic", thread=4)
        api.edit(first, "edited")
        api.say(office, None, "anonymous")
        api.channel_post(api.channel(-1009, "News"), "post")
        api.say(home, wang, "forwarded", forward_from="Somebody")
        api.join(office, wang)
        api.inline(wang, "teachers")
        await api.wait_for(lambda: len(seen) == 9)
        await api.idle()
    message = seen[0].message
    assert message is not None
    assert message.from_user is not None
    assert message.from_user.language_code == "zh-hans"
    assert [message.parse_entity(entity) for entity in message.entities] == [
        "/ask@reportbot",
        "@reportbot",
    ]
    topic, anonymous = seen[1].message, seen[3].message
    assert topic is not None
    assert topic.is_topic_message
    assert topic.message_thread_id == 4
    assert seen[2].edited_message is not None
    assert seen[2].edited_message.text == "edited"
    assert anonymous is not None
    assert anonymous.from_user is not None
    assert anonymous.from_user.id == 1087968824
    assert anonymous.sender_chat == anonymous.chat
    assert seen[4].channel_post is not None
    assert seen[5].message is not None
    assert seen[5].message.forward_origin is not None
    change = seen[6].my_chat_member
    assert change is not None
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("left", "member")
    assert seen[7].message is not None
    assert seen[7].message.new_chat_members[0].id == api.bot.id
    assert seen[8].inline_query is not None
    assert api.called("getUpdates")[0].ok


async def test_mentions_and_commands_end_where_words_end(api: BotApi) -> None:
    wang = api.user(7, "Wang")
    chat = api.private(wang)
    for text, found in [
        ("@reportbot今天", []),
        ("问@reportbot 今天", []),
        ("😀 @reportbot, 今天", ["@reportbot"]),
        ("/ask今天", []),
        ("/ask 今天 https://example.org/a", ["/ask", "https://example.org/a"]),
        ("and/or", []),
    ]:
        message = api.say(chat, wang, text)
        assert [slice_of(text, entity) for entity in message.entities] == found


async def test_only_the_kinds_asked_for_are_delivered(api: BotApi, bot: Bot) -> None:
    wang = api.user(7, "Wang")
    assert await bot.get_updates(allowed_updates=["inline_query"]) == ()
    api.say(api.private(wang), wang, "unasked")
    asked = api.inline(wang, "asked")
    updates = await bot.get_updates(timeout=1)
    assert [update.update_id for update in updates] == [asked.update_id]


async def test_unconfirmed_updates_come_again(api: BotApi, bot: Bot) -> None:
    wang = api.user(7, "Wang")
    chat = api.private(wang)
    ids = [api.say(chat, wang, str(n)).update_id for n in range(3)]
    assert [u.update_id for u in await bot.get_updates(limit=2)] == ids[:2]
    assert [u.update_id for u in await bot.get_updates(offset=(ids[0] or 0) + 1)] == ids[1:]
    assert [u.update_id for u in await bot.get_updates(offset=-1)] == ids[2:]


async def test_an_update_is_redelivered(api: BotApi) -> None:
    seen: list[Update] = []
    wang = api.user(7, "Wang")
    async with polling(api, seen):
        message = api.say(api.private(wang), wang, "once")
        await api.wait_for(lambda: len(seen) == 1)
        await api.idle()
        assert message.update_id is not None
        api.redeliver(message.update_id)
        await api.wait_for(lambda: len(seen) == 2)
        await api.idle()
        api.say(api.private(wang), wang, "next")
        await api.wait_for(lambda: len(seen) == 3)
    assert seen[0].update_id == seen[1].update_id == message.update_id


async def test_a_lost_answer_of_updates_comes_again(api: BotApi) -> None:
    seen: list[Update] = []
    wang = api.user(7, "Wang")
    async with polling(api, seen):
        await api.polling()
        api.lose_updates()
        api.say(api.private(wang), wang, "lost at first")
        await api.wait_for(lambda: seen, timeout=10)
    assert [c.status for c in api.called("getUpdates")].count(0) == 1
    assert len(seen) == 1


async def test_a_second_poller_ends_the_first(api: BotApi, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await api.polling()
    async with Bot(api.token, base_url=api.base_url) as second:
        assert await second.get_updates(timeout=0) == ()
    with pytest.raises(Conflict, match="other getUpdates"):
        await asyncio.wait_for(first, 5)


# Webhook


@asynccontextmanager
async def receiver(statuses: list[int]) -> AsyncIterator[tuple[str, list[Any]]]:
    """An address that notes (secret, update) and answers with the next status, then 200."""
    seen: list[Any] = []

    async def take(request: web.Request) -> web.Response:
        seen.append((request.headers.get(SECRET_HEADER), await request.json()))
        return web.Response(status=statuses.pop(0) if statuses else 200)

    hook = web.Application()
    hook.router.add_post("/hook", take)
    runner = web.AppRunner(hook, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", seen
    finally:
        await runner.cleanup()


async def test_a_webhook_gets_updates_in_order_and_again_after_an_error(
    api: BotApi, bot: Bot
) -> None:
    wang = api.user(7, "Wang")
    chat = api.private(wang)
    async with receiver([500]) as (url, seen):
        assert await bot.set_webhook(url, secret_token="s3cret")
        messages = [api.say(chat, wang, text) for text in ("one", "two")]
        await api.wait_for(lambda: len(seen) == 3)
        assert {secret for secret, _ in seen} == {"s3cret"}
        assert [update["message"]["text"] for _, update in seen] == ["one", "one", "two"]
        await api.idle()
        assert messages[1].update_id is not None
        api.redeliver(messages[1].update_id)
        await api.wait_for(lambda: len(seen) == 4)
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        info = await bot.get_webhook_info()
        assert (info.url, info.last_error_message) == (
            url,
            "Wrong response from the webhook: 500 Internal Server Error",
        )
        assert await bot.delete_webhook()
    api.say(chat, wang, "kept")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "kept"


async def test_an_application_receives_over_its_webhook(api: BotApi, unused_tcp_port: int) -> None:
    pytest.importorskip("tornado")
    seen: list[Update] = []
    wang = api.user(7, "Wang")
    app = built(api, seen)
    async with app:
        await app.start()
        assert app.updater is not None
        url = f"http://127.0.0.1:{unused_tcp_port}/hook"
        await app.updater.start_webhook(
            "127.0.0.1", unused_tcp_port, "hook", webhook_url=url, secret_token="s3cret"
        )
        api.say(api.private(wang), wang, "posted")
        await api.wait_for(lambda: seen)
        async with aiohttp.ClientSession() as session, session.post(url, json={}) as answer:
            assert answer.status == 403
        await app.updater.stop()
        await app.stop()


async def test_an_application_processes_posted_updates(api: BotApi) -> None:
    seen: list[Update] = []
    wang = api.user(7, "Wang")
    app = built(api, seen)
    async with app, receiver([]) as (url, posted):
        await app.bot.set_webhook(url)
        api.say(api.private(wang), wang, "posted")
        await api.wait_for(lambda: posted)
        await app.process_update(Update.de_json(posted[0][1], app.bot))
    assert seen[0].effective_message is not None
    assert seen[0].effective_message.text == "posted"


async def test_a_wrong_webhook_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)https url must be provided"):
        await bot.set_webhook("http://example.org/hook")
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("https://example.org/hook", secret_token="空")
