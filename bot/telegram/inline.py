"""Inline mode: @bot and a question in any chat gives answers to post, citation and all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode

from bot.receipts import receipt
from bot.recorded import NOWHERE, Place, Receipt
from bot.telegram import texts
from bot.telegram.markup import plain, shorten
from bot.telegram.messages import answer_page, finding_page, private_row
from bot.telegram.page import Page
from bot.telegram.service import Service
from bot.telegram.stating import path_of, statement
from index.models import Answer

_SHORTEST = 2  # characters that are worth asking with
_MOST = 8  # findings offered one by one below the whole answer
_CACHE_SECONDS = 30
_TITLE = 80
_DESCRIPTION = 160


class Inline:
    """Answers inline queries of those who are allowed; each question stands for itself."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def ask(self, update: Update, context: object) -> None:
        query = update.inline_query
        if query is None:
            return
        service, question = self._service, query.query.strip()
        if len(question) < _SHORTEST:
            language = texts.language_of(query.from_user.language_code)
            button = InlineQueryResultsButton(texts.INLINE_HINT(language), start_parameter="help")
            await service.courier.answer_inline(query.id, (), _CACHE_SECONDS, button)
            return

        def answered() -> tuple[Answer, Receipt]:
            answer = service.library.ask(question)
            return answer, receipt(service.library, answer)

        answer, taken_from = await service.read(answered)
        place = Place(NOWHERE, None, query.from_user.id, NOWHERE)
        identity = await asyncio.to_thread(service.keep, answer, place, taken_from)
        results = list(self._results(answer, identity))
        await service.courier.answer_inline(query.id, results, _CACHE_SECONDS)

    def _results(self, answer: Answer, identity: str) -> Iterator[InlineQueryResultArticle]:
        """The whole answer, then each finding by itself where there are several."""
        text = answer_page(answer, identity).text
        about = path_of(answer.findings[0]) if answer.findings else ""
        yield self._article(answer, identity, answer.text, text, 0, about)
        if len(answer.findings) < 2:
            return
        for number, finding in enumerate(answer.findings[:_MOST]):
            title = statement(finding, answer.language) or finding.quote
            text = finding_page(answer, identity, number).text
            about = path_of(finding)
            yield self._article(answer, f"{identity}-{number}", title, text, number, about)

    def _article(
        self, answer: Answer, key: str, title: str, text: str, number: int, about: str
    ) -> InlineQueryResultArticle:
        identity = key.partition("-")[0]
        below = private_row(identity, number, answer.language)
        return InlineQueryResultArticle(
            key,
            shorten(plain(title), _TITLE),
            InputTextMessageContent(text, parse_mode=ParseMode.HTML),
            description=shorten(about, _DESCRIPTION),
            reply_markup=self._service.keyboard(Page("", (below,) if answer.findings else ())),
        )
