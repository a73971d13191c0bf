"""/unanswered, /synonyms and /stats: what people asked in vain, and what can be done about it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Sequence

from telegram import CallbackQuery, ForceReply, Message

from bot.charts import days_chart
from bot.insight_log import LACKS, InVain, Lack, Statistics
from bot.telegram import admin_texts, texts
from bot.telegram.markup import escape, joined, shorten
from bot.telegram.messages import readings
from bot.telegram.opening import Opening
from bot.telegram.page import Button, Page, turning
from bot.telegram.service import Service
from bot.telegram.texts import Phrase
from index.models import Language, Synonym

PRESS = re.compile(r"u:(?:([snd]):([a-z2-7]{8})|l:([a-z]+):(\d{1,6})|t:(\d{1,9})|([xc]))")
_ROWS = 8
_ALL = "all"
# 法副=法治副校长, in whatever equals sign the keyboard has.
_SYNONYM = re.compile(r"\s*([^=＝]{1,30}?)\s*[=＝]\s*([^=＝]{1,30}?)\s*")


class Insight:
    """Commands of administrators about questions, and the buttons below what they say."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.commands: dict[str, Callable[[Message, str, Language], Awaitable[None]]] = {
            "unanswered": self._unanswered,
            "synonyms": self._synonyms,
            "stats": self._stats,
        }

    async def press(self, query: CallbackQuery, asked: re.Match[str]) -> Phrase | None:
        """Does what a button says; returns what to alert the person to, if anything."""
        service, shown, by = self._service, query.message, query.from_user.id
        if not service.gate.administers(by) or shown is None:
            return texts.ADMINISTRATORS_ONLY
        language = texts.language_of(query.from_user.language_code)
        verb, identity, lack, page, synonym, file = asked.groups()
        if file == "x":
            return await self._send_questions(shown.chat.id, shown.message_id)
        if file == "c":
            told = await asyncio.to_thread(service.log.statistics)
            picture = await service.read(lambda: days_chart(told.days))
            await service.courier.send_picture(shown.chat.id, picture, reply_to=shown.message_id)
            return None
        if verb == "s":
            return await self._open(identity, shown.chat.id, shown.message_id)
        if verb == "n":
            sent = await service.courier.send(
                shown.chat.id,
                admin_texts.ASK_SYNONYM(language),
                reply_to=shown.message_id,
                keyboard=ForceReply(),
            )
            await asyncio.to_thread(service.log.ask_for_synonym, sent.message_id, shown.chat.id)
            return None
        if synonym:
            made = await self._unlearn(int(synonym), by, language)
        else:
            if verb == "d":
                await asyncio.to_thread(service.log.settle_question, identity)
            found = await asyncio.to_thread(service.log.in_vain)
            made = in_vain_page(found, language, lack or _ALL, int(page or 0))
        await service.courier.edit(
            shown.chat.id, shown.message_id, made.text, service.keyboard(made)
        )
        return None

    async def answered(self, message: Message) -> bool:
        """Takes a reply to our question for a synonym; False where it is none."""
        replied, service = message.reply_to_message, self._service
        if replied is None or not service.gate.is_administrator(message):
            return False
        if not await asyncio.to_thread(
            service.log.asked_for_synonym, replied.message_id, message.chat.id
        ):
            return False
        language = texts.language_of(message.from_user.language_code if message.from_user else None)
        await self._learn(message, message.text or "", language)
        return True

    async def _unanswered(self, message: Message, rest: str, language: Language) -> None:
        found = await asyncio.to_thread(self._service.log.in_vain)
        await self._service.reply(message, in_vain_page(found, language, _ALL, 0))

    async def _synonyms(self, message: Message, rest: str, language: Language) -> None:
        """Lists the synonyms, or adds one: /synonyms 法副=法治副校长."""
        if rest.strip():
            await self._learn(message, rest, language)
            return
        held = await self._service.read(self._service.library.synonyms)
        await self._service.reply(message, synonyms_page(held, language))

    async def _learn(self, message: Message, text: str, language: Language) -> None:
        service, by = self._service, message.from_user.id if message.from_user else 0
        meant = _SYNONYM.fullmatch(text)
        if meant is None:
            await service.reply(message, admin_texts.SYNONYM_USAGE(language))
            return
        word, stands_for = meant.groups()
        number = await service.read(lambda: service.library.learn(word, stands_for))
        await asyncio.to_thread(service.log.note_act, by, "synonym", f"{word}={stands_for}")
        undo = (Button(admin_texts.BUTTON_UNDO(language), f"u:t:{number}"),)
        text = admin_texts.LEARNED(language, word=escape(word), meant=escape(stands_for))
        await service.reply(message, Page(text, (undo,)))

    async def _unlearn(self, number: int, by: int, language: Language) -> Page:
        service = self._service
        if await service.read(lambda: service.library.unlearn(number)):
            await asyncio.to_thread(service.log.note_act, by, "synonym", f"- {number}")
        held = await service.read(service.library.synonyms)
        return synonyms_page(held, language)

    async def _stats(self, message: Message, rest: str, language: Language) -> None:
        told = await asyncio.to_thread(self._service.log.statistics)
        await self._service.reply(message, statistics_page(told, language))

    async def _open(self, identity: str, chat: int, reply_to: int) -> Phrase | None:
        """Shows the passage that came nearest to a question."""
        service = self._service
        logged = await asyncio.to_thread(service.log.answer, identity)
        if logged is None:
            return texts.STALE
        if not readings(logged.answer):
            return admin_texts.NOTHING_NEAR
        opening = Opening(service, logged, 0)
        page = await service.read(lambda: opening.source(None))
        if page is None:
            return texts.REPORT_CHANGED
        await service.courier.send(chat, page.text, reply_to=reply_to)
        return None

    async def _send_questions(self, chat: int, reply_to: int) -> Phrase | None:
        found = await asyncio.to_thread(self._service.log.in_vain)
        if not found:
            return admin_texts.NOTHING_IN_VAIN
        content = question_file(found).encode()
        await self._service.courier.send_file(chat, "unanswered.jsonl", content, reply_to=reply_to)
        return None


def in_vain_page(found: Sequence[InVain], language: Language, lack: str, page: int) -> Page:
    """The questions asked in vain, of one kind or of all, eight to a page (from 0)."""
    if not found:
        return Page(admin_texts.NOTHING_IN_VAIN(language))
    shown = [each for each in found if lack in (_ALL, each.lack)]
    pages = max(1, -(-len(shown) // _ROWS))
    page = min(page, pages - 1)
    blocks = [admin_texts.IN_VAIN(language, count=len(shown))]
    looks, words, done = [], [], []
    for number, each in enumerate(shown[page * _ROWS :][:_ROWS], page * _ROWS + 1):
        why, question = _LACK_NAMES[each.lack](language), escape(shorten(each.question, 120))
        blocks.append(
            admin_texts.IN_VAIN_ROW(
                language, number=number, question=question, times=each.times, why=why
            )
        )
        looks.append(Button(admin_texts.BUTTON_NEAR(language, number=number), f"u:s:{each.answer}"))
        words.append(
            Button(admin_texts.BUTTON_SYNONYM(language, number=number), f"u:n:{each.answer}")
        )
        done.append(
            Button(admin_texts.BUTTON_SETTLED(language, number=number), f"u:d:{each.answer}")
        )
    rows = [tuple(row[at : at + 4]) for row in (looks, words, done) for at in range(0, len(row), 4)]
    kinds = [
        Button(f"{_LACK_NAMES[kind](language)} {count}", f"u:l:{kind}:0")
        for kind in LACKS
        if (count := sum(each.lack == kind for each in found))
    ]
    rows += [tuple(kinds[at : at + 3]) for at in range(0, len(kinds), 3)]
    export = (Button(admin_texts.BUTTON_QUESTIONS(language), "u:x"),)
    return Page(joined(blocks), (*rows, *turning(language, f"u:l:{lack}", page, pages), export))


def synonyms_page(held: Sequence[Synonym], language: Language) -> Page:
    """The synonyms that were added, each with the button that takes it back."""
    if not held:
        return Page(admin_texts.NO_SYNONYMS(language))
    last = held[-20:]
    blocks = [admin_texts.SYNONYMS(language, count=len(held))]
    blocks += [f"{each.id}. {escape(each.word)} = {escape(each.meant)}" for each in last]
    buttons = [
        Button(admin_texts.BUTTON_TAKE_BACK(language, number=each.id), f"u:t:{each.id}")
        for each in last
    ]
    return Page(
        joined(blocks), tuple(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4))
    )


def statistics_page(told: Statistics, language: Language) -> Page:
    """How much was asked, how much of it was answered, how fast, and what most."""
    asked = told.answered + told.refused
    if not asked:
        return Page(admin_texts.NOTHING_ASKED(language))
    blocks = [
        admin_texts.STATISTICS(
            language,
            asked=asked,
            answered=f"{told.answered / asked:.0%}",
            refused=f"{told.refused / asked:.0%}",
        )
    ]
    if told.median is not None and told.slowest is not None:
        blocks.append(
            admin_texts.LATENCY(
                language, median=f"{told.median:.0f}", slowest=f"{told.slowest:.0f}"
            )
        )
    for day in told.days:
        blocks.append(f"{day.day}　{day.answered} + {day.refused}")
    blocks += ["", admin_texts.MOST_ASKED(language)]
    blocks += [f"· {escape(shorten(text, 80))}（{times}）" for text, times in told.most_asked]
    return Page(joined(blocks), ((Button(texts.BUTTON_CHART(language), "u:c"),),))


def question_file(found: Sequence[InVain]) -> str:
    """Questions as `reportbot eval` reads them; what each expects is for a person to fill in."""
    slots = {"place", "year", "issuer"}
    rows = (
        {
            "id": f"unanswered-{number}",
            "lang": each.language,
            "question": each.question,
            "expect": {"status": "missing_slot", "slot": each.lack}
            if each.lack in slots
            else {"status": "not_found"},
        }
        for number, each in enumerate(found, 1)
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


_LACK_NAMES: dict[Lack, Phrase] = {
    "place": admin_texts.LACK_PLACE,
    "year": admin_texts.LACK_YEAR,
    "issuer": admin_texts.LACK_ISSUER,
    "figure": admin_texts.LACK_FIGURE,
    "nothing": admin_texts.LACK_NOTHING,
    "useless": admin_texts.LACK_USELESS,
}
