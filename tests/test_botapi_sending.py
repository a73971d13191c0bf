"""The test server, proved with python-telegram-bot: messages, buttons, queries."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
)

from tests.botapi import BotApi, units


async def test_html_becomes_text_and_entities(api: BotApi, bot: Bot) -> None:
    chat = api.private(api.user(7, "Wang"))
    sent = await bot.send_message(
        chat.id,
        " 😀<b>粗<i>斜</i></b> &lt;a&gt; &amp;&#20320; <a href='https://t.me/x?start=a'>源</a>"
        '<blockquote expandable>长引文</blockquote><pre><code class="language-json">{}</code></pre>'
        "<tg-spoiler>藏</tg-spoiler><u>u</u><s>s</s><code>c</code> ",
        parse_mode=ParseMode.HTML,
    )
    shown = api.messages(chat)[0]
    assert shown.text == sent.text == "😀粗斜 <a> &你 源长引文{}藏usc"
    assert [(e["type"], e["offset"], e["length"]) for e in shown.entities] == [
        ("bold", 2, 2),
        ("italic", 3, 1),
        ("text_link", 12, 1),
        ("expandable_blockquote", 13, 3),
        ("pre", 16, 2),
        ("spoiler", 18, 1),
        ("underline", 19, 1),
        ("strikethrough", 20, 1),
        ("code", 21, 1),
    ]
    assert sent.entities[2].url == "https://t.me/x?start=a"
    assert sent.entities[4].language == "json"
    assert sent.parse_entity(sent.entities[1]) == "斜"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<b>x", "Can't find end tag corresponding to start tag b"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("副</b>", "Unexpected end tag at byte offset 3"),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("a<br/>b", 'Unsupported start tag "br/" at byte offset 1'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("A&nbsp;B", 'Unsupported entity "&nbsp;" at byte offset 1'),
        ("A & B", "Unescaped ampersand at byte offset 2"),
        ("<a>x</a>", 'Tag "a" has a wrong address "" at byte offset 0'),
        ('<a href="a.html">x</a>', 'Tag "a" has a wrong address "a.html" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<code>a<b>b</b></code>", 'Tag "b" can\'t be nested in "code" at byte offset 7'),
        ('<b class="x">b</b>', 'Unsupported attribute "class" in "b" at byte offset 0'),
        ("&#0;", 'Unsupported entity "&#0;" at byte offset 0'),
    ],
)
async def test_wrong_html_is_refused(api: BotApi, bot: Bot, html: str, reason: str) -> None:
    chat = api.private(api.user(7, "Wang"))
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(chat.id, html, parse_mode=ParseMode.HTML)
    assert str(refused.value).lower() == f"can't parse entities: {reason}".lower()
    assert api.messages(chat) == []


async def test_lengths_are_counted_after_parsing(api: BotApi, bot: Bot) -> None:
    chat = api.private(api.user(7, "Wang"))
    html = ParseMode.HTML
    await bot.send_message(chat.id, "<b>" + "字" * 4096 + "</b>", parse_mode=html)
    for text, reason in [
        ("字" * 4097, "Message is too long"),
        ("😀" * 2049, "Message is too long"),
        ("<b></b>", "Message text is empty"),
        (" \n", "Message text is empty"),
    ]:
        with pytest.raises(BadRequest, match=reason):
            await bot.send_message(chat.id, text, parse_mode=html)
    await bot.send_document(chat.id, b"x", caption="<i>" + "字" * 1024 + "</i>", parse_mode=html)
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(chat.id, b"x", caption="字" * 1025)
    assert units("😀字") == 3


async def test_buttons_are_checked(api: BotApi, bot: Bot) -> None:
    chat = api.private(api.user(7, "Wang"))

    async def send(*buttons: InlineKeyboardButton) -> None:
        await bot.send_message(chat.id, "x", reply_markup=InlineKeyboardMarkup([buttons]))

    await send(
        InlineKeyboardButton("多", callback_data="字" * 21),
        InlineKeyboardButton("url", url="https://example.org/"),
        InlineKeyboardButton("copy", copy_text=CopyTextButton("字" * 256)),
    )
    assert [button["text"] for button in api.messages(chat)[0].buttons] == ["多", "url", "copy"]
    for button, reason in [
        (InlineKeyboardButton("x", callback_data="字" * 22), "Button_data_invalid"),
        (InlineKeyboardButton("x", copy_text=CopyTextButton("字" * 257)), "Button_copy_text"),
        (InlineKeyboardButton("x", url="localhost"), "wrong http url"),
        (InlineKeyboardButton("x"), "(?i)text buttons are unallowed"),
        (InlineKeyboardButton(" ", callback_data="x"), "non-empty"),
        (InlineKeyboardButton("x", url="https://a.b", callback_data="x"), "(?i)text buttons"),
    ]:
        with pytest.raises(BadRequest, match=reason):
            await send(button)


async def test_replies_and_threads(api: BotApi, bot: Bot) -> None:
    wang = api.user(7, "Wang")
    office = api.group(-1001, "Office", forum=True)
    asked = api.say(office, wang, "question", thread=4)
    answer = await bot.send_message(
        office.id, "a", reply_to_message_id=asked.message_id, message_thread_id=4
    )
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "question"
    shown = api.messages(office)[-1]
    assert (shown.reply_to, shown.thread, shown.from_bot) == (asked, 4, True)
    with pytest.raises(BadRequest, match="thread not found"):
        await bot.send_message(office.id, "a", message_thread_id=5)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(office.id, "a", reply_to_message_id=99)
    lenient = ReplyParameters(99, allow_sending_without_reply=True)
    assert (await bot.send_message(office.id, "a", reply_parameters=lenient)).message_id == 7
    back = api.say(office, wang, "and?", reply_to=shown)
    (_, update) = await bot.get_updates()
    assert update.update_id == back.update_id
    assert update.message is not None
    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.from_user == await bot.get_me()


async def test_edits_and_deletions(api: BotApi, bot: Bot) -> None:
    wang = api.user(7, "Wang")
    chat = api.private(wang)
    button = InlineKeyboardMarkup.from_button(InlineKeyboardButton("more", callback_data="m"))
    sent = await bot.send_message(chat.id, "<b>a</b>", parse_mode="HTML", reply_markup=button)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("<b>a</b> ", parse_mode="HTML", reply_markup=button)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(button)
    assert await sent.edit_text("a", reply_markup=button)
    assert await sent.edit_reply_markup(None)
    (shown,) = api.messages(chat)
    assert (shown.text, shown.buttons, shown.edits) == ("a", [], ["a", "a"])
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("b", chat.id, 99)
    theirs = api.say(chat, wang, "mine")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("b", chat.id, theirs.message_id)
    assert await sent.delete()
    assert api.messages(chat) == [theirs]
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()


async def test_a_callback_is_answered_once(api: BotApi, bot: Bot) -> None:
    wang = api.user(7, "Wang")
    chat = api.private(wang)
    button = InlineKeyboardMarkup.from_button(InlineKeyboardButton("more", callback_data="m"))
    await bot.send_message(chat.id, "a", reply_markup=button)
    (shown,) = api.messages(chat)
    with pytest.raises(AssertionError, match="no button"):
        api.press(shown, wang, "other")
    query = api.press(shown, wang, "m")
    (update,) = await bot.get_updates()
    pressed = update.callback_query
    assert pressed is not None
    assert (pressed.data, pressed.id) == ("m", query.id)
    assert pressed.message is not None
    assert pressed.message.message_id == shown.message_id
    with pytest.raises(BadRequest, match="Message_too_long"):
        await pressed.answer("字" * 201)
    assert await pressed.answer("123", show_alert=True)
    answer = await api.answered(query)
    assert (answer["text"], answer["show_alert"]) == ("123", True)
    with pytest.raises(BadRequest, match="Query is too old"):
        await pressed.answer("again")


async def test_an_inline_query_is_answered_once(api: BotApi, bot: Bot) -> None:
    wang = api.user(7, "Wang")
    group = api.group(-1001, "Office")

    def article(number: int, text: str = "<b>a</b>") -> InlineQueryResultArticle:
        content = InputTextMessageContent(text, parse_mode="HTML")
        return InlineQueryResultArticle(f"r{number}", "title", content)

    query = api.inline(wang, "teachers")
    (update,) = await bot.get_updates()
    assert update.inline_query is not None
    assert update.inline_query.query == "teachers"
    for results, reason in [
        ([article(n) for n in range(51)], "Results_too_much"),
        ([article(1), article(1)], "Result_id_duplicate"),
        ([article(1, "<b>")], "Can't parse entities"),
        ([article(1, "字" * 4097)], "Message_too_long"),
    ]:
        with pytest.raises(BadRequest, match=reason):
            await bot.answer_inline_query(query.id, results)
    assert await bot.answer_inline_query(query.id, [article(1), article(2)])
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_inline_query(query.id, [article(1)])
    chosen = api.choose(query, "r2", group)
    assert (chosen.text, chosen.more["via_bot"]["id"]) == ("a", api.bot.id)
