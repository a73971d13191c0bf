"""The methods that send, edit and delete messages."""

from __future__ import annotations

from typing import Any

from .entities import Formatted, given_entities, trimmed, units
from .html import parse_html
from .keyboards import check_markup, inline_keyboard
from .wire import Json, Parameters, Refusal, Upload, bad_request, words
from .world import Chat, Message, StoredFile, World

# In UTF-16 units. Telegram's pages leave open what a character is; this is the strictest.
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LARGEST_UPLOAD = 50 * 1024 * 1024

_CHAT_ACTIONS = words(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)


def formatted(source: str, parse_mode: str, entities: list[Any] | None) -> Formatted:
    """Text as it will be shown; refuses wrong HTML, wrong entities and other parse modes."""
    if entities is not None and not parse_mode:
        return trimmed(given_entities(source, entities))
    if parse_mode and parse_mode.upper() != "HTML":
        raise bad_request("unsupported parse_mode")
    return trimmed(parse_html(source) if parse_mode else Formatted(source))


def message_text(call: Parameters) -> Formatted:
    """The text of sendMessage and editMessageText: neither empty nor too long."""
    text = formatted(call.text("text"), call.text("parse_mode"), call.sequence("entities"))
    if not text.text:
        raise bad_request("message text is empty")
    if units(text.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text


def caption(call: Parameters) -> Formatted:
    text = formatted(
        call.text("caption"), call.text("parse_mode"), call.sequence("caption_entities")
    )
    if units(text.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return text


def send_message(world: World, call: Parameters) -> Json:
    chat = world.writable(call.values.get("chat_id"))
    return _send(world, chat, call, message_text(call))


def send_document(world: World, call: Parameters) -> Json:
    chat = world.writable(call.values.get("chat_id"))
    text = caption(call)
    return _send(world, chat, call, text, document=_file(world, call, "document"))


def send_photo(world: World, call: Parameters) -> Json:
    chat = world.writable(call.values.get("chat_id"))
    text = caption(call)
    return _send(world, chat, call, text, photo=_file(world, call, "photo"))


def send_message_draft(world: World, call: Parameters) -> bool:
    chat = world.writable(call.values.get("chat_id"))
    if chat.type != "private":
        raise bad_request("drafts can be sent to private chats only")
    if not call.integer("draft_id"):
        raise bad_request("draft_id must be non-zero")
    message_text(call)
    return True


def send_chat_action(world: World, call: Parameters) -> bool:
    chat = world.writable(call.values.get("chat_id"))
    if call.text("action") not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    _thread(chat, call)
    return True


def _send(
    world: World,
    chat: Chat,
    call: Parameters,
    text: Formatted,
    *,
    document: StoredFile | None = None,
    photo: StoredFile | None = None,
) -> Json:
    markup = check_markup(call.mapping("reply_markup"))
    reply_to = _reply_to(world, chat, call)
    thread = _thread(chat, call)
    if thread is None and reply_to is not None and chat.forum:
        thread = reply_to.thread
    message = Message(
        chat,
        world.next_message_id(chat),
        world.bot,
        text.text,
        text.entities,
        document,
        photo,
        markup,
        reply_to,
        thread,
        from_bot=True,
    )
    return world.show(message).wire()


def _thread(chat: Chat, call: Parameters) -> int | None:
    thread = call.integer("message_thread_id")
    if thread is not None and thread not in chat.threads:
        raise bad_request("message thread not found")
    return thread


def _reply_to(world: World, chat: Chat, call: Parameters) -> Message | None:
    reply = call.mapping("reply_parameters")
    if not reply and call.integer("reply_to_message_id") is not None:
        reply = {
            "message_id": call.integer("reply_to_message_id"),
            "allow_sending_without_reply": call.flag("allow_sending_without_reply"),
        }
    if not reply:
        return None
    if not isinstance(reply.get("message_id"), int):
        raise bad_request("can't parse reply parameters: message_id must be an Integer")
    origin = world.chat(reply["chat_id"]) if reply.get("chat_id") is not None else chat
    message = origin.shown.get(reply["message_id"])
    if message is None and reply.get("allow_sending_without_reply") is not True:
        raise bad_request("message to be replied not found")
    quote = reply.get("quote") or ""
    if message is not None and quote and quote not in message.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return message


def _file(world: World, call: Parameters, kind: str) -> StoredFile:
    """The file of a call: uploaded as its own part, as attach://PART, or named by its id."""
    value = call.values.get(kind)
    upload: Upload | None = call.uploads.get(kind)
    if isinstance(value, str) and value.startswith("attach://"):
        upload = call.uploads.get(value.removeprefix("attach://"))
    if upload is None:
        if not value:
            raise bad_request(f"there is no {kind} in the request")
        if value not in world.files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return world.files[value]
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > LARGEST_UPLOAD:
        raise Refusal(413, "Request Entity Too Large")
    return world.keep_file(upload.name, upload.content, upload.content_type)


def edit_message_text(world: World, call: Parameters) -> Json:
    message = _own(world, call, "edit")
    if message.document is not None or message.photo is not None:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, message, message_text(call), inline_keyboard(call.mapping("reply_markup")))


def edit_message_caption(world: World, call: Parameters) -> Json:
    message = _own(world, call, "edit")
    if message.document is None and message.photo is None:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, message, caption(call), inline_keyboard(call.mapping("reply_markup")))


def edit_message_reply_markup(world: World, call: Parameters) -> Json:
    message = _own(world, call, "edit")
    keyboard = inline_keyboard(call.mapping("reply_markup"))
    return _edit(world, message, message.formatted, keyboard)


def _edit(world: World, message: Message, text: Formatted, keyboard: Json | None) -> Json:
    if (text, keyboard) == (message.formatted, message.reply_markup):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        )
    message.edits.append(message.text)
    message.text, message.entities, message.reply_markup = text.text, text.entities, keyboard
    world.changes.tell()
    return message.wire()


def _own(world: World, call: Parameters, purpose: str) -> Message:
    """The bot's own message that a call speaks of."""
    chat = world.writable(call.values.get("chat_id"))
    message = chat.shown.get(call.integer("message_id") or 0)
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    if not message.from_bot:
        raise bad_request(f"message can't be {purpose}ed")
    return message


def delete_message(world: World, call: Parameters) -> bool:
    chat = world.writable(call.values.get("chat_id"))
    message = chat.shown.get(call.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to delete not found")
    allowed = message.from_bot or chat.type == "private" or chat.standing == "administrator"
    if not allowed:
        raise bad_request("message can't be deleted")
    message.deleted = True
    del chat.shown[message.message_id]
    world.changes.tell()
    return True
