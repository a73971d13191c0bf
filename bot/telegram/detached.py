"""Runs what takes long in a thread that cannot keep the process from ending.

The threads of asyncio's own pool are waited for at exit; the index may be left
in the middle of its work, for it is whole at every moment.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


async def detached(function: Callable[[], T]) -> T:
    """The result of the function, or its error. Cancelled, it goes on and nobody listens."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]  # T where there is no error

    def run() -> None:
        result, failure = None, None
        try:
            result = function()
        except BaseException as error:
            failure = error
        with suppress(RuntimeError):  # the loop is closed: the bot has stopped
            loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=run, name="reportbot-job", daemon=True).start()
    return await future
