"""Takes in files that administrators send: previews first, then what they decide."""

from __future__ import annotations

import asyncio
import re
import tomllib
from collections.abc import Callable, Sequence
from datetime import date

from telegram import CallbackQuery, ForceReply, MaybeInaccessibleMessage, Message

from bot.drafts import Draft
from bot.recorded import Job
from bot.telegram import admin_texts, texts
from bot.telegram.drafts import FIELDS, batch_page, fields_page, preview_page, years_page
from bot.telegram.markup import escape, shorten
from bot.telegram.page import Page
from bot.telegram.service import Service
from bot.telegram.summaries import document_summary
from bot.telegram.texts import Phrase
from bot.telegram.uploads import add_document, preview_document
from index.errors import ReadingError
from index.models import Preview

PRESS = re.compile(r"i:([a-z2-7]{8}):(?:([hexpsHX])|f:([a-z]+)|y:(\d{4}))")
Progress = Callable[[int, int, str], None]


class Intake:
    """Drafts become reports, or are dropped, by what administrators press."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def arrived(
        self, job: Job, files: Sequence[tuple[str, bytes]], progress: Progress
    ) -> Page | str:
        """Keeps what a job brought, and says what it is. Reads the library.

        What comes together, in a zip or in an album, is told of together.
        """
        log, batch = self._service.log, job.batch or f"job {job.id}"
        where = (job.place.chat, job.place.user)
        for number, (name, data) in enumerate(files):
            progress(number, len(files), name)
            refused = ""
            try:
                preview_document(self._service.library, name, data)
            except ReadingError as error:
                refused = error.reason
            log.keep_draft(batch, where, name, data, job.language, refused)
        return self._batch(log.drafts_of(batch), bool(job.batch))

    def _batch(self, drafts: Sequence[Draft], together: bool) -> Page | str:
        [first, *others] = drafts
        if not others and not together:
            if first.state == "refused":
                reason = escape(f"{first.name}：{first.note}")
                return admin_texts.DOCUMENT_REFUSED(first.language, reason=reason)
            return preview_page(first, self._seen(first))
        seen = {draft.id: self._seen(draft) for draft in drafts if draft.state == "open"}
        return batch_page(drafts, seen, first.language)

    def _seen(self, draft: Draft) -> Preview:
        service = self._service
        data = service.log.draft_file(draft.id)
        return preview_document(service.library, draft.name, data, draft.side.encode() or None)

    async def press(self, query: CallbackQuery, asked: re.Match[str]) -> Phrase | None:
        """Does what a button of a preview says; returns what to alert the person to, if anything."""
        identity, verb, field, year = asked.groups()
        service, shown = self._service, query.message
        if not service.gate.administers(query.from_user.id) or shown is None:
            return texts.ADMINISTRATORS_ONLY
        draft = await asyncio.to_thread(service.log.draft, identity)
        if draft is None or draft.chat != shown.chat.id:
            return admin_texts.STALE_DRAFT
        if draft.state != "open" and verb not in ("H", "X"):
            return admin_texts.SETTLED_DRAFT
        if verb in ("h", "x", "H", "X"):
            page = await service.read(lambda: self._settle(draft, verb in "hH", verb in "HX"))
        elif year is not None:
            await asyncio.to_thread(self._correct, draft, "year", int(year))
            page = await service.read(lambda: self._page(draft.id, fields_page))
        elif field == "year":
            today = date.today().year
            page = await service.read(
                lambda: self._page(draft.id, lambda d, seen: years_page(d, seen, today))
            )
        elif field is not None:
            return await self._ask(draft, field, shown)
        elif verb == "s":
            page = await service.read(lambda: self._page(draft.id, preview_page))
            await service.courier.send(
                shown.chat.id,
                page.text,
                reply_to=shown.message_id,
                keyboard=service.keyboard(page),
            )
            return None
        else:
            made = fields_page if verb == "e" else preview_page
            page = await service.read(lambda: self._page(draft.id, made))
        await service.courier.edit(
            shown.chat.id, shown.message_id, page.text, service.keyboard(page)
        )
        return None

    async def answered(self, message: Message) -> bool:
        """Takes a reply to our question for a field; False where it is none."""
        replied, log = message.reply_to_message, self._service.log
        if replied is None or not self._service.gate.is_administrator(message):
            return False
        found = await asyncio.to_thread(log.asked_for, message.chat.id, replied.message_id)
        if found is None:
            return False
        draft, field = found
        service, value = self._service, (message.text or "").strip()
        if draft.state != "open":
            await service.reply(message, admin_texts.SETTLED_DRAFT(draft.language))
            return True

        def corrected() -> Page:
            self._correct(draft, field, value)
            return self._page(draft.id, fields_page)

        try:
            page = await service.read(corrected)
        except ReadingError as error:
            await asyncio.to_thread(log.correct_draft, draft.id, draft.side)
            reason = escape(error.reason)
            await service.reply(message, admin_texts.NOT_CORRECTED(draft.language, reason=reason))
            return True
        await service.reply(message, page)
        return True

    async def _ask(
        self, draft: Draft, field: str, shown: MaybeInaccessibleMessage
    ) -> Phrase | None:
        if field not in FIELDS:
            return admin_texts.STALE_DRAFT
        label = FIELDS[field](draft.language)
        sent = await self._service.courier.send(
            shown.chat.id,
            admin_texts.ASK_FIELD(
                draft.language, field=label, name=escape(shorten(draft.name, 80))
            ),
            reply_to=shown.message_id,
            keyboard=ForceReply(),
        )
        await asyncio.to_thread(self._service.log.ask_for, draft.id, field, sent.message_id)
        return None

    def _correct(self, draft: Draft, field: str, value: str | int) -> None:
        """Puts a field into the side file of a draft."""
        fields = {**tomllib.loads(draft.side), field: value}
        self._service.log.correct_draft(
            draft.id, "".join(f"{key} = {_toml(each)}\n" for key, each in fields.items())
        )

    def _page(self, identity: str, made: Callable[[Draft, Preview], Page]) -> Page:
        draft = self._service.log.draft(identity)
        assert draft is not None
        return made(draft, self._seen(draft))

    def _settle(self, draft: Draft, hold: bool, all_of_them: bool) -> Page:
        """Holds or drops a draft, or all that came with it. Writes the library."""
        log, text = self._service.log, ""
        for each in log.drafts_of(draft.batch) if all_of_them else (draft,):
            if each.state == "open":
                text = self._hold(each) if hold else self._drop(each)
        page = self._batch(log.drafts_of(draft.batch), True) if all_of_them else text
        return Page(page) if isinstance(page, str) else page

    def _hold(self, draft: Draft) -> str:
        log, library = self._service.log, self._service.library
        side = draft.side.encode() or None
        data = log.draft_file(draft.id)
        try:
            seen = preview_document(library, draft.name, data, side)
            entry = add_document(library, draft.name, data, f"telegram:{draft.user}", seen, side)
        except ReadingError as error:
            log.settle_draft(draft.id, "refused", error.reason)
            return admin_texts.DOCUMENT_REFUSED(draft.language, reason=escape(str(error)))
        log.settle_draft(draft.id, "held", entry.name)
        log.note_act(draft.user, "add", entry.name)
        done = admin_texts.DOCUMENT_UPDATED if seen.former else admin_texts.DOCUMENT_ADDED
        return document_summary(entry, draft.language, done)

    def _drop(self, draft: Draft) -> str:
        self._service.log.settle_draft(draft.id, "dropped")
        return admin_texts.DROPPED(draft.language, name=escape(shorten(draft.name, 120)))


def _toml(value: str | int) -> str:
    """A value of a side file, as TOML writes it."""
    if isinstance(value, int):
        return str(value)
    if value.isdecimal() and len(value) == 4:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", escaped) + '"'
