"""Updates on their way in: written down first, then queued.

Telegram forgets an update as soon as it was fetched. Until it is dealt with,
the table of the log is the only place that knows of it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from telegram import Bot, Update

from bot.log import Log

_logger = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
# Half of a character: JSON can write it, UTF-8, and with it the database, cannot. One takes
# as many UTF-16 units as what stands in its place, so that entities keep their offsets.
_HALF = re.compile("[\ud800-\udfff]")


class Inbox:
    """Takes raw updates and puts into `queue` those that are new and well formed.

    `give_up` says to a person that what they said cannot be dealt with.
    """

    def __init__(
        self,
        log: Log,
        queue: asyncio.Queue[object],
        bot: Bot,
        give_up: Callable[[Update], Awaitable[None]],
    ) -> None:
        self._log = log
        self._queue = queue
        self._bot = bot
        self._give_up = give_up

    async def take(self, bodies: Sequence[Mapping[str, Any]]) -> None:
        """Returns when the updates are safe: from then on Telegram may forget them."""
        rows = [
            (body["update_id"], _written(body))
            for body in bodies
            if isinstance(body, Mapping) and isinstance(body.get("update_id"), int)
        ]
        new = await asyncio.to_thread(self._log.receive, rows)
        await self._queue_all(new)

    async def resume(self) -> None:
        """Queues what an earlier run took in and did not finish."""
        await self._queue_all(await asyncio.to_thread(self._log.unfinished))
        for number, body in await asyncio.to_thread(self._log.given_up):
            _logger.error("update %d was there at too many starts and is given up", number)
            with suppress(Exception):  # whatever is wrong with it
                await self._give_up(self._parsed(body))
            await asyncio.to_thread(self._log.finish, number)

    async def finish(self, update: Update) -> None:
        await asyncio.to_thread(self._log.finish, update.update_id)

    def _parsed(self, body: str) -> Update:
        return Update.de_json(json.loads(body), self._bot)

    async def _queue_all(self, rows: Sequence[tuple[int, str]]) -> None:
        for number, body in rows:
            try:
                update = self._parsed(body)
            except Exception:  # one update nobody understands must not stop the others
                _logger.exception("update %d is malformed and is passed over", number)
                await asyncio.to_thread(self._log.finish, number)
            else:
                await self._queue.put(update)


def _written(body: Mapping[str, Any]) -> str:
    return _HALF.sub("\ufffd", json.dumps(body, ensure_ascii=False, sort_keys=True))
