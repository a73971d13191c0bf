"""Answering what a person asked: after what came before, within what their chat may ask about."""

from __future__ import annotations

import asyncio

from telegram import Message
from telegram.error import TimedOut

from bot.receipts import receipt
from bot.recorded import Place, Receipt
from bot.telegram import texts
from bot.telegram.messages import answer_page, shared
from bot.telegram.page import Button, Page
from bot.telegram.service import Service
from bot.telegram.transport import Dropped
from index.models import Answer, Language


def key_of(place: Place) -> str:
    """Whose conversation it is: one person's, in one topic of one chat."""
    return f"{place.chat}/{place.thread or 0}/{place.user}"


def answered(
    service: Service, place: Place, question: str, earlier: tuple[str, ...] | None
) -> tuple[Answer, Receipt]:
    """The answer to a question asked after `earlier` ones, and what it was taken from.

    Reads the library and is to be called where that may take a while.
    """
    within = service.log.scope_of(place.chat)
    answer = service.conversation.reply(key_of(place), question, earlier, within)
    return answer, receipt(service.library, answer)


async def show(
    service: Service, answer: Answer, identity: str, place: Place, in_reply_to: int
) -> None:
    """Sends an answer that was kept under `identity` to where it was asked for.

    Where nobody can tell whether it was sent, it is offered instead of sent again.
    """
    page = as_shown(answer_page(answer, identity), answer, identity, place.chat)
    try:
        sent = await _send(service, page, place, in_reply_to, once=True)
    except (Dropped, TimedOut):
        await offer(service, identity, answer.language, place, in_reply_to)
    else:
        await asyncio.to_thread(service.log.sent, identity, sent.message_id)


async def offer(
    service: Service, identity: str, language: Language, place: Place, in_reply_to: int
) -> None:
    """Says that an answer may have been sent, with a button that sends it.

    So it is neither lost nor stated twice, whatever became of it.
    """
    button = Button(texts.BUTTON_SHOW_ANSWER(language), f"z:{identity}:0")
    page = Page(texts.MAYBE_ANSWERED(language), ((button,),))
    await _send(service, page, place, in_reply_to, once=False)


async def _send(
    service: Service, page: Page, place: Place, in_reply_to: int, *, once: bool
) -> Message:
    return await service.courier.send(
        place.chat,
        page.text,
        reply_to=in_reply_to,
        thread=place.thread,
        keyboard=service.keyboard(page),
        once=once,
    )


def as_shown(page: Page, answer: Answer, identity: str, chat: int, number: int = 0) -> Page:
    """The page as a chat shows it: in a group its source can be opened in private, too."""
    return page if chat > 0 else shared(page, answer, identity, number)
