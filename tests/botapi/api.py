"""BotApi: what a test holds in its hands. It plays the people, and sees what the bot did."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

from .account import commands_key
from .faults import Fault
from .people import People
from .server import Call
from .wire import Json
from .world import Chat, Message, Query

T = TypeVar("T")


class BotApi(People):
    """The server, the people who use the bot through it, and the record of what the bot did."""

    async def __aenter__(self) -> BotApi:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    # What the bot did

    def messages(self, chat: Chat) -> list[Message]:
        """All that `chat` shows now, oldest first: the bot's (`from_bot`) and other people's."""
        return list(chat.shown.values())

    def from_bot(self, chat: Chat) -> list[Message]:
        """The bot's own messages that `chat` shows now, oldest first."""
        return [message for message in chat.shown.values() if message.from_bot]

    def called(self, method: str, chat: Chat | None = None) -> list[Call]:
        """The calls of one method so far, those in one chat if given."""
        return [
            call
            for call in self.calls
            if call.method == method and (chat is None or call.chat_id == chat.id)
        ]

    def commands(self, scope: Json | None = None, language: str = "") -> list[str]:
        """The names of the commands set for a scope and language."""
        key = commands_key(scope or {}, language)
        return [command["command"] for command in self.world.commands.get(key, [])]

    # Waiting; each wait ends in an AssertionError that tells the latest calls

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 5) -> T:
        """The first true value of `predicate`."""
        return await self.world.changes.until(predicate, timeout, self._latest)

    async def sent(self, chat: Chat, n: int = 1, timeout: float = 5) -> list[Message]:
        """The bot's messages in `chat`, once it shows at least `n` of them (counted from ever)."""
        return await self.wait_for(
            lambda: shown if len(shown := self.from_bot(chat)) >= n else [], timeout
        )

    async def edited(self, message: Message, times: int = 1, timeout: float = 5) -> Message:
        """The message, once it was edited at least `times` times."""
        await self.wait_for(lambda: len(message.edits) >= times, timeout)
        return message

    async def answered(self, query: Query, timeout: float = 5) -> Json:
        """The parameters with which the bot answered a pressed button or an inline query."""
        await self.wait_for(lambda: query.answer is not None, timeout)
        return query.answer or {}

    async def polling(self, timeout: float = 5) -> None:
        """Returns once a getUpdates call waits for updates."""
        await self.wait_for(
            lambda: any(c.method == "getUpdates" and c.status is None for c in self.calls), timeout
        )

    async def idle(self, quiet: float = 0.1, timeout: float = 5) -> None:
        """Returns once all updates are confirmed, no call is under way, and `quiet` seconds passed.

        A handler that computes for longer than `quiet` without calling anything
        goes unseen: wait for what it sends instead.
        """
        loop = asyncio.get_running_loop()

        def resting() -> bool:
            busy = any(c.status is None and c.method != "getUpdates" for c in self.calls)
            still = loop.time() - self.world.changes.at >= quiet
            return self.world.updates.quiet and not busy and still

        await self.wait_for(resting, timeout)

    def _latest(self) -> str:
        lines = [f"{c.method} {c.parameters} -> {c.status} {c.response}" for c in self.calls[-8:]]
        return "Latest calls:\n" + "\n".join(line[:400] for line in lines)

    # Faults

    def fail(
        self,
        method: str,
        status: int = 429,
        *,
        retry_after: int = 1,
        times: int = 1,
        chat: Chat | None = None,
        description: str | None = None,
    ) -> None:
        """The next `times` calls of `method` ("*": of any) are refused with `status`."""
        where = chat.id if chat else None
        self._add(
            Fault(method, times, where, status, retry_after=retry_after, description=description)
        )

    def drop(
        self, method: str, *, times: int = 1, chat: Chat | None = None, done: bool = False
    ) -> None:
        """The connection breaks instead of an answer; with `done` the call took effect first."""
        where = chat.id if chat else None
        self._add(Fault(method, times, where, drop=True, done=done))

    def delay(
        self, method: str, seconds: float, *, times: int = 1, chat: Chat | None = None
    ) -> None:
        """The call takes effect at once, but its answer comes `seconds` late."""
        where = chat.id if chat else None
        self._add(Fault(method, times, where, seconds=seconds, done=True))

    def lose_updates(self, times: int = 1) -> None:
        """The next getUpdates answer that carries updates is lost on its way: they come again."""
        self._add(Fault("getUpdates", times, drop=True, done=True, with_updates=True))

    def _add(self, fault: Fault) -> None:
        self.faults.append(fault)
        self.world.updates.interrupt()

    def forget_faults(self) -> None:
        """Whatever was still to go wrong goes right."""
        self.faults.clear()
