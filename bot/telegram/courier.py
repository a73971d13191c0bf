"""Carries messages to Telegram, and says them again only where that is safe.

Too many requests (429) and an unavailable server (5xx): the call was not carried
out; wait and repeat. No connection: likewise. A connection that broke: repeated
once, for as a rule it was an idle one that had just been closed, and a message
lost is worse than one said twice. A call that timed out may have been carried
out: a message is never sent again, an edit is. What must not be said twice is
sent `once`: the caller is told where nobody knows whether it was.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from telegram import (
    ForceReply,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputFile,
    InputTextMessageContent,
    Message,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from bot.telegram.markup import plain
from bot.telegram.observing import Observer
from bot.telegram.pace import Pace
from bot.telegram.transport import Dropped, Unavailable, Unreachable
from index.errors import ConfigError

T = TypeVar("T")
_logger = logging.getLogger(__name__)


class Courier:
    """Sends, edits and answers on behalf of one bot."""

    def __init__(self, bot: ExtBot[None], pace: Pace, observer: Observer) -> None:
        self._bot = bot
        self._pace = pace
        self._observer = observer

    async def send(
        self,
        chat: int,
        text: str,
        *,
        reply_to: int | None = None,
        thread: int | None = None,
        keyboard: InlineKeyboardMarkup | ForceReply | None = None,
        once: bool = False,
    ) -> Message:
        """Sends HTML; the reply is sent even where the message replied to is gone.

        Sent `once`, TimedOut or Dropped say that it may have been sent or not.
        """
        reply = _in_reply(reply_to)

        async def send(where: int, formatted: bool) -> Message:
            return await self._bot.send_message(
                where,
                text if formatted else plain(text),
                **({} if formatted else {"parse_mode": None}),
                reply_parameters=reply,
                message_thread_id=thread,
                reply_markup=keyboard,
            )

        try:
            return await self.call(lambda: send(chat, True), repeatable=False, once=once)
        except ChatMigrated as error:
            _logger.warning(
                "group %s became %s: put the new id into config.toml", chat, error.new_chat_id
            )
            moved = error.new_chat_id
            return await self.call(lambda: send(moved, True), repeatable=False, once=once)
        except BadRequest as error:
            if "parse entities" not in str(error).lower():
                raise
            _logger.error("Telegram refused our markup: %s", error)
            return await self.call(lambda: send(chat, False), repeatable=False, once=once)

    async def send_file(
        self,
        chat: int,
        name: str,
        content: bytes,
        *,
        reply_to: int | None = None,
        thread: int | None = None,
    ) -> Message:
        """Sends a file under its name; the reply is sent even where that is gone."""
        return await self.call(
            lambda: self._bot.send_document(
                chat,
                InputFile(content, filename=name),
                reply_parameters=_in_reply(reply_to),
                message_thread_id=thread,
            ),
            repeatable=False,
        )

    async def send_picture(
        self,
        chat: int,
        content: bytes,
        *,
        reply_to: int | None = None,
        thread: int | None = None,
    ) -> Message:
        """Sends a PNG; the reply is sent even where what it replies to is gone."""
        return await self.call(
            lambda: self._bot.send_photo(
                chat,
                InputFile(content, filename="chart.png"),
                reply_parameters=_in_reply(reply_to),
                message_thread_id=thread,
            ),
            repeatable=False,
        )

    async def edit(
        self,
        chat: int,
        message: int,
        text: str,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        patient: bool = True,
    ) -> bool:
        """Edits a message; False if it can no longer be edited.

        One who is not patient is told of 429 by the error instead of waiting.
        """
        try:
            await self.call(
                lambda: self._bot.edit_message_text(
                    text, chat_id=chat, message_id=message, reply_markup=keyboard
                ),
                repeatable=True,
                patient=patient,
            )
        except BadRequest as error:
            reason = str(error).lower()
            if "message is not modified" in reason:
                return True
            if "message to edit not found" in reason or "can't be edited" in reason:
                return False
            raise
        return True

    async def edit_buttons(self, chat: int, message: int, keyboard: InlineKeyboardMarkup) -> None:
        """Puts other buttons below a message; one that is gone needs none."""
        try:
            await self.call(
                lambda: self._bot.edit_message_reply_markup(
                    chat_id=chat, message_id=message, reply_markup=keyboard
                ),
                repeatable=True,
            )
        except BadRequest as error:
            _logger.info("buttons were not changed: %s", error)

    async def answer(self, query: str, text: str | None = None, *, alert: bool = True) -> None:
        """Answers the press of a button; what there is to say, as an alert or in passing.

        One that is too old to be answered is none the worse for it.
        """
        try:
            await self.call(
                lambda: self._bot.answer_callback_query(
                    query, text, show_alert=alert and text is not None
                ),
                repeatable=False,
            )
        except BadRequest as error:
            _logger.info("a press was not answered: %s", error)

    async def answer_inline(
        self,
        query: str,
        results: Sequence[InlineQueryResultArticle],
        seconds: int,
        button: InlineQueryResultsButton | None = None,
    ) -> None:
        """Answers an inline query for the one who asked; Telegram may keep it for `seconds`."""

        async def answer(offered: Sequence[InlineQueryResultArticle]) -> bool:
            return await self._bot.answer_inline_query(
                query, offered, cache_time=seconds, is_personal=True, button=button
            )

        try:
            await self.call(lambda: answer(results), repeatable=False)
        except BadRequest as error:
            if "parse" not in str(error).lower():
                _logger.info("an inline query was not answered: %s", error)
                return
            _logger.error("Telegram refused our markup: %s", error)
            await self.call(lambda: answer([_plainly(each) for each in results]), repeatable=False)

    async def call(
        self,
        operation: Callable[[], Awaitable[T]],
        *,
        repeatable: bool,
        patient: bool = True,
        once: bool = False,
    ) -> T:
        """Calls until it succeeds, cannot succeed, or must not be repeated."""
        waited = 0.0
        dropped = 0
        for attempt in range(1, self._pace.attempts + 1):
            last = attempt == self._pace.attempts
            try:
                return await self._tried(operation)
            except RetryAfter as error:
                seconds = seconds_of(error)
                if not patient or last or waited + seconds > self._pace.patience:
                    raise
            except (Unavailable, Unreachable):
                if last:
                    raise
                seconds = self._pace.retry * 2 ** (attempt - 1)
            except Dropped:
                dropped += 1
                if last or once or (dropped > 1 and not repeatable):
                    raise
                seconds = self._pace.retry * 2 ** (attempt - 1)
            except TimedOut:
                if last or not repeatable:
                    raise
                seconds = self._pace.retry
            waited += seconds
            await asyncio.sleep(seconds)
        raise AssertionError("unreachable")

    async def _tried(self, operation: Callable[[], Awaitable[T]]) -> T:
        """One attempt, which is counted if it fails."""
        try:
            return await operation()
        except TelegramError as error:
            self._observer.call_failed(error)
            raise


def _in_reply(message: int | None) -> ReplyParameters | None:
    """A reply that is sent even where that message is gone."""
    return None if message is None else ReplyParameters(message, allow_sending_without_reply=True)


def _plainly(result: InlineQueryResultArticle) -> InlineQueryResultArticle:
    """The result with its text as it is, without markup."""
    content = result.input_message_content
    assert isinstance(content, InputTextMessageContent)
    return InlineQueryResultArticle(
        result.id,
        result.title,
        InputTextMessageContent(plain(content.message_text), parse_mode=None),
        description=result.description,
        reply_markup=result.reply_markup,
    )


async def insist(operation: Callable[[], Awaitable[object]], pace: Pace) -> None:
    """Calls what the bot cannot do without, for as long as it takes to reach Telegram.

    ConfigError when Telegram refuses the token or the call itself.
    """
    attempt = 0
    while True:
        try:
            await operation()
            return
        except InvalidToken as error:
            raise ConfigError(
                "Telegram 不接受机器人令牌。请检查环境变量 REPORTBOT_TOKEN 和 telegram.base_url。"
            ) from error
        except (BadRequest, Forbidden) as error:
            raise ConfigError(f"Telegram 拒绝了启动请求：{error}。") from error
        except RetryAfter as error:
            seconds = seconds_of(error)
        except NetworkError as error:
            seconds = min(pace.retry_most, pace.retry * 2 ** min(attempt, 10))
            _logger.warning("Telegram cannot be reached (%s); again in %.1f s", error, seconds)
        attempt += 1
        await asyncio.sleep(seconds)


def seconds_of(error: RetryAfter) -> float:
    after = error.retry_after
    return after if isinstance(after, int | float) else after.total_seconds()
