"""Answering what a person asked: after what came before, within what their chat may ask about."""

from __future__ import annotations

import asyncio

from bot.receipts import receipt
from bot.recorded import Place, Receipt
from bot.telegram.messages import answer_page, shared
from bot.telegram.page import Page
from bot.telegram.service import Service
from index.models import Answer


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
    """Sends an answer that was kept under `identity` to where it was asked for."""
    page = as_shown(answer_page(answer, identity), answer, identity, place.chat)
    sent = await service.courier.send(
        place.chat,
        page.text,
        reply_to=in_reply_to,
        thread=place.thread,
        keyboard=service.keyboard(page),
    )
    await asyncio.to_thread(service.log.sent, identity, sent.message_id)


def as_shown(page: Page, answer: Answer, identity: str, chat: int, number: int = 0) -> Page:
    """The page as a chat shows it: in a group its source can be opened in private, too."""
    return page if chat > 0 else shared(page, answer, identity, number)
