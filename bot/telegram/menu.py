"""The menu of commands that Telegram shows, by kind of chat and language."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.telegram.texts import ADMINISTRATOR_COMMANDS, COMMANDS, Phrase
from index.models import Language

_logger = logging.getLogger(__name__)


async def publish_commands(bot: ExtBot[None], administrators: Iterable[int]) -> None:
    """Tells Telegram our commands. A menu that is missing stops nobody, so failures are logged."""
    everybody: list[tuple[BotCommandScope, dict[str, Phrase]]] = [
        (BotCommandScopeAllPrivateChats(), COMMANDS),
        (BotCommandScopeAllGroupChats(), COMMANDS),
    ]
    theirs = COMMANDS | ADMINISTRATOR_COMMANDS
    for scope, commands in [
        *everybody,
        *((BotCommandScopeChat(person), theirs) for person in sorted(administrators)),
    ]:
        try:
            await bot.set_my_commands(_menu(commands, "zh"), scope=scope)
            await bot.set_my_commands(_menu(commands, "en"), scope=scope, language_code="en")
        except TelegramError as error:  # a chat that never wrote to the bot is not found
            _logger.info("no menu for %s: %s", scope.type, error)


def _menu(commands: dict[str, Phrase], language: Language) -> list[BotCommand]:
    return [BotCommand(name, phrase(language)) for name, phrase in commands.items()]
