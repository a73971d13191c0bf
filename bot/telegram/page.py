"""A message as the bot sends it: text with buttons."""

from __future__ import annotations

from dataclasses import dataclass

from bot.telegram import texts
from index.models import Language


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it says, and what a press does: one of the three is given.

    `data` is the short reference that is sent back to us, `copy` is put on the
    clipboard, `start` opens the private chat with us and is sent there behind /start.
    """

    label: str
    data: str = ""
    copy: str = ""
    start: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One message: HTML within Telegram's limits, and rows of buttons below it."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()


def turning(language: Language, data: str, page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    """The row of buttons that turns pages; none where there is nothing to turn."""
    row = []
    if page > 0:
        row.append(Button(texts.BUTTON_EARLIER(language), f"{data}:{page - 1}"))
    if page + 1 < pages:
        row.append(Button(texts.BUTTON_LATER(language), f"{data}:{page + 1}"))
    return (tuple(row),) if row else ()
