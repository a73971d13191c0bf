"""What happens when a handler fails: it is logged, and the person is told so politely."""

from __future__ import annotations

import logging
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import CallbackContext

from bot.telegram import texts
from bot.telegram.service import Service

_logger = logging.getLogger(__name__)


class Complaints:
    """The error handler. It says nothing where the trouble is that nothing can be said."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def heard(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        error = context.error
        number = update.update_id if isinstance(update, Update) else None
        unreachable = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
        if unreachable or isinstance(error, RetryAfter | Forbidden):
            _logger.warning("update %s: %s: %s", number, type(error).__name__, error)
            return
        _logger.error("update %s failed", number, exc_info=error)
        message = update.message if isinstance(update, Update) else None
        if message is None:
            return
        code = message.from_user.language_code if message.from_user is not None else None
        try:
            await self._service.reply(message, texts.FAILED(texts.language_of(code)))
        except TelegramError as failure:
            _logger.warning("nobody was told of that: %s", type(failure).__name__)
