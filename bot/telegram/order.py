"""The order in which updates are dealt with.

Those of one chat one after the other as they came, chats side by side, and no
more waiting than is bearable: beyond that, people are told to ask later. Who is
not allowed waits in a narrow lane apart, so that no crowd of strangers takes the
place of those who are.
"""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.observing import Observer

_STRANGERS_WAITING = 16
_STRANGERS_AT_ONCE = 4
_UNBOUNDED = 1 << 20  # the bound of the base class would make updates wait where we do not see it


class OrderedProcessor(BaseUpdateProcessor):
    """`limit` updates may wait; one chat may take a quarter of that, but five at least.

    That is for those whom `allowed` lets in; the others have a small lane.
    `decline` tells the person that it is too much now; `finish` is called with
    every update that was dealt with or declined, not with one that was cut short.
    """

    def __init__(
        self,
        limit: int,
        workers: int,
        allowed: Callable[[Update], bool],
        decline: Callable[[Update], Awaitable[None]],
        finish: Callable[[Update], Awaitable[None]],
        observer: Observer,
    ) -> None:
        super().__init__(_UNBOUNDED)
        self._guests = _Lane(limit, workers)
        self._strangers = _Lane(_STRANGERS_WAITING, _STRANGERS_AT_ONCE)
        self._allowed = allowed
        self._decline = decline
        self._finish = finish
        self._observer = observer
        self._tasks: set[asyncio.Task[Any]] = set()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    @property
    def waiting(self) -> int:
        """How many updates of those who are allowed were let in and have not begun."""
        return self._guests.waiting

    def cancel(self) -> None:
        """Cuts short everything that waits or runs."""
        for task in self._tasks:
            task.cancel()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        if not isinstance(update, Update):
            await coroutine
            return
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        began, outcome = time.monotonic(), "done"
        lane = self._guests if self._allowed(update) else self._strangers
        key = key_of(update)
        if lane.is_full(key):
            if inspect.iscoroutine(coroutine):
                coroutine.close()
            outcome = "declined"
            await self._decline(update)
        else:
            try:
                await lane.take(key, coroutine)
            finally:
                if inspect.iscoroutine(coroutine):
                    coroutine.close()  # one that was never begun would complain
        await self._finish(update)
        self._observer.dealt(update, time.monotonic() - began, outcome)


class _Lane:
    """Updates that wait for each other: for their chat's turn, then for one of the workers."""

    def __init__(self, limit: int, workers: int) -> None:
        self.waiting = 0
        self._limit = limit
        self._chat_limit = min(limit, max(5, limit // 4))
        self._workers = asyncio.Semaphore(workers)
        self._chats: dict[int, _Chat] = {}

    def is_full(self, key: int) -> bool:
        chat = self._chats.get(key)
        return self.waiting >= self._limit or (
            chat is not None and chat.waiting >= self._chat_limit
        )

    async def take(self, key: int, coroutine: Awaitable[Any]) -> None:
        chat = self._chats.setdefault(key, _Chat())
        self.waiting += 1
        chat.waiting += 1
        chat.present += 1
        waiting = True
        try:
            async with chat.lock, self._workers:
                self.waiting -= 1
                chat.waiting -= 1
                waiting = False
                await coroutine
        finally:
            chat.present -= 1
            if waiting:
                self.waiting -= 1
                chat.waiting -= 1
            if not chat.present:
                self._chats.pop(key, None)


class _Chat:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
        self.present = 0


def key_of(update: Update) -> int:
    """The chat an update belongs to, or the person where it belongs to none."""
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else 0
