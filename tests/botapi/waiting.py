"""Waiting for something to happen on the server, always with a deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# A predicate may look at things outside the server: look again this often, in seconds.
_LOOK_AGAIN = 0.02


class Changes:
    """Wakes whoever waits whenever something changed; `at` is when that was last."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self.at = 0.0

    def tell(self) -> None:
        self.at = asyncio.get_running_loop().time()
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def next(self, timeout: float) -> None:
        """Returns at the next change, or after `timeout` seconds."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait([future], timeout=max(timeout, 0))
        finally:
            self._waiting.discard(future)

    async def until(
        self, predicate: Callable[[], T], timeout: float, explain: Callable[[], str]
    ) -> T:
        """The predicate's first true value; AssertionError with `explain()` after `timeout`."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not (value := predicate()):
            if loop.time() >= deadline:
                raise AssertionError(f"did not happen within {timeout} s. {explain()}")
            await self.next(min(_LOOK_AGAIN, deadline - loop.time()))
        return value
