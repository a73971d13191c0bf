"""What the handlers share: everything that one running bot consists of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.ext import Application, ExtBot

from bot.config import PrivacyConfig
from bot.log import Log
from bot.recorded import Place, Receipt
from bot.telegram.addressing import Me, thread_of
from bot.telegram.courier import Courier
from bot.telegram.detached import detached
from bot.telegram.explaining import Explainer
from bot.telegram.gate import Gate
from bot.telegram.observing import Observer
from bot.telegram.pace import Pace
from bot.telegram.page import Button, Page

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from index import Library
    from index.models import Answer, ReportEntry

T = TypeVar("T")
Bot = ExtBot[None]
App = Application[Bot, Any, Any, Any, Any, None]


@dataclass(frozen=True, slots=True)
class Service:
    """One bot. `library` answers; `conversation` keeps what the last question was about.

    `readers` bounds how many look into the library at once, `beginners` how many of
    them just began to.
    """

    bot: Bot
    library: Library
    conversation: Conversation
    log: Log
    gate: Gate
    courier: Courier
    pace: Pace
    readers: asyncio.Semaphore
    beginners: asyncio.Semaphore
    observer: Observer
    explainer: Explainer
    privacy: PrivacyConfig

    @property
    def me(self) -> Me:
        """The bot itself, once it was introduced (getMe)."""
        return Me(self.bot.id, self.bot.username or "")

    async def read(self, function: Callable[[], T]) -> T:
        """What `function` finds in the library, in a thread of its own.

        The pool of asyncio is small and writes the log: were it full of hard
        questions, nothing would be received any more. Few begin at a time, for
        more would only take turns from each other and from what is sent; one that
        proves hard makes room for the next.
        """
        async with self.readers:
            async with self.beginners:
                reading = asyncio.ensure_future(detached(function))
                try:
                    await asyncio.wait({reading}, timeout=self.pace.hard)
                except asyncio.CancelledError:
                    reading.cancel()
                    raise
            return await reading

    def keep(
        self,
        answer: Answer,
        where: Place,
        taken_from: Receipt,
        follows: str | None = None,
        took: float | None = None,
    ) -> str:
        """Writes an answer down and tells of it; the id under which its buttons find it.

        To be called where that may take a while; `follows` and `took` as in `AnswerLog.keep`.
        """
        identity = self.log.keep(answer, where, taken_from, follows, took)
        self.observer.answered(answer, where, identity, took)
        if took is not None and self.observer.is_slow(took):
            self.explainer.later(identity, answer.question, took)
        return identity

    async def reports(self, chat: int) -> tuple[ReportEntry, ...]:
        """The reports that a chat may ask about."""
        return await self.read(lambda: self.library.reports(self.log.scope_of(chat)))

    async def reply(self, message: Message, page: Page | str) -> Message:
        """Replies to a message, in its topic."""
        page = Page(page) if isinstance(page, str) else page
        return await self.courier.send(
            message.chat.id,
            page.text,
            reply_to=message.message_id,
            thread=thread_of(message),
            keyboard=self.keyboard(page),
        )

    def link(self, start: str) -> str:
        """The address that opens the private chat with us and sends /start with that payload."""
        return f"https://t.me/{self.me.username}?start={start}"

    def keyboard(self, page: Page) -> InlineKeyboardMarkup | None:
        """The buttons of a page, None where it has none."""
        rows = [[self._button(each) for each in row] for row in page.buttons]
        return InlineKeyboardMarkup(rows) if rows else None

    def _button(self, button: Button) -> InlineKeyboardButton:
        if button.copy:
            return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copy))
        if button.start:
            return InlineKeyboardButton(button.label, url=self.link(button.start))
        return InlineKeyboardButton(button.label, callback_data=button.data)


def place_of(message: Message) -> Place:
    """Where and by whom a message was said; who writes as the group itself counts as the group."""
    sender = message.sender_chat or message.from_user
    return Place(
        message.chat.id,
        thread_of(message),
        sender.id if sender is not None else message.chat.id,
        message.message_id,
    )
