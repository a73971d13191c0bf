"""Whether a message speaks to the bot, and what it asks."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, MessageEntity


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself. `username` is without the @."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Addressed:
    """`command` without its slash, None for plain text; `text` without command and mentions."""

    command: str | None
    text: str


def addressed(message: Message, me: Me) -> Addressed | None:
    """What the message says to the bot; None when it speaks to somebody else.

    In a private chat everything is for the bot except a command for another one
    (/ask@otherbot). In a group it is a command, a mention in whatever case, or a
    reply to the bot. A command that names no bot (/ask) is for everybody.
    """
    text = message.text or message.caption or ""
    entities = _entities(message)
    first = entities[0] if entities else None
    if first and first[0].type == MessageEntity.BOT_COMMAND and first[0].offset == 0:
        command, _, target = first[1][1:].partition("@")
        if target and target.casefold() != me.username.casefold():
            return None
        return Addressed(command.lower(), _without_mentions(text[len(first[1]) :], me))
    mentioned = any(_mentions(entity, said, me) for entity, said in entities)
    if message.chat.type == "private" or mentioned or is_reply_to(message, me):
        return Addressed(None, _without_mentions(text, me))
    return None


def is_reply_to(message: Message, me: Me) -> bool:
    """Whether it replies to a message of the bot.

    In a topic every message "replies" to the one that opened the topic; that is no reply.
    """
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created or replied.from_user is None:
        return False
    return replied.from_user.id == me.id


def thread_of(message: Message) -> int | None:
    """The topic a reply must go to. Other groups number their reply threads too, in vain."""
    return message.message_thread_id if message.is_topic_message else None


def _entities(message: Message) -> list[tuple[MessageEntity, str]]:
    parsed = message.parse_entities() if message.text else message.parse_caption_entities()
    return sorted(parsed.items(), key=lambda each: each[0].offset)


def _mentions(entity: MessageEntity, said: str, me: Me) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    return (
        entity.type == MessageEntity.MENTION
        and said.removeprefix("@").casefold() == me.username.casefold()
    )


def _without_mentions(text: str, me: Me) -> str:
    name = f"@{me.username}".casefold()
    kept = []
    at = 0
    while (found := text.casefold().find(name, at)) >= 0 and me.username:
        end = found + len(name)
        if end < len(text) and (text[end].isascii() and (text[end].isalnum() or text[end] == "_")):
            kept.append(text[at:end])  # @reportbot2 is somebody else
        else:
            kept.append(text[at:found] + " ")
        at = end
    return "".join([*kept, text[at:]]).strip(" \n\t,，:：")
