"""The queue of updates: pushed by the test, fetched by long polling (or posted, see webhook)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .waiting import Changes
from .wire import Json, Parameters, Refusal

if TYPE_CHECKING:
    from .world import World

# Kinds a bot gets only when it asks for them by name.
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_FIRST_ID = 500_000_001


@dataclass(frozen=True)
class Update:
    id: int
    kind: str
    body: Json

    def wire(self) -> Json:
        return {"update_id": self.id, self.kind: self.body}


@dataclass
class Webhook:
    """Where updates are posted; an empty `url` means they are fetched."""

    url: str = ""
    secret: str = ""
    task: asyncio.Task[None] | None = None
    last_error: str = ""

    def end(self) -> None:
        if self.task is not None:
            self.task.cancel()
        self.url, self.secret, self.task, self.last_error = "", "", None, ""


class Updates:
    """Updates not yet confirmed, and everything that was ever pushed.

    `pollers` counts the getUpdates calls: a newer one ends an older that still
    waits, as Telegram does (409 goes to the older).
    """

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self.all: dict[int, Update] = {}
        self.pending: list[Update] = []
        self.again: list[Update] = []
        self.allowed: frozenset[str] | None = None
        self.pollers = 0
        self.interruptions = 0
        self.webhook = Webhook()
        self.closing = False

    def push(self, kind: str, body: Json) -> int:
        """Queues an update, unless the bot did not ask for its kind; returns its id."""
        update = Update(_FIRST_ID + len(self.all), kind, body)
        self.all[update.id] = update
        if kind in self.allowed if self.allowed is not None else kind not in _ON_REQUEST:
            self.pending.append(update)
        self._changes.tell()
        return update.id

    def push_again(self, update_id: int) -> None:
        """Delivers once more what the bot had already, as after a confirmation that got lost."""
        self.again.append(self.all[update_id])
        self._changes.tell()

    def interrupt(self) -> None:
        """Ends a getUpdates that waits, without updates, so that the next one meets a fault."""
        self.interruptions += 1
        self._changes.tell()

    def allow(self, kinds: list[str] | None) -> None:
        """Sets the kinds wanted; None leaves them, an empty list is all that need no asking."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def confirm(self, offset: int | None) -> None:
        if offset is None:
            return
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if update.id >= offset]

    def take(self, limit: int) -> list[Update]:
        batch = [*self.again, *self.pending][:limit]
        self.again = self.again[len(batch) :]
        return batch

    @property
    def quiet(self) -> bool:
        """Whether nothing waits to be delivered."""
        return not self.pending and not self.again


async def get_updates(world: World, call: Parameters) -> list[Json]:
    updates = world.updates
    if updates.webhook.url:
        raise Refusal(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    updates.pollers += 1
    mine, interruptions = updates.pollers, updates.interruptions
    updates.allow(call.sequence("allowed_updates"))
    updates.confirm(call.integer("offset"))
    world.changes.tell()
    limit = min(max(call.integer("limit") or 100, 1), 100)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + min(max(call.integer("timeout") or 0, 0), 50)
    while True:
        if mine != updates.pollers or updates.webhook.url:
            raise Refusal(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        if interruptions != updates.interruptions:
            return []
        batch = updates.take(limit)
        if batch or updates.closing or loop.time() >= deadline:
            return [update.wire() for update in batch]
        await world.changes.next(deadline - loop.time())
