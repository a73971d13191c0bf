"""The groups that administrators let in, and what each may ask about."""

from __future__ import annotations

import json
import time
from typing import ClassVar

from bot.tables import Tables
from index.models import Slots


class GroupLog(Tables):
    """Groups by their Telegram id. What config.toml lists needs no entry here."""

    TABLES: ClassVar[tuple[str, ...]] = (
        "create table if not exists bot_groups (chat integer primary key, allowed integer,"
        " places text, years text, decided_by integer, decided real)",
    )

    def decide(self, chat: int, allowed: bool, by: int) -> None:
        """An administrator let a group in, or kept it out."""
        with self._writing() as database:
            database.execute(
                "insert into bot_groups (chat, allowed, decided_by, decided) values (?, ?, ?, ?)"
                " on conflict (chat) do update set allowed = excluded.allowed,"
                " decided_by = excluded.decided_by, decided = excluded.decided",
                (chat, int(allowed), by, time.time()),
            )

    def allowed_groups(self) -> frozenset[int]:
        """The groups that were let in."""
        with self._reading() as database:
            rows = database.execute("select chat from bot_groups where allowed").fetchall()
        return frozenset(row[0] for row in rows)

    def groups(self) -> tuple[dict[str, object], ...]:
        """Every group that was decided about, as it stands in the table."""
        with self._reading() as database:
            return tuple(database.query("select * from bot_groups order by chat"))

    def limit(self, chat: int, scope: Slots, by: int) -> None:
        """From now on the group is answered from reports of these places and years alone."""
        with self._writing() as database:
            database.execute(
                "insert into bot_groups (chat, places, years, decided_by, decided)"
                " values (?, ?, ?, ?, ?) on conflict (chat) do update set places = excluded.places,"
                " years = excluded.years, decided_by = excluded.decided_by,"
                " decided = excluded.decided",
                (
                    chat,
                    json.dumps(scope.places, ensure_ascii=False),
                    json.dumps(scope.years),
                    by,
                    time.time(),
                ),
            )

    def scope_of(self, chat: int) -> Slots:
        """What the group is limited to; no places and no years where it is not."""
        with self._reading() as database:
            row = database.execute(
                "select places, years from bot_groups where chat = ?", (chat,)
            ).fetchone()
        places, years = row or (None, None)
        return Slots(tuple(json.loads(places or "[]")), tuple(json.loads(years or "[]")))
