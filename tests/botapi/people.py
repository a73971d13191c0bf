"""The driving side: people and groups that write, press, join and block."""

from __future__ import annotations

import mimetypes
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .account import member, standing_of
from .entities import find_entities
from .queries import is_start_payload, result_text
from .server import Server
from .wire import Json
from .world import Chat, Message, Query, User

# Telegram's stand-ins for an anonymous administrator and for a linked channel.
GROUP_ANONYMOUS = User(1087968824, "Group", username="GroupAnonymousBot", is_bot=True)
LINKED_CHANNEL = User(777000, "Telegram")
_LONGEST_INLINE_QUERY = 256


class People(Server):
    """A server whose updates are pushed by calling what somebody does."""

    # Who and where

    def user(
        self,
        user_id: int,
        first_name: str,
        language_code: str | None = "zh-hans",
        username: str | None = None,
    ) -> User:
        """A person. Their private chat opens with `private`."""
        user = User(user_id, first_name, language_code, username)
        self.world.users[user_id] = user
        return user

    def private(self, user: User) -> Chat:
        """The private chat with `user`, who has started the bot; always the same one."""
        if user.id not in self.world.chats:
            chat = Chat(user.id, "private", username=user.username, person=user)
            self.world.chats[user.id] = chat
        return self.world.chats[user.id]

    def group(
        self, chat_id: int, title: str, *, forum: bool = False, username: str | None = None
    ) -> Chat:
        """A group the bot is in: a supergroup when the id begins with -100 or it is a forum."""
        supergroup = forum or str(chat_id).startswith("-100")
        kind = "supergroup" if supergroup else "group"
        self.world.chats[chat_id] = Chat(chat_id, kind, title, username, forum)
        return self.world.chats[chat_id]

    def channel(self, chat_id: int, title: str, username: str | None = None) -> Chat:
        """A channel the bot administers."""
        chat = Chat(chat_id, "channel", title, username, standing="administrator")
        self.world.chats[chat_id] = chat
        return chat

    def promote(self, chat: Chat, user: User, standing: str = "administrator") -> None:
        """Makes `user` an administrator, or with "creator" the owner, of `chat`."""
        chat.members[user.id] = user
        chat.administrators[user.id] = standing

    # What people write

    def say(
        self,
        chat: Chat,
        user: User | None,
        text: str,
        *,
        reply_to: Message | None = None,
        thread: int | None = None,
        edited: bool = False,
        via_bot: User | None = None,
        sender_chat: Chat | None = None,
        forward_from: User | Chat | str | None = None,
        entities: list[Json] | None = None,
        **more: Any,
    ) -> Message:
        """Somebody writes `text`; commands, mentions and addresses get their entities.

        With `user` None it is an anonymous administrator of `chat`, or whoever
        `sender_chat` stands for. `edited` delivers it as an edited message that
        the bot has not seen before. `more` are further fields of Message.
        """
        found = find_entities(text) if entities is None else tuple(entities)
        message = self._new(chat, user, reply_to, thread, sender_chat, forward_from, via_bot, more)
        message.text, message.entities = text, found
        return self._push(message, "edited_message" if edited else "message")

    def start(self, user: User, link: str = "") -> Message:
        """`user` presses Start, or follows a link ``https://t.me/<bot>?start=<payload>``.

        AssertionError for a link that leads elsewhere, or whose payload Telegram would drop.
        """
        parts = urlsplit(link)
        payload = "".join(parse_qs(parts.query, keep_blank_values=True).get("start", []))
        if link:
            assert (parts.hostname, parts.path) == ("t.me", f"/{self.username}"), link
            assert is_start_payload(payload), link
        return self.say(self.private(user), user, f"/start {payload}".strip())

    def send_file(
        self,
        chat: Chat,
        user: User | None,
        name: str,
        content: bytes,
        *,
        caption: str = "",
        mime_type: str | None = None,
        size: int | None = None,
        reply_to: Message | None = None,
        thread: int | None = None,
        **more: Any,
    ) -> Message:
        """Somebody sends a document. `size` is what Telegram says of it, if not the truth."""
        kind = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        message = self._new(chat, user, reply_to, thread, None, None, None, more)
        message.document = self.world.keep_file(name, content, kind, size)
        message.text, message.entities = caption, find_entities(caption)
        return self._push(message, "message")

    def edit(self, message: Message, text: str) -> Message:
        """The author edits a message that the bot has seen."""
        message.edits.append(message.text)
        message.text, message.entities = text, find_entities(text)
        kind = "channel_post" if message.chat.type == "channel" else "message"
        return self._push(message, f"edited_{kind}")

    def channel_post(self, channel: Chat, text: str, **more: Any) -> Message:
        """A post in a channel, in the name of the channel."""
        message = self._new(channel, None, None, None, channel, None, None, more)
        message.sender, message.text, message.entities = None, text, find_entities(text)
        return self._push(message, "channel_post")

    def service(self, chat: Chat, user: User | None, **fields: Any) -> Message:
        """A service message, such as new_chat_members=[...]."""
        return self._push(self._new(chat, user, None, None, None, None, None, fields), "message")

    # What people do

    def press(self, message: Message, user: User, data: str, *, stale: bool = False) -> Query:
        """Somebody presses the button with this callback data; with `stale` one shown no more."""
        shown = [button.get("callback_data") for button in message.buttons]
        assert stale or (data in shown and not message.deleted), f"no button {data!r} in {shown}"
        body: Json = {"chat_instance": str(-message.chat.id), "data": data}
        body["message"] = (
            {"chat": message.chat.wire(), "message_id": message.message_id, "date": 0}
            if message.deleted
            else message.wire()
        )
        return self._ask("callback_query", user, body)

    def inline(self, user: User, query: str, offset: str = "", chat_type: str = "group") -> Query:
        """Somebody types ``@bot query`` in any chat; the app cuts it at 256 characters."""
        query = query[:_LONGEST_INLINE_QUERY]
        return self._ask(
            "inline_query", user, {"query": query, "offset": offset, "chat_type": chat_type}
        )

    def choose(self, query: Query, result_id: str, chat: Chat) -> Message:
        """The person sends one of the results to `chat`; the bot sees it as `via_bot` there."""
        results = (query.answer or {}).get("results", [])
        result = next(item for item in results if item["id"] == result_id)
        message = self._new(chat, query.user, None, None, None, None, self.bot, {})
        shown = result_text(result)
        message.text, message.entities = shown["text"], shown["entities"]
        message.reply_markup = shown["reply_markup"]
        body = {"result_id": result_id, "from": query.user.wire(), "query": ""}
        self.world.updates.push("chosen_inline_result", body)
        return self._push(message, "message")

    def join(self, group: Chat, by_user: User, standing: str = "member") -> int:
        """Somebody puts the bot into `group`; returns the id of the my_chat_member update."""
        group.standing = "left" if group.standing == "member" else group.standing
        update_id = self._change_standing(group, by_user, standing)
        self.service(group, by_user, new_chat_members=[self.bot.wire()])
        return update_id

    def kick(self, group: Chat, by_user: User) -> int:
        """Somebody puts the bot out of `group`: from now on writing there is forbidden."""
        return self._change_standing(group, by_user, "kicked")

    def block(self, user: User) -> int:
        return self._change_standing(self.private(user), user, "kicked")

    def unblock(self, user: User) -> int:
        return self._change_standing(self.private(user), user, "member")

    def migrate(self, group: Chat, new_id: int) -> Chat:
        """`group` becomes a supergroup of another id, and says so in both."""
        new = self.group(new_id, group.title or "")
        new.members, new.administrators = group.members, group.administrators
        self.service(group, GROUP_ANONYMOUS, migrate_to_chat_id=new_id)
        self.service(new, GROUP_ANONYMOUS, migrate_from_chat_id=group.id)
        group.migrated_to = new_id
        return new

    def redeliver(self, update_id: int) -> None:
        """An update the bot has had comes once more, as after a confirmation that got lost."""
        self.world.updates.push_again(update_id)

    # How

    def _new(
        self,
        chat: Chat,
        user: User | None,
        reply_to: Message | None,
        thread: int | None,
        sender_chat: Chat | None,
        forward_from: User | Chat | str | None,
        via_bot: User | None,
        more: Json,
    ) -> Message:
        more = dict(more)
        if user is None and sender_chat is None:
            sender_chat = chat
        if sender_chat is not None:
            more["sender_chat"] = sender_chat.wire()
            user = user or (GROUP_ANONYMOUS if sender_chat is chat else LINKED_CHANNEL)
        elif user is not None and chat.type != "private":
            chat.members[user.id] = user
        if via_bot is not None:
            more["via_bot"] = via_bot.wire()
        if forward_from is not None:
            more["forward_origin"] = _origin(forward_from)
        if thread is None and reply_to is not None and chat.forum:
            thread = reply_to.thread
        if thread is not None:
            chat.threads.add(thread)
            chat.last_message_id = max(chat.last_message_id, thread)
            if reply_to is None and chat.forum:
                more["reply_to_message"] = _topic(chat, thread)
        number = self.world.next_message_id(chat)
        return Message(chat, number, user, reply_to=reply_to, thread=thread, more=more)

    def _push(self, message: Message, kind: str) -> Message:
        self.world.show(message)
        message.update_id = self.world.updates.push(kind, message.wire())
        return message

    def _ask(self, kind: str, user: User, body: Json) -> Query:
        query = self.world.open_query(kind, user)
        body = {"id": query.id, "from": user.wire()} | body
        query.update_id = self.world.updates.push(kind, body)
        return query

    def _change_standing(self, chat: Chat, by_user: User, standing: str) -> int:
        old = standing_of(self.world, chat, self.bot)
        chat.standing = standing
        body = {
            "chat": chat.wire(),
            "from": by_user.wire(),
            "date": int(time.time()),
            "old_chat_member": member(self.bot, old),
            "new_chat_member": member(self.bot, standing),
        }
        return self.world.updates.push("my_chat_member", body)


def _topic(chat: Chat, thread: int) -> Json:
    """What every message of a topic replies to that replies to nothing else: its beginning."""
    return {
        "message_id": thread,
        "date": int(time.time()),
        "chat": chat.wire(),
        "from": LINKED_CHANNEL.wire(),
        "message_thread_id": thread,
        "is_topic_message": True,
        "forum_topic_created": {"name": f"Topic {thread}", "icon_color": 7322096},
    }


def _origin(source: User | Chat | str) -> Json:
    origin: Json = {"date": int(time.time())}
    if isinstance(source, User):
        return origin | {"type": "user", "sender_user": source.wire()}
    if isinstance(source, str):
        return origin | {"type": "hidden_user", "sender_user_name": source}
    if source.type == "channel":
        return origin | {"type": "channel", "chat": source.wire(), "message_id": 1}
    return origin | {"type": "chat", "sender_chat": source.wire()}
