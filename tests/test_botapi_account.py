"""The test server, proved with python-telegram-bot: files, commands, chats."""

from __future__ import annotations

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
)

from tests.botapi import BotApi, messages


async def test_documents_go_up_and_down(
    api: BotApi, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang = api.user(7, "Wang")
    chat = api.private(wang)
    api.send_file(chat, wang, "报告.html", "年报".encode(), caption="看 /add")
    (update,) = await bot.get_updates()
    assert update.message is not None
    document = update.message.document
    assert document is not None
    assert (document.file_name, document.mime_type, document.file_size) == (
        "报告.html",
        "text/html",
        6,
    )
    assert update.message.caption == "看 /add"
    assert bytes(await (await document.get_file()).download_as_bytearray()) == "年报".encode()

    sent = await bot.send_document(chat.id, b"a,b", filename="数.csv", caption="<b>c</b>")
    assert sent.caption == "<b>c</b>"
    shown = api.messages(chat)[-1]
    assert shown.document is not None
    assert (shown.document.name, shown.document.content) == ("数.csv", b"a,b")
    assert sent.document is not None
    again = await bot.send_document(chat.id, sent.document.file_id)
    assert again.document == sent.document
    photo = await bot.send_photo(chat.id, b"\x89PNG", caption="p")
    assert photo.photo[0].file_size == 4
    monkeypatch.setattr(messages, "LARGEST_UPLOAD", 9)
    with pytest.raises(NetworkError, match="Too Large"):
        await bot.send_document(chat.id, b"0123456789")
    with pytest.raises(BadRequest, match="non-empty"):
        await bot.send_document(chat.id, b"", filename="empty.txt")

    api.send_file(chat, wang, "big.pdf", b"", size=20 * 1024 * 1024 + 1)
    big = (await bot.get_updates(offset=-1))[0].message
    assert big is not None
    assert big.document is not None
    with pytest.raises(BadRequest, match="File is too big"):
        await big.document.get_file()
    with pytest.raises(BadRequest, match="Wrong file_id"):
        await bot.get_file("nothing")


async def test_attached_parts_and_json_calls(api: BotApi) -> None:
    chat = api.private(api.user(7, "Wang"))
    url = f"{api.base_url}{api.token}"
    async with aiohttp.ClientSession() as session:
        form = aiohttp.FormData({"chat_id": str(chat.id), "document": "attach://part"})
        form.add_field("part", b"bytes", filename="a.txt", content_type="text/plain")
        async with session.post(f"{url}/sendDocument", data=form) as answer:
            assert (await answer.json())["result"]["document"]["file_name"] == "a.txt"
        call = {"chat_id": chat.id, "text": "42", "reply_parameters": '{"message_id": 1}'}
        async with session.post(f"{url}/sendmessage", json=call) as answer:
            assert (await answer.json())["result"]["reply_to_message"]["message_id"] == 1
        async with session.get(f"{url}/getMe") as answer:
            me = (await answer.json())["result"]
            assert (me["is_bot"], me["username"]) == (True, "reportbot")
        async with session.get(f"{url}/sendPigeon") as answer:
            assert answer.status == 404
            assert await answer.json() == {
                "ok": False,
                "error_code": 404,
                "description": "Not Found",
            }
        async with session.get(f"{api.base_file_url}999:OTHER/documents/x") as answer:
            assert answer.status == 401
    assert [call.method for call in api.calls] == [
        "sendDocument",
        "sendMessage",
        "getMe",
        "sendPigeon",
    ]


# The account and chats


async def test_commands_are_kept_by_scope_and_language(api: BotApi, bot: Bot) -> None:
    scope = BotCommandScopeChat(7)
    await bot.set_my_commands([("ask", "提问")])
    await bot.set_my_commands([BotCommand("admin", "x")], scope=scope, language_code="zh")
    assert [c.command for c in await bot.get_my_commands()] == ["ask"]
    assert await bot.get_my_commands(scope=scope) == ()
    assert api.commands({"type": "chat", "chat_id": 7}, "zh") == ["admin"]
    assert await bot.delete_my_commands()
    assert api.commands() == []
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([("Ask-me", "x")])
    assert await bot.set_my_description("说明", language_code="zh")
    assert (await bot.get_my_description("zh")).description == "说明"
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("字" * 121)


async def test_chats_and_members(api: BotApi, bot: Bot) -> None:
    wang, li = api.user(7, "Wang"), api.user(8, "Li")
    office = api.group(-1001, "Office", username="office")
    api.promote(office, wang, "creator")
    api.say(office, li, "hello")
    assert (await bot.get_chat("@office")).title == "Office"
    assert (await bot.get_chat_member(office.id, li.id)).status == "member"
    assert (await bot.get_chat_member(office.id, wang.id)).status == "creator"
    assert [m.user.id for m in await bot.get_chat_administrators(office.id)] == [wang.id]
    assert await bot.send_chat_action(office.id, "typing")
    assert await bot.leave_chat(office.id)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(office.id, "x")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(12345, "x")
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(li.id, "x")


async def test_a_deep_link_starts_the_bot(api: BotApi) -> None:
    wang = api.user(7, "Wang")
    assert api.start(wang, "https://t.me/reportbot?start=a_-9").text == "/start a_-9"
    assert api.start(wang).text == "/start"
    for wrong in ("https://t.me/other?start=a", "https://t.me/reportbot?start=" + "a" * 65):
        with pytest.raises(AssertionError):
            api.start(wang, wrong)


async def test_blocked_kicked_and_migrated(api: BotApi, bot: Bot) -> None:
    wang = api.user(7, "Wang")
    home, old = api.private(wang), api.group(-20, "Old")
    api.block(wang)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(home.id, "x")
    api.unblock(wang)
    assert await bot.send_message(home.id, "x")
    new = api.migrate(old, -1002)
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(old.id, "x")
    assert migrated.value.new_chat_id == new.id
    api.kick(new, wang)
    with pytest.raises(Forbidden, match="kicked from the supergroup"):
        await bot.send_message(new.id, "x")
    for update in await bot.get_updates():
        assert update.my_chat_member or (
            update.message
            and (update.message.migrate_to_chat_id or update.message.migrate_from_chat_id)
        )
