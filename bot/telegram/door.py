"""The first handlers an update meets: they let it pass, or end it with at most one sentence."""

from __future__ import annotations

import asyncio
import logging

from telegram import InlineQueryResultsButton, Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.telegram import admin_texts, texts
from bot.telegram.addressing import addressed
from bot.telegram.administering import INVITATION, Administering
from bot.telegram.gate import Bucket, Seldom, Verdict
from bot.telegram.markup import escape, shorten
from bot.telegram.order import key_of
from bot.telegram.page import Button, Page
from bot.telegram.service import Service
from index.models import Language

_logger = logging.getLogger(__name__)
_REFUSED_FOR = 300  # seconds that Telegram need not ask again for a stranger
_DECLINED_AT_ONCE = 16  # more refusals under way than this, and the next one is silent


class Door:
    """Turns away who is not allowed (group -2) and what is not meant for us (group -1)."""

    def __init__(self, service: Service, administering: Administering) -> None:
        self._service = service
        self._administering = administering
        self._tell_stranger = Seldom(service.pace.stranger)
        self._tell_busy = Seldom(service.pace.busy)
        self._tell_fast = Seldom(service.pace.busy)
        self._bucket = Bucket(service.pace.burst, service.pace.every)
        self._declining = 0

    def admits(self, update: Update) -> bool:
        """Whether whoever is behind the update is allowed."""
        return self._service.gate.judge(update, self._service.me) is Verdict.PASS

    async def check(self, update: Update, context: object) -> None:
        """Deny by default."""
        verdict = self._service.gate.judge(update, self._service.me)
        if verdict is Verdict.PASS:
            return
        if verdict is Verdict.INVITED:
            await self._pair(update)
            raise ApplicationHandlerStop
        try:
            await self._turn_away(update, verdict)
        except TelegramError as error:
            _logger.info("a stranger was not told: %s", type(error).__name__)
        raise ApplicationHandlerStop

    async def _pair(self, update: Update) -> None:
        """Lets a person in who brings an invitation; who guesses at them is told seldom."""
        message, language = update.message, _language(update)
        assert message is not None
        code = (message.text or "").rpartition(INVITATION)[2]
        if await self._administering.redeem(message, code, language):
            return
        if self._tell_stranger(message.chat.id):
            await self._service.reply(message, admin_texts.INVITATION_SPENT(language))

    async def sift(self, update: Update, context: object) -> None:
        """Ends what people in a group say to each other, or to other bots."""
        message = update.message or update.edited_message
        if message is not None and message.migrate_to_chat_id is not None:
            _logger.warning(
                "group %d became %d: put the new id into config.toml",
                message.chat.id,
                message.migrate_to_chat_id,
            )
        if message is not None and addressed(message, self._service.me) is None:
            raise ApplicationHandlerStop
        await self._slow_down(update)

    async def _slow_down(self, update: Update) -> None:
        """Holds back whoever floods us, and says so once: the turns of others come between."""
        service, user = self._service, update.effective_user
        wait = self._bucket.wait(user.id) if user is not None else 0.0
        if user is None or not wait:
            return
        if update.message is not None and self._tell_fast(user.id):
            try:
                await service.reply(update.message, texts.TOO_FAST(_language(update)))
            except TelegramError as error:
                _logger.info("nobody was told to slow down: %s", type(error).__name__)
        await asyncio.sleep(min(wait, service.pace.slowest))

    async def decline(self, update: Update) -> None:
        """Says that it is too much now: once in a while, to those who may ask and did."""
        service = self._service
        message = update.message
        if self._declining >= _DECLINED_AT_ONCE:
            return
        if not self.admits(update):
            return
        self._declining += 1
        try:
            if update.callback_query is not None:
                await service.courier.answer(
                    update.callback_query.id, texts.BUSY(_language(update))
                )
            elif (
                message is not None
                and addressed(message, service.me) is not None
                and self._tell_busy(message.chat.id)
            ):
                await service.reply(message, texts.BUSY(_language(update)))
        except TelegramError as error:
            _logger.info("nobody was told that it is too much: %s", type(error).__name__)
        finally:
            self._declining -= 1

    async def give_up(self, update: Update) -> None:
        """Says that a message cannot be dealt with, to those who may ask and did."""
        message = update.message
        if message is not None and self.admits(update) and addressed(message, self._service.me):
            await self._service.reply(message, texts.GIVEN_UP(_language(update)))

    async def _turn_away(self, update: Update, verdict: Verdict) -> None:
        service, message, query = self._service, update.message, update.callback_query
        language = _language(update)
        if query is not None:
            await service.courier.answer(query.id, texts.NOT_YOURS(language))
        elif update.inline_query is not None:
            button = InlineQueryResultsButton(texts.INLINE_REFUSED(language), start_parameter="me")
            await service.courier.answer_inline(update.inline_query.id, (), _REFUSED_FOR, button)
        elif verdict is Verdict.NEW_GROUP:
            await self._ask_administrators(update)
        elif update.my_chat_member is not None:
            _logger.info("the bot was added to or removed from chat %d", key_of(update))
        elif message is not None and verdict in _TOLD and self._tell_stranger(message.chat.id):
            # In a private chat the id of the chat is that of the person.
            _logger.info("chat %d is not allowed", message.chat.id)
            await service.reply(message, _TOLD[verdict](language, id=message.chat.id))

    async def _ask_administrators(self, update: Update) -> None:
        """Asks each administrator in private whether a group that took us in may use us."""
        change = update.my_chat_member
        assert change is not None
        group, service, language = change.chat, self._service, _language(update)
        text = texts.GROUP_ASKS(
            language,
            who=escape(shorten(change.from_user.full_name, 60)),
            title=escape(shorten(group.title or "", 100)),
            id=group.id,
        )
        row = (
            Button(texts.BUTTON_ALLOW(language), f"g:{group.id}:1"),
            Button(texts.BUTTON_REFUSE(language), f"g:{group.id}:0"),
        )
        keyboard = service.keyboard(Page(text, (row,)))
        for person in service.gate.administrators():
            try:
                await service.courier.send(person, text, keyboard=keyboard)
            except TelegramError as error:  # one who never wrote to us cannot be reached
                _logger.info("administrator %d was not asked: %s", person, type(error).__name__)


_TOLD = {Verdict.STRANGER: texts.STRANGER, Verdict.STRANGE_GROUP: texts.STRANGE_GROUP}


def _language(update: Update) -> Language:
    user = update.effective_user
    return texts.language_of(user.language_code if user is not None else None)
