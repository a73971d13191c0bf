"""What people say to the bot: questions and commands."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from telegram import Chat, Message, Update

from bot.receipts import Verification, verify
from bot.recorded import NOWHERE, Logged, Place, Receipt
from bot.telegram import admin_texts, texts
from bot.telegram.addressing import addressed, is_reply_to
from bot.telegram.administering import INVITATION, Administering
from bot.telegram.asking import answered, as_shown, key_of, offer, show
from bot.telegram.forgetting import forget
from bot.telegram.gate import Seldom, was_added
from bot.telegram.markup import escape, shorten
from bot.telegram.messages import SOURCE_LINK, answer_page, readings, verification_page
from bot.telegram.opening import Opening, may_open
from bot.telegram.service import Service, place_of
from bot.telegram.shelf import reports_page
from index.models import EVERYTHING, Answer, Language

if TYPE_CHECKING:
    from bot.telegram.insight import Insight
    from bot.telegram.intake import Intake
    from bot.telegram.jobs import Jobs


_SOURCE_LINK = re.compile(rf"{SOURCE_LINK}(?P<id>[a-z2-7]{{8}})_(?P<number>\d{{1,4}})")


class Speech:
    """Deals with one message that speaks to the bot, new or edited."""

    def __init__(
        self,
        service: Service,
        jobs: Jobs,
        intake: Intake,
        administering: Administering,
        insight: Insight,
    ) -> None:
        self._service = service
        self._jobs = jobs
        self._intake = intake
        self._administering = administering
        self._insight = insight
        self._administrative = administering.commands | insight.commands
        self._refuse_document = Seldom(10.0)  # ten files sent at once are refused in one sentence
        self._commands: dict[str, Callable[[Message, str], Awaitable[None]]] = {
            "start": self._start,
            "help": self._help,
            "ask": self._ask,
            "reports": self._reports,
            "source": self._source,
            "new": self._new,
            "forget": self._forget,
            "scope": self._scope,
            "verify": self._verify,
            "reindex": self._reindex,
        }

    async def message(self, update: Update, context: object) -> None:
        message = update.message
        said = addressed(message, self._service.me) if message is not None else None
        if message is None or said is None:
            return
        private = message.chat.type == Chat.PRIVATE
        if said.command is not None:
            command = self._commands.get(said.command, self._help if private else None)
            if said.command in self._administrative:
                await self._administer(message, said.command, said.text)
            elif command is not None:
                await command(message, said.text)
        elif private and message.document is not None:
            await self._document(message)
        elif private and (
            await self._intake.answered(message) or await self._insight.answered(message)
        ):
            return
        elif said.text or message.text:
            await self._ask(message, said.text)
        elif private and message.effective_attachment is not None:
            await self._service.reply(message, texts.TEXT_ONLY(_language(message)))

    async def edited(self, update: Update, context: object) -> None:
        """Edits the answer where its question was edited; other edits are nothing to us."""
        message = update.edited_message
        said = addressed(message, self._service.me) if message is not None else None
        if message is None or said is None or said.command not in (None, "ask") or not said.text:
            return
        log = self._service.log
        former = await asyncio.to_thread(log.answer_to, message.chat.id, message.message_id)
        if former is None or former.reply is None or former.answer.question == said.text:
            return

        def revised() -> tuple[Answer, Receipt]:
            earlier = log.questions_before(former.id)
            return answered(self._service, former.place, said.text, earlier)

        answer, taken_from = await self._service.read(revised)
        await asyncio.to_thread(log.revise, former.id, answer, taken_from)
        page = as_shown(answer_page(answer, former.id), answer, former.id, message.chat.id)
        await self._service.courier.edit(
            message.chat.id, former.reply, page.text, self._service.keyboard(page)
        )

    async def joined(self, update: Update, context: object) -> None:
        """Greets an allowed group that the bot was just added to."""
        change = update.my_chat_member
        if change is not None and was_added(change):
            language = texts.language_of(change.from_user.language_code)
            await self._service.courier.send(change.chat.id, texts.GREETING(language))

    async def _ask(self, message: Message, question: str) -> None:
        quoted = message.reply_to_message
        if not question and quoted is not None and not is_reply_to(message, self._service.me):
            question = quoted.text or quoted.caption or ""  # "@bot" in reply to what was asked
        if not question.strip():
            await self._service.reply(message, texts.ASK_USAGE(_language(message)))
            return
        service, place = self._service, place_of(message)

        def kept() -> tuple[Answer, str] | Logged:
            """All in one thread: each change of threads has to wait for its turn."""
            former = service.log.answer_to(place.chat, place.message)
            if former is not None:
                return former
            follows, remembered = self._goes_on_from(message, place)
            earlier = None if remembered else service.log.questions_up_to(follows)
            began = time.perf_counter()
            answer, taken_from = answered(service, place, question, earlier)
            took = time.perf_counter() - began
            return answer, service.keep(answer, place, taken_from, follows, took)

        found = await service.read(kept)
        if not isinstance(found, Logged):
            await show(service, *found, place, message.message_id)
        elif found.reply is None:
            # The bot was killed while it sent the answer.
            await offer(service, found.id, found.answer.language, place, message.message_id)

    def _goes_on_from(self, message: Message, place: Place) -> tuple[str | None, bool]:
        """The answer that a message goes on from, and whether the conversation remembers it.

        In a reply that is the answer replied to, whoever asked for it, else the person's last.
        """
        service, replied = self._service, message.reply_to_message
        last = service.log.goes_on_from(place)
        if replied is not None and is_reply_to(message, service.me):
            shown = service.log.answer_in(place.chat, replied.message_id)
            if shown is not None and shown.id != last:
                return shown.id, False
        return last, service.conversation.knows(key_of(place))

    async def _new(self, message: Message, rest: str) -> None:
        place = place_of(message)
        self._service.conversation.forget(key_of(place))
        await asyncio.to_thread(self._service.log.begin_anew, place)
        await self._service.reply(message, texts.BEGUN_ANEW(_language(message)))

    async def _forget(self, message: Message, rest: str) -> None:
        await forget(self._service, message, rest)

    async def _scope(self, message: Message, rest: str) -> None:
        """Shows or sets what a group may ask about: /scope 江北区 2024, /scope 全部."""
        service, language, chat = self._service, _language(message), message.chat.id
        if message.chat.type == Chat.PRIVATE:
            await service.reply(message, texts.SCOPE_GROUPS_ONLY(language))
            return
        if rest:
            if not service.gate.is_administrator(message):
                await service.reply(message, texts.ADMINISTRATORS_ONLY(language))
                return
            named = EVERYTHING
            if rest.strip().lower() not in texts.SCOPE_ALL:
                named = await service.read(lambda: service.library.named_in(rest))
                if not named.places and not named.years:
                    await service.reply(message, texts.SCOPE_USAGE(language))
                    return
            by = place_of(message).user
            await asyncio.to_thread(service.log.limit, chat, named, by)
            await asyncio.to_thread(service.log.note_act, by, "scope", f"{chat} {rest.strip()}")
        scope = await asyncio.to_thread(service.log.scope_of, chat)
        said = "、".join([*scope.places, *(str(year) for year in scope.years)])
        text = texts.SCOPE_IS(language, scope=escape(said)) if said else texts.SCOPE_NONE(language)
        await service.reply(message, text)

    async def _verify(self, message: Message, rest: str) -> None:
        service, language = self._service, _language(message)
        identity = rest.strip().lower()
        if not identity:
            await service.reply(message, texts.VERIFY_USAGE(language))
            return
        logged = await asyncio.to_thread(service.log.answer, identity)
        if logged is None or not self._may_verify(message, logged):
            text = texts.VERIFY_UNKNOWN(language, id=escape(shorten(identity, 40)))
            await service.reply(message, text)
            return

        def verified() -> Verification:
            earlier = service.log.questions_before(logged.id)
            within = service.log.scope_of(logged.place.chat)
            return verify(service.library, logged, earlier, within)

        found = await service.read(verified)
        await service.reply(message, verification_page(logged, found, language))

    def _may_verify(self, message: Message, logged: Logged) -> bool:
        """Whether the answer was given here or posted for all, or is this person's own.

        An administrator may check all others, too, where nobody else reads it.
        """
        place = place_of(message)
        return (
            logged.place.chat in (place.chat, NOWHERE)
            or logged.place.user == place.user
            or (place.chat == place.user and self._service.gate.is_administrator(message))
        )

    async def _start(self, message: Message, payload: str) -> None:
        """/start alone says what we do; behind a link it opens the source that the link means."""
        meant = _SOURCE_LINK.fullmatch(payload.strip())
        code = payload.strip().removeprefix(INVITATION)
        if code != payload.strip():  # somebody who may ask already, and may do more now
            if not await self._administering.redeem(message, code, _language(message)):
                await self._service.reply(message, admin_texts.INVITATION_SPENT(_language(message)))
            return
        if meant is None:
            await self._help(message, payload)
            return
        service, number = self._service, int(meant["number"])
        logged = await asyncio.to_thread(service.log.answer, meant["id"])
        if (
            logged is None
            or not may_open(logged, message.chat.id)
            or number >= len(readings(logged.answer))
        ):
            await service.reply(message, texts.STALE(_language(message)))
            return
        opening = Opening(service, logged, number)
        page = await service.read(lambda: opening.source(None))
        await service.reply(message, page or texts.REPORT_CHANGED(_language(message)))

    async def _help(self, message: Message, rest: str) -> None:
        language = _language(message)
        text = texts.HELP(language)
        if self._service.gate.is_administrator(message):
            text += texts.HELP_ADMINISTRATOR(language)
        await self._service.reply(message, text)

    async def _reports(self, message: Message, rest: str) -> None:
        entries = await self._service.reports(message.chat.id)
        await self._service.reply(message, reports_page(entries, _language(message), 0))

    async def _source(self, message: Message, rest: str) -> None:
        logged = await asyncio.to_thread(self._answer_meant, message)
        if logged is None or not readings(logged.answer):
            await self._service.reply(message, texts.NO_ANSWER_YET(_language(message)))
            return
        opening = Opening(self._service, logged, 0)
        page = await self._service.read(lambda: opening.source(None))
        text = texts.REPORT_CHANGED(_language(message))
        await self._service.reply(message, page or text)

    async def _administer(self, message: Message, command: str, rest: str) -> None:
        language = _language(message)
        if not self._service.gate.is_administrator(message):
            await self._service.reply(message, texts.ADMINISTRATORS_ONLY(language))
        elif message.chat.type != Chat.PRIVATE:
            # They tell what people asked in private, and who they are.
            await self._service.reply(message, admin_texts.IN_PRIVATE(language))
        else:
            await self._administrative[command](message, rest, language)

    async def _reindex(self, message: Message, rest: str) -> None:
        if self._service.gate.is_administrator(message):
            await asyncio.to_thread(
                self._service.log.note_act, place_of(message).user, "reindex", ""
            )
            await self._jobs.reindex(message, _language(message))
        else:
            await self._service.reply(message, texts.ADMINISTRATORS_ONLY(_language(message)))

    async def _document(self, message: Message) -> None:
        if self._service.gate.is_administrator(message):
            await self._jobs.document(message, _language(message))
        elif self._refuse_document(message.chat.id):
            await self._service.reply(message, texts.DOCUMENTS_REFUSED(_language(message)))

    def _answer_meant(self, message: Message) -> Logged | None:
        """The answer that is replied to, else the last one this person was given here."""
        log, place, replied = self._service.log, place_of(message), message.reply_to_message
        shown = log.answer_in(place.chat, replied.message_id) if replied is not None else None
        return shown or log.last_answer(place.chat, place.thread, place.user)


def _language(message: Message) -> Language:
    return texts.language_of(message.from_user.language_code if message.from_user else None)
