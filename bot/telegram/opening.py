"""Opens what an answer was taken from: its section, the contents of its report, the file."""

from __future__ import annotations

from bot.recorded import NOWHERE, Logged
from bot.telegram.messages import readings
from bot.telegram.page import Page
from bot.telegram.service import Service
from bot.telegram.source import contents_page, section_page, source_page
from index.errors import NotHeldError
from index.models import Finding, Report, Section


def may_open(logged: Logged, chat: int) -> bool:
    """Whether what an answer was taken from may be opened in a chat.

    Where it was given; and, if others saw it there, too, in anybody's private chat.
    """
    return logged.place.chat == chat or logged.place.chat <= NOWHERE < chat


class Opening:
    """One reading of an answer that was given; `number` counts its findings and what is related.

    Every method reads the library and is to be called where that may take a while;
    each returns None where the report is gone or has changed.
    """

    def __init__(self, service: Service, logged: Logged, number: int) -> None:
        self._library = service.library
        self._finding: Finding = readings(logged.answer)[number]
        self._language = logged.answer.language
        self._reference = f"{logged.id}:{number}"

    def source(self, page: int | None) -> Page | None:
        """The section around the quote; without a page (from 0), the one with the quote."""
        held = self._held()
        return held and source_page(*held, self._finding, self._language, self._reference, page)

    def contents(self, page: int) -> Page | None:
        """The headings of the report."""
        held = self._held()
        return held and contents_page(*held, self._language, self._reference, page)

    def section(self, number: int, page: int) -> Page | None:
        """A section of the report by its number."""
        held = self._held()
        return held and section_page(*held, number, self._language, self._reference, page)

    def original(self) -> tuple[str, bytes] | None:
        """The name and the bytes of the file the report was read from."""
        try:
            return self._finding.report, self._library.original(self._finding.report)
        except NotHeldError:
            return None

    def _held(self) -> tuple[Report, tuple[Section, ...]] | None:
        name = self._finding.report
        try:
            return self._library.report(name), self._library.sections(name)
        except NotHeldError:
            return None
