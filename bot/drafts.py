"""Files that administrators sent and have not decided about yet. Each is on disk before it is shown."""

from __future__ import annotations

import hashlib
import time
import zlib
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from bot.tables import Tables, random_id
from index.models import Language

DraftState = Literal["open", "held", "dropped", "refused"]
_KEPT = 30 * 86_400.0  # seconds that a draft which nobody decided about is kept


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it came, with what an administrator corrected.

    `batch` is what drafts that came together (an album, a zip) have in common. `side` is the
    side file with the corrections, empty where there are none; `note` why it was refused, or the
    name under which it is held.
    """

    id: str
    batch: str
    chat: int
    user: int
    name: str
    side: str
    state: DraftState
    note: str
    language: Language


class DraftLog(Tables):
    """The drafts, by a short id that their buttons carry."""

    TABLES: ClassVar[tuple[str, ...]] = (
        "create table if not exists bot_drafts (id text primary key, batch text, chat integer,"
        " user integer, name text, digest text, side text, state text, note text, language text, packed blob,"
        " asked text, prompt integer, created real)",
        "create index if not exists bot_drafts_batch on bot_drafts (batch)",
    )

    def keep_draft(
        self,
        batch: str,
        where: tuple[int, int],
        name: str,
        data: bytes,
        language: Language,
        refused: str = "",
    ) -> str:
        """Writes down a file of a batch, once; `where` is the chat and the person. Its id."""
        identity, digest = random_id(), hashlib.sha256(data).hexdigest()
        chat, user = where
        with self._writing() as database:
            known = database.execute(
                "select id from bot_drafts where batch = ? and name = ? and digest = ?",
                (batch, name, digest),
            ).fetchone()
            if known:  # the job was cut short, and is done again
                return str(known[0])
            database.execute(
                "insert into bot_drafts (id, batch, chat, user, name, digest, side, state, note,"
                " language, packed, created) values (?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?)",
                (
                    *(identity, batch, chat, user, name, digest),
                    "refused" if refused else "open",
                    *(refused, language, zlib.compress(data), time.time()),
                ),
            )
        return identity

    def draft(self, identity: str) -> Draft | None:
        found = self._drafts("id = ?", identity)
        return found[0] if found else None

    def drafts_of(self, batch: str) -> tuple[Draft, ...]:
        """What came together, in the order it came."""
        return self._drafts("batch = ?", batch)

    def draft_file(self, identity: str) -> bytes:
        """The bytes of a draft; none once it was decided about."""
        with self._reading() as database:
            row = database.execute(
                "select packed from bot_drafts where id = ?", (identity,)
            ).fetchone()
        return zlib.decompress(row[0]) if row and row[0] else b""

    def correct_draft(self, identity: str, side: str) -> None:
        with self._writing() as database:
            database.execute("update bot_drafts set side = ? where id = ?", (side, identity))

    def settle_draft(self, identity: str, state: DraftState, note: str = "") -> bool:
        """Decides about a draft and forgets its bytes; False if somebody has done so before."""
        with self._writing() as database:
            changed = database.execute(
                "update bot_drafts set state = ?, note = ?, packed = null where id = ?"
                " and state = 'open'",
                (state, note, identity),
            ).rowcount
        return bool(changed)

    def ask_for(self, identity: str, field: str, prompt: int) -> None:
        """A reply to the message `prompt` gives that field of a draft."""
        with self._writing() as database:
            database.execute(
                "update bot_drafts set asked = ?, prompt = ? where id = ?",
                (field, prompt, identity),
            )

    def asked_for(self, chat: int, prompt: int) -> tuple[Draft, str] | None:
        """The draft and the field that a message asked for."""
        with self._reading() as database:
            row = database.execute(
                "select id, asked from bot_drafts where chat = ? and prompt = ?", (chat, prompt)
            ).fetchone()
        draft = self.draft(row[0]) if row else None
        return (draft, row[1]) if draft else None

    def forget_drafts(self) -> None:
        """Deletes drafts that are too old to be decided about."""
        with self._writing() as database:
            database.execute("delete from bot_drafts where created < ?", (time.time() - _KEPT,))

    def _drafts(self, where: str, value: str) -> tuple[Draft, ...]:
        with self._reading() as database:
            rows: list[dict[str, Any]] = list(
                database.query(
                    "select id, batch, chat, user, name, side, state, note, language"
                    f" from bot_drafts where {where} order by rowid",
                    (value,),
                )
            )
        return tuple(Draft(**row) for row in rows)
