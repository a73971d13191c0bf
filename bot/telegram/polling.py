"""Long polling that does not die.

The updater of python-telegram-bot stops for good, silently, at the first 401 or
404, and asks for a batch with a malformed update again and again. Here a refused
token must be refused several times running before it is believed, then it is an
error that ends the process; everything else is tried again, ever more slowly;
and a call that hangs is cut off by its timeout.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from telegram.error import NetworkError

from bot.telegram.inbox import ALLOWED_UPDATES, Inbox
from bot.telegram.pace import Pace
from bot.telegram.transport import AiohttpRequest
from index.errors import ConfigError, StoreError

_logger = logging.getLogger(__name__)

_SPARE_SECONDS = 10.0  # that a poll may last longer than we asked for


@dataclass(frozen=True, slots=True)
class Reply:
    """What Telegram said: the HTTP status, the updates, the wait it asks for, its own words."""

    status: int
    updates: tuple[Mapping[str, Any], ...] = ()
    retry_after: float = 0.0
    description: str = ""


class Poller:
    """Fetches updates from `url` (the address of the bot, token included) into the inbox."""

    def __init__(
        self,
        transport: AiohttpRequest,
        url: str,
        inbox: Inbox,
        pace: Pace,
        polled: Callable[[bool], None],
        waits: Callable[[], None],
    ) -> None:
        """`polled` is called after every request, and told whether Telegram answered well.

        `waits` is called before and during a wait, however long Telegram makes it.
        """
        self._transport = transport
        self._url = url
        self._inbox = inbox
        self._pace = pace
        self._polled = polled
        self._waits = waits
        self._offset = 0

    async def run(self) -> None:
        """Polls until cancelled; ConfigError when Telegram keeps refusing the token."""
        failures = refusals = 0
        while True:
            try:
                reply = await self._fetch(self._pace.poll)
                problem = "" if reply.status == 200 else f"{reply.status} {reply.description}"
                await self._inbox.take(reply.updates)
            except NetworkError as error:
                reply, problem = Reply(0), type(error).__name__
            except StoreError as error:
                reply, problem = Reply(0), str(error)
            self._polled(not problem)
            if not problem:
                if failures:
                    _logger.info("polling works again")
                failures = refusals = 0
                if reply.updates:
                    # Only now, when they are written down, may Telegram forget them. Not the
                    # highest number: after a silent week Telegram starts anywhere, also lower.
                    self._offset = _number(reply.updates[-1]) + 1
                    # Under load the next ones come together: a request and a write for several.
                    await asyncio.sleep(self._pace.gather)
                continue
            failures += 1
            refusals = refusals + 1 if reply.status in (401, 404) else 0
            if refusals >= self._pace.refused:
                raise ConfigError(
                    f"Telegram 不接受机器人令牌（{problem}）。请检查环境变量 REPORTBOT_TOKEN。"
                )
            seconds = reply.retry_after or pause(failures, self._pace)
            _logger.warning("polling failed (%s); again in %.1f s", _advice(problem), seconds)
            await self._wait(seconds)

    async def _wait(self, seconds: float) -> None:
        while seconds > 0:
            self._waits()
            step = min(seconds, self._pace.sign)
            await asyncio.sleep(step)
            seconds -= step

    async def confirm(self) -> None:
        """Tells Telegram what was taken, so that the next start is not given it again."""
        if self._offset:
            try:
                await self._fetch(0)
            except NetworkError as error:
                _logger.info("the last updates were not confirmed: %s", type(error).__name__)

    async def _fetch(self, seconds: float) -> Reply:
        parameters = {
            "timeout": str(int(seconds)),
            "offset": str(self._offset),
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        status, payload = await self._transport.exchange(
            "POST", f"{self._url}/getUpdates", parameters, seconds + _SPARE_SECONDS
        )
        try:
            body = json.loads(payload)
        except ValueError:
            return Reply(status if status != 200 else 0, description="no JSON")
        if not isinstance(body, dict):
            return Reply(status if status != 200 else 0, description="no object")
        if status != 200:
            parameters = body.get("parameters") or {}
            return Reply(
                status,
                retry_after=float(parameters.get("retry_after", 0)),
                description=str(body.get("description", "")),
            )
        if body.get("ok") is not True or not isinstance(body.get("result"), list):
            return Reply(0, description="no result")
        return Reply(status, updates=tuple(body["result"]))


def pause(failures: int, pace: Pace) -> float:
    """Seconds to wait after so many failures in a row.

    Hardly any after the first, which as a rule stays alone and would hold up everybody.
    """
    if failures == 1:
        return pace.retry / 10
    return min(pace.retry_most, pace.retry * 2.0 ** min(failures - 2, 10))


def _number(update: Mapping[str, Any]) -> int:
    number = update.get("update_id")
    return number if isinstance(number, int) else -1


def _advice(problem: str) -> str:
    if problem.startswith("409"):
        return f"{problem}: another process polls with this token, or a webhook is set"
    return problem
