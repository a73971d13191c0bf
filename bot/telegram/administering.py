"""What administrators do with reports and people that are held: versions, removal, invitations."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from telegram import CallbackQuery, Message

from bot.sheets import table
from bot.telegram import admin_texts, texts
from bot.telegram.markup import escape, joined, shorten
from bot.telegram.menu import publish_commands
from bot.telegram.page import Button, Page, turning
from bot.telegram.service import Service
from bot.telegram.texts import Phrase
from index.errors import NotHeldError, ReadingError
from index.models import Former, Language, ReportEntry

PRESS = re.compile(r"k:(?:([brR]):([0-9a-f]{1,10})|([vl]):(\d{1,6})|o:(\d{1,20})|(x))")
INVITATION = "j_"  # begins the payload of /start that redeems an invitation
_ROWS = 10
_ACTS = 20


class Administering:
    """Commands of administrators, and the buttons below what they say."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.commands: dict[str, Callable[[Message, str, Language], Awaitable[None]]] = {
            "versions": self._versions,
            "rollback": self._rollback,
            "remove": self._remove,
            "invite": self._invite,
            "people": self._people,
            "audit": self._audit,
        }

    async def press(self, query: CallbackQuery, asked: re.Match[str]) -> Phrase | None:
        """Does what a button says; returns what to alert the person to, if anything."""
        service, shown = self._service, query.message
        if not service.gate.administers(query.from_user.id) or shown is None:
            return texts.ADMINISTRATORS_ONLY
        language, by = texts.language_of(query.from_user.language_code), query.from_user.id
        verb, subject, turned, page, person, sheet = asked.groups()
        if sheet:
            await self._send_acts(shown.chat.id, shown.message_id)
            return None
        if turned == "v":
            formers = await service.read(service.library.versions)
            made = versions_page(formers, language, int(page))
        elif turned == "l":
            entries = await service.read(service.library.reports)
            made = removal_page(entries, language, int(page))
        elif person:
            if by not in service.gate.owners:
                return admin_texts.OWNERS_ONLY
            made = await self._put_out(int(person), by, language)
        elif verb == "b":
            try:
                made = await self._bring_back(int(subject, 16), by, language)
            except (NotHeldError, ReadingError):
                return admin_texts.VERSION_GONE
        else:
            entry = await service.read(lambda: self._meant(subject))
            if entry is None:
                return texts.STALE
            if verb == "r":
                made = confirm_page(entry, language)
            else:
                made = await self._removed(entry.name, by, language)
        await service.courier.edit(
            shown.chat.id, shown.message_id, made.text, service.keyboard(made)
        )
        return None

    async def _versions(self, message: Message, rest: str, language: Language) -> None:
        formers = await self._service.read(self._service.library.versions)
        await self._service.reply(message, versions_page(formers, language, 0))

    async def _rollback(self, message: Message, rest: str, language: Language) -> None:
        """Brings back what a report took the place of: /rollback FILE."""
        formers = await self._service.read(self._service.library.versions)
        name = rest.strip()
        meant = [each for each in formers if name and name in (each.successor, each.name)]
        if not meant:
            await self._service.reply(message, versions_page(formers, language, 0))
            return
        by = message.from_user.id if message.from_user else 0
        try:
            page = await self._bring_back(meant[0].id, by, language)
        except (NotHeldError, ReadingError) as error:
            page = Page(escape(str(error)))
        await self._service.reply(message, page)

    async def _remove(self, message: Message, rest: str, language: Language) -> None:
        """Asks whether a report is to be removed, or which: /remove, /remove FILE."""
        entries = await self._service.read(self._service.library.reports)
        name = rest.strip()
        meant = [each for each in entries if each.name == name] or [
            each for each in entries if name and name in each.name
        ]
        page = (
            confirm_page(meant[0], language)
            if len(meant) == 1
            else removal_page(meant or entries, language, 0)
        )
        await self._service.reply(message, page)

    async def _invite(self, message: Message, rest: str, language: Language) -> None:
        """Makes a code that lets one person in: /invite, and by owners /invite 管理员."""
        service, by = self._service, message.from_user.id if message.from_user else 0
        administrator = rest.strip().lower() in admin_texts.ADMINISTRATOR_WORDS
        if administrator and by not in service.gate.owners:
            await service.reply(message, admin_texts.OWNERS_ONLY(language))
            return
        role = admin_texts.ROLE_ADMINISTRATOR if administrator else admin_texts.ROLE_READER
        code = await asyncio.to_thread(
            service.log.invite, "administrator" if administrator else "reader", by
        )
        await asyncio.to_thread(service.log.note_act, by, "invite", role("zh"))
        link = service.link(INVITATION + code)
        await service.reply(message, admin_texts.INVITED(language, role=role(language), link=link))

    async def redeem(self, message: Message, code: str, language: Language) -> bool:
        """Lets a person in by an invitation; False if it is not good any more."""
        service, person = self._service, message.from_user
        if person is None or message.chat.id != person.id:
            return False
        role = await asyncio.to_thread(service.log.redeem, code, person.id, person.full_name)
        if role is None:
            return False
        service.gate.let_in(person.id, role)
        await asyncio.to_thread(service.log.note_act, person.id, "pair", role)
        if role == "administrator":
            await publish_commands(service.bot, [person.id])
        said = (
            admin_texts.ROLE_ADMINISTRATOR if role == "administrator" else admin_texts.ROLE_READER
        )
        await service.reply(message, admin_texts.LET_IN(language, role=said(language)))
        return True

    async def _people(self, message: Message, rest: str, language: Language) -> None:
        await self._service.reply(message, await self._people_page(language))

    async def _people_page(self, language: Language) -> Page:
        people = await asyncio.to_thread(self._service.log.people)
        if not people:
            return Page(admin_texts.NOBODY_PAIRED(language))
        blocks = [admin_texts.PAIRED(language, count=len(people))]
        rows = []
        for person in people[:_ROWS]:
            role = (
                admin_texts.ROLE_ADMINISTRATOR
                if person.role == "administrator"
                else admin_texts.ROLE_READER
            )
            name = shorten(person.name, 40)
            blocks.append(
                f"· {escape(name)}（{person.id}，{role(language)}，{_day(person.since)}）"
            )
            rows.append(
                (Button(admin_texts.BUTTON_PUT_OUT(language, name=name), f"k:o:{person.id}"),)
            )
        return Page(joined(blocks), tuple(rows))

    async def _put_out(self, person: int, by: int, language: Language) -> Page:
        log, gate = self._service.log, self._service.gate
        if await asyncio.to_thread(log.put_out, person):
            gate.put_out(person)
            await asyncio.to_thread(log.note_act, by, "put out", str(person))
        return await self._people_page(language)

    async def _audit(self, message: Message, rest: str, language: Language) -> None:
        acts = await asyncio.to_thread(self._service.log.acts, _ACTS)
        if not acts:
            await self._service.reply(message, admin_texts.NO_ACTS(language))
            return
        blocks = [admin_texts.ACTS(language, count=len(acts))]
        for each in acts:
            said = admin_texts.ACT_NAMES.get(each.act)
            act = said(language) if said else each.act
            blocks.append(
                f"{_minute(each.at)} {each.who} {act} {escape(shorten(each.subject, 80))}"
            )
        row = (Button(texts.BUTTON_SHEET(language), "k:x"),)
        await self._service.reply(message, Page(joined(blocks), (row,)))

    async def _send_acts(self, chat: int, reply_to: int) -> None:
        acts = await asyncio.to_thread(self._service.log.acts)
        rows = [(_minute(each.at), each.who, each.act, each.subject) for each in acts]
        content = await self._service.read(lambda: table(("UTC", "id", "act", "subject"), rows))
        await self._service.courier.send_file(chat, "audit.xlsx", content, reply_to=reply_to)

    async def _bring_back(self, identity: int, by: int, language: Language) -> Page:
        service = self._service
        entry = await service.read(lambda: service.library.bring_back(identity))
        await asyncio.to_thread(service.log.note_act, by, "bring back", entry.name)
        return Page(admin_texts.BROUGHT_BACK(language, name=escape(shorten(entry.name, 120))))

    async def _removed(self, name: str, by: int, language: Language) -> Page:
        service = self._service

        def remove() -> Former:
            service.library.remove(name)
            return next(each for each in service.library.versions() if each.name == name)

        former = await service.read(remove)
        await asyncio.to_thread(service.log.note_act, by, "remove", name)
        undo = (Button(admin_texts.BUTTON_UNDO(language), f"k:b:{former.id:x}"),)
        return Page(admin_texts.REMOVED_ONE(language, name=escape(shorten(name, 120))), (undo,))

    def _meant(self, key: str) -> ReportEntry | None:
        entries = self._service.library.reports()
        return next((each for each in entries if _key(each.name) == key), None)


def versions_page(formers: tuple[Former, ...], language: Language, page: int) -> Page:
    """The former versions, ten to a page (from 0), each with the button that brings it back."""
    if not formers:
        return Page(admin_texts.NO_VERSIONS(language))
    pages = -(-len(formers) // _ROWS)
    page = min(page, pages - 1)
    blocks, buttons = [admin_texts.VERSIONS(language, count=len(formers))], []
    for number, each in enumerate(formers[page * _ROWS :][:_ROWS], page * _ROWS + 1):
        said = admin_texts.WAS_REPLACED if each.successor else admin_texts.WAS_REMOVED
        successor = escape(shorten(each.successor or "", 60))
        fate = said(language, successor=successor, day=_day(each.since))
        name, title = escape(shorten(each.name, 60)), escape(shorten(each.title or "", 60))
        blocks.append(f"{number}. {name} {title}：{fate}")
        buttons.append(
            Button(admin_texts.BUTTON_BRING_BACK(language, number=number), f"k:b:{each.id:x}")
        )
    rows = tuple(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4))
    return Page(joined(blocks), (*rows, *turning(language, "k:v", page, pages)))


def removal_page(
    entries: tuple[ReportEntry, ...] | list[ReportEntry], language: Language, page: int
) -> Page:
    """The reports to choose one from that is to be removed, ten to a page (from 0)."""
    if not entries:
        return Page(texts.NO_REPORTS(language))
    pages = -(-len(entries) // _ROWS)
    page = min(page, pages - 1)
    blocks, buttons = [admin_texts.REMOVE_WHICH(language)], []
    for number, entry in enumerate(entries[page * _ROWS :][:_ROWS], page * _ROWS + 1):
        blocks.append(f"{number}. {escape(shorten(entry.name, 80))}")
        label = admin_texts.BUTTON_REMOVE_NUMBER(language, number=number)
        buttons.append(Button(label, f"k:r:{_key(entry.name)}"))
    rows = tuple(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4))
    return Page(joined(blocks), (*rows, *turning(language, "k:l", page, pages)))


def confirm_page(entry: ReportEntry, language: Language) -> Page:
    """Asks once more before a report is removed."""
    about = entry.description
    text = admin_texts.REMOVE_THIS(
        language,
        name=escape(shorten(entry.name, 120)),
        title=escape(shorten(about.title or "", 120)),
    )
    if Path(entry.source).is_absolute():
        text += admin_texts.STILL_IN_FOLDER(language)
    row = (
        Button(admin_texts.BUTTON_REMOVE(language), f"k:R:{_key(entry.name)}"),
        Button(texts.BUTTON_BACK(language), "k:l:0"),
    )
    return Page(text, (row,))


def _key(name: str) -> str:
    """A report in the few letters of a button."""
    return hashlib.sha256(name.encode()).hexdigest()[:10]


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")


def _minute(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M")
