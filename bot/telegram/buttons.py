"""What happens when a button is pressed. Every press is answered exactly once."""

from __future__ import annotations

import asyncio
import logging
import re

from telegram import (
    CallbackQuery,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    Message,
    Update,
)
from telegram.error import TelegramError

from bot.charts import can_be_drawn, chart
from bot.recorded import Logged, Place
from bot.sheets import spreadsheet
from bot.telegram import administering, insight, intake, texts
from bot.telegram.addressing import thread_of
from bot.telegram.administering import Administering
from bot.telegram.asking import answered, as_shown, show
from bot.telegram.choices import asked_of, choices_page, places_of
from bot.telegram.gate import Seldom
from bot.telegram.insight import Insight
from bot.telegram.intake import Intake
from bot.telegram.messages import (
    finding_page,
    is_list,
    list_page,
    readings,
    reasons,
    source_link,
    votes,
)
from bot.telegram.opening import Opening, may_open
from bot.telegram.page import Page
from bot.telegram.service import Service
from bot.telegram.shelf import FACETS, matching_page, reports_page, values_page
from bot.telegram.texts import Phrase
from index.models import Answer

_BROWSING = re.compile(
    rf"(?:r|[ef]:(?P<facet>{'|'.join(FACETS)})(?::(?P<number>\d{{1,6}})(?=:))?):(?P<page>\d{{1,6}})"
)
_ADMISSION = re.compile(r"g:(-\d{1,20}):([01])")
_logger = logging.getLogger(__name__)


class Buttons:
    """Presses refer to what they mean by a few letters:

    s:ID:N    send the source of reading N of the answer ID
    p:ID:N:P  turn that source to page P
    t:ID:N:P  show page P of the contents of its report
    h:ID:N:S:P  show page P of section S of its report
    o:ID:N    send the file it was read from
    x:ID:0    send the answer as a spreadsheet
    c:ID:0    send it as a chart
    v:ID:U    the answer was useful (1) or not (0)
    w:ID:N    it was not, for reason N
    n:ID:N    show finding N in place of the one shown
    l:ID:P    turn a list of findings to page P
    d:ID:P    show page P of the places to choose one from
    a:ID:N    ask the same of place N alone
    z:ID:0    send the answer, which a crash may have kept from being sent
    r:P       turn the list of reports to page P
    f:F:P     show page P of the places, years or issuers (F) there are
    e:F:N:P   show page P of the reports of number N of those
    i:…       what to do with a file that was sent (bot.telegram.intake)
    u:…       what to do with questions asked in vain (bot.telegram.insight)
    k:…       what to do with versions, reports and people (bot.telegram.administering)
    g:C:A     let the group C in (1) or keep it out (0)
    """

    def __init__(
        self, service: Service, intake: Intake, administering: Administering, insight: Insight
    ) -> None:
        self._service = service
        self._intake = intake
        self._administering = administering
        self._insight = insight
        self._asked_lately = Seldom(5.0)

    async def press(self, update: Update, context: object) -> None:
        query = update.callback_query
        if query is None:
            return
        try:
            alert = await self._act(query)
        except TelegramError as error:
            _logger.warning("a press came to nothing: %s: %s", type(error).__name__, error)
            alert = texts.FAILED
        except Exception:
            _logger.exception("a press came to nothing")
            alert = texts.FAILED
        language = texts.language_of(query.from_user.language_code)
        text = alert(language) if alert else None
        await self._service.courier.answer(query.id, text, alert=alert is not texts.VOTED)

    async def _act(self, query: CallbackQuery) -> Phrase | None:
        """Does what the button says; returns what to alert the person to, if anything."""
        verb, *rest = (query.data or "").split(":")
        if browsing := _BROWSING.fullmatch(query.data or ""):
            return await self._browse(query, browsing)
        if admission := _ADMISSION.fullmatch(query.data or ""):
            return await self._admit(query, int(admission[1]), admission[2] == "1")
        if pressed := intake.PRESS.fullmatch(query.data or ""):
            return await self._intake.press(query, pressed)
        if pressed := insight.PRESS.fullmatch(query.data or ""):
            return await self._insight.press(query, pressed)
        if pressed := administering.PRESS.fullmatch(query.data or ""):
            return await self._administering.press(query, pressed)
        numbers = [int(each) for each in rest[1:] if each.isdecimal()]
        if verb not in _NUMBERS or len(numbers) != _NUMBERS[verb] or query.message is None:
            return texts.STALE
        logged = await asyncio.to_thread(self._service.log.answer, rest[0])
        chat = query.message.chat.id
        if logged is None or not may_open(logged, chat):
            return texts.STALE
        answer, number = logged.answer, numbers[0]
        if verb in ("v", "w"):
            return await self._vote(query, logged, verb, number)
        if verb == "l":
            if not is_list(answer):
                return texts.STALE
            page = list_page(answer, logged.id, number)
            return await self._show(query, as_shown(page, answer, logged.id, chat))
        if verb == "d":
            return await self._show(query, choices_page(answer, logged.id, number))
        if verb == "z":
            once = self._asked_lately(hash((query.from_user.id, query.data)))
            if logged.reply is None and once:
                await show(self._service, answer, logged.id, logged.place, logged.place.message)
            return None
        if verb == "a":
            return await self._ask_of(query, query.message, logged, number)
        if verb == "n":
            if number >= len(answer.findings):
                return texts.STALE
            page = finding_page(answer, logged.id, number)
            return await self._show(query, as_shown(page, answer, logged.id, chat, number))
        if verb == "x":
            return await self._send_sheet(query.message, logged)
        if verb == "c":
            return await self._send_chart(query.message, logged)
        if number >= len(readings(answer)):
            return texts.STALE
        opening = Opening(self._service, logged, number)
        if verb == "o":
            return await self._send_original(query.message, logged, opening)
        opened = await self._service.read(lambda: _opened(opening, verb, numbers[1:]))
        if opened is None:
            return texts.REPORT_CHANGED
        if verb != "s":
            return await self._show(query, opened)
        await self._service.courier.send(
            chat,
            opened.text,
            reply_to=query.message.message_id,
            thread=_thread(query.message, logged),
            keyboard=self._service.keyboard(opened),
        )
        return None

    async def _browse(self, query: CallbackQuery, asked: re.Match[str]) -> Phrase | None:
        """Shows the reports held, or what they are told apart by."""
        if query.message is None:
            return texts.STALE
        entries = await self._service.reports(query.message.chat.id)
        language = texts.language_of(query.from_user.language_code)
        facet, number, page = asked["facet"], asked["number"], int(asked["page"])
        shown: Page | None
        if facet is None:
            shown = reports_page(entries, language, page)
        elif number is None:
            shown = values_page(entries, language, facet, page)
        else:
            shown = matching_page(entries, language, facet, int(number), page)
        return await self._show(query, shown) if shown is not None else texts.STALE

    async def _admit(self, query: CallbackQuery, group: int, allowed: bool) -> Phrase | None:
        """Lets a group in, or leaves it; the last word of any administrator counts."""
        service, person = self._service, query.from_user
        if not service.gate.administers(person.id):
            return texts.ADMINISTRATORS_ONLY
        await asyncio.to_thread(service.log.decide, group, allowed, person.id)
        act = "let in" if allowed else "keep out"
        await asyncio.to_thread(service.log.note_act, person.id, act, str(group))
        language = texts.language_of(person.language_code)
        if allowed:
            service.gate.granted.add(group)
            await self._show(query, Page(texts.GROUP_LET_IN(language, id=group)))
            await service.courier.send(group, texts.GREETING(language))
        else:
            service.gate.granted.discard(group)
            await self._show(query, Page(texts.GROUP_KEPT_OUT(language, id=group)))
            try:
                await service.courier.call(lambda: service.bot.leave_chat(group), repeatable=True)
            except TelegramError as error:  # it was put out before
                _logger.info("group %d was not left: %s", group, type(error).__name__)
        return None

    async def _vote(
        self, query: CallbackQuery, logged: Logged, verb: str, number: int
    ) -> Phrase | None:
        """Keeps what the person thinks; who was not helped is asked why, in place of the votes."""
        language = logged.answer.language
        why = (
            texts.WHY_USELESS[number]("zh")
            if verb == "w" and number < len(texts.WHY_USELESS)
            else ""
        )
        useful = verb == "v" and number == 1
        vote = self._service.log.vote
        await asyncio.to_thread(vote, logged.id, query.from_user.id, useful, why)
        if isinstance(query.message, Message) and query.message.reply_markup is not None:
            kept = query.message.reply_markup.inline_keyboard[:-1]
            below = reasons if verb == "v" and not useful else votes
            rows = self._service.keyboard(Page("", (below(logged.id, language),)))
            assert rows is not None
            markup = InlineKeyboardMarkup((*kept, *rows.inline_keyboard))
            if markup != query.message.reply_markup:
                await self._service.courier.edit_buttons(
                    query.message.chat.id, query.message.message_id, markup
                )
        return texts.VOTED

    async def _ask_of(
        self, query: CallbackQuery, shown: MaybeInaccessibleMessage, logged: Logged, number: int
    ) -> Phrase | None:
        """Answers the question of the answer for one of its places, below it."""
        service = self._service
        if number >= len(places_of(logged.answer)):
            return texts.STALE
        if not self._asked_lately(hash((query.from_user.id, query.data))):
            return None  # the second tap of a double one
        place = Place(shown.chat.id, _thread(shown, logged), query.from_user.id, shown.message_id)

        def kept() -> tuple[Answer, str]:
            earlier = service.log.questions_up_to(logged.id)
            question = asked_of(logged.answer, number)
            answer, taken_from = answered(service, place, question, earlier)
            return answer, service.keep(answer, place, taken_from, logged.id)

        await show(service, *await service.read(kept), place, shown.message_id)
        return None

    async def _send_sheet(self, shown: MaybeInaccessibleMessage, logged: Logged) -> Phrase | None:
        """Sends all findings of the answer as a table in reply to the message with the button."""
        service = self._service

        def link(number: int) -> str:
            return service.link(source_link(logged.id, number))

        content = await service.read(lambda: spreadsheet(logged.answer, logged.id, link))
        await service.courier.send_file(
            shown.chat.id,
            f"{logged.id}.xlsx",
            content,
            reply_to=shown.message_id,
            thread=_thread(shown, logged),
        )
        return None

    async def _send_chart(self, shown: MaybeInaccessibleMessage, logged: Logged) -> Phrase | None:
        """Sends the figures of the answer as a picture in reply to the message with the button."""
        if not can_be_drawn(logged.answer):
            return texts.STALE
        picture = await self._service.read(lambda: chart(logged.answer, logged.id))
        await self._service.courier.send_picture(
            shown.chat.id, picture, reply_to=shown.message_id, thread=_thread(shown, logged)
        )
        return None

    async def _send_original(
        self, shown: MaybeInaccessibleMessage, logged: Logged, opening: Opening
    ) -> Phrase | None:
        """Sends the file in reply to the message that has the button."""
        original = await self._service.read(opening.original)
        if original is None:
            return texts.REPORT_CHANGED
        await self._service.courier.send_file(
            shown.chat.id, *original, reply_to=shown.message_id, thread=_thread(shown, logged)
        )
        return None

    async def _show(self, query: CallbackQuery, page: Page) -> Phrase | None:
        """Puts the page in place of the message that has the button."""
        if query.message is None:
            return texts.STALE
        edited = await self._service.courier.edit(
            query.message.chat.id, query.message.message_id, page.text, self._service.keyboard(page)
        )
        return None if edited else texts.STALE


def _opened(opening: Opening, verb: str, numbers: list[int]) -> Page | None:
    if verb == "t":
        return opening.contents(numbers[0])
    if verb == "h":
        return opening.section(numbers[0], numbers[1])
    return opening.source(numbers[0] if numbers else None)


def _thread(shown: MaybeInaccessibleMessage, logged: Logged) -> int | None:
    return thread_of(shown) if isinstance(shown, Message) else logged.place.thread


# How many numbers follow the id of the answer.
_NUMBERS = {
    "s": 1,
    "p": 2,
    "t": 2,
    "h": 3,
    "o": 1,
    "x": 1,
    "c": 1,
    "v": 1,
    "z": 1,
    "w": 1,
    "n": 1,
    "l": 1,
    "d": 1,
    "a": 1,
}
