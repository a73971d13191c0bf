"""What the server holds: people, chats, messages, files and questions put to the bot."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from .entities import Formatted
from .updates import Updates
from .waiting import Changes
from .wire import Json, Refusal, bad_request


@dataclass(frozen=True)
class User:
    """A person, or a bot. `language_code` is the one of the app, None when it does not say."""

    id: int
    first_name: str
    language_code: str | None = None
    username: str | None = None
    is_bot: bool = False

    def wire(self) -> Json:
        body: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            body["username"] = self.username
        if self.language_code:
            body["language_code"] = self.language_code
        return body


@dataclass(eq=False)
class Chat:
    """A private chat, group, supergroup or channel, and all that is shown in it.

    `standing` is the bot's: member, administrator, left, kicked (in a private
    chat kicked means blocked).
    """

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    forum: bool = False
    person: User | None = None
    standing: str = "member"
    migrated_to: int | None = None
    members: dict[int, User] = field(default_factory=dict, repr=False)
    administrators: dict[int, str] = field(default_factory=dict)
    threads: set[int] = field(default_factory=set)
    shown: dict[int, Message] = field(default_factory=dict, repr=False)
    last_message_id: int = 0

    def wire(self) -> Json:
        body: Json = {"id": self.id, "type": self.type}
        if self.person is not None:
            body |= {"first_name": self.person.first_name}
        names = {"title": self.title, "username": self.username, "is_forum": self.forum or None}
        return body | {name: value for name, value in names.items() if value}


@dataclass(frozen=True)
class StoredFile:
    """A file somebody sent. `size` may be told without the bytes being there."""

    file_id: str
    name: str
    content: bytes = field(repr=False)
    mime_type: str
    size: int

    def wire(self) -> Json:
        return {
            "file_id": self.file_id,
            "file_unique_id": f"u{self.file_id}",
            "file_name": self.name,
            "mime_type": self.mime_type,
            "file_size": self.size,
        }


@dataclass(eq=False)
class Message:
    """A message as it is shown now; `edits` are the texts it showed before, oldest first.

    `text` is the caption where there is a file. `update_id` is the last update
    that told the bot of it, None for the bot's own.
    """

    chat: Chat
    message_id: int
    sender: User | None
    text: str = ""
    entities: tuple[Json, ...] = ()
    document: StoredFile | None = None
    photo: StoredFile | None = None
    reply_markup: Json | None = None
    reply_to: Message | None = field(default=None, repr=False)
    thread: int | None = None
    from_bot: bool = False
    more: Json = field(default_factory=dict)
    edits: list[str] = field(default_factory=list)
    date: int = field(default_factory=lambda: int(time.time()))
    deleted: bool = False
    update_id: int | None = None

    @property
    def buttons(self) -> list[Json]:
        """The buttons under it, in reading order."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    @property
    def formatted(self) -> Formatted:
        return Formatted(self.text, self.entities)

    def wire(self, *, nested: bool = False) -> Json:
        """The Message object; a message replied to is shown without its own reply."""
        has_file = self.document is not None or self.photo is not None
        body: Json = {"message_id": self.message_id, "date": self.date, "chat": self.chat.wire()}
        if self.sender is not None:
            body["from"] = self.sender.wire()
        if self.text:
            body["caption" if has_file else "text"] = self.text
        if self.entities:
            body["caption_entities" if has_file else "entities"] = list(self.entities)
        if self.document is not None:
            body["document"] = self.document.wire()
        if self.photo is not None:
            photo = self.photo.wire()
            body["photo"] = [photo | {"width": 640, "height": 480}]
        if self.reply_markup is not None:
            body["reply_markup"] = self.reply_markup
        if self.thread is not None:
            body |= {"message_thread_id": self.thread}
            if self.chat.forum:
                body["is_topic_message"] = True
        if self.reply_to is not None and not nested:
            body["reply_to_message"] = self.reply_to.wire(nested=True)
        if self.edits:
            body["edit_date"] = int(time.time())
        return body | self.more


@dataclass(eq=False)
class Query:
    """A pressed button (kind callback_query) or an inline query; `answer` is what the bot said.

    `answer` holds the parameters of the answering call, None until it came.
    """

    id: str
    kind: str
    user: User
    update_id: int = 0
    answer: Json | None = None


class World:
    """Everything of one server."""

    def __init__(self, bot: User) -> None:
        self.bot = bot
        self.changes = Changes()
        self.updates = Updates(self.changes)
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.listeners: list[Callable[[Message], None]] = []  # called with each new message

    def chat(self, chat_id: object) -> Chat:
        """The chat by id or @username; refuses one that is unknown or was migrated."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else self._named(chat_id)
        if chat is None and chat_id in self.users:
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
        if chat is None:
            raise bad_request("chat not found" if chat_id is not None else "chat_id is empty")
        if chat.migrated_to is not None:
            raise Refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to,
            )
        return chat

    def _named(self, name: object) -> Chat | None:
        wanted = str(name).removeprefix("@").lower()
        return next((c for c in self.chats.values() if (c.username or "").lower() == wanted), None)

    def writable(self, chat_id: object) -> Chat:
        """The chat, if the bot may write there; 403 where it was blocked or put out."""
        chat = self.chat(chat_id)
        if chat.standing == "kicked" and chat.type == "private":
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if chat.standing == "kicked":
            raise Refusal(403, f"Forbidden: bot was kicked from the {chat.type} chat")
        if chat.standing == "left":
            raise Refusal(403, f"Forbidden: bot is not a member of the {chat.type} chat")
        return chat

    def show(self, message: Message) -> Message:
        """Puts a new message into its chat."""
        message.chat.shown[message.message_id] = message
        for listen in self.listeners:
            listen(message)
        self.changes.tell()
        return message

    def next_message_id(self, chat: Chat) -> int:
        chat.last_message_id += 1
        return chat.last_message_id

    def keep_file(
        self, name: str, content: bytes, mime_type: str, size: int | None = None
    ) -> StoredFile:
        number = len(self.files) + 1
        file_id = f"BQACAgUAAx{number:06d}"
        told = len(content) if size is None else size
        self.files[file_id] = StoredFile(file_id, name, content, mime_type, told)
        return self.files[file_id]

    def open_query(self, kind: str, user: User) -> Query:
        query = Query(str(7_000_000_000 + len(self.queries)), kind, user)
        self.queries[query.id] = query
        return query
