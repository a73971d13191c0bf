"""The server itself: it takes calls over HTTP, records them and answers."""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from .account import download
from .faults import Fault, next_fault
from .messages import LARGEST_UPLOAD
from .methods import find_method
from .pace import Pace
from .wire import Json, Parameters, Refusal, read
from .world import User, World

_SHUTDOWN = 0.2  # seconds that calls still under way are waited for


@dataclass(eq=False)
class Call:
    """A call as it came, and the answer that was sent; None while it is under way.

    `status` is 0 for a call whose connection was dropped.
    """

    method: str
    parameters: Json
    uploads: tuple[str, ...] = ()
    status: int | None = None
    response: Json | None = None

    @property
    def ok(self) -> bool:
        return self.status == 200

    @property
    def chat_id(self) -> Any:
        return self.parameters.get("chat_id")


@dataclass(eq=False)
class Server:
    """Listens on 127.0.0.1 while used with ``async with``, in the event loop of the test.

    `port` 0 is any free one; `paced` refuses what is sent too fast (see pace).
    """

    token: str = "123:TEST"
    port: int = 0
    username: str = "reportbot"
    paced: bool = False
    calls: list[Call] = field(default_factory=list, repr=False)
    faults: list[Fault] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        bot_id = int(self.token.partition(":")[0])
        self.bot = User(bot_id, "Report Bot", username=self.username, is_bot=True)
        self.world = World(self.bot)
        self._pace = Pace()

    async def open(self) -> None:
        """Begins to listen; `port` then says where. After `close`: the API is back again."""
        self.world.updates.closing = False
        app = web.Application(client_max_size=LARGEST_UPLOAD + 2**20)
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._answer)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=_SHUTDOWN, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Ends waiting polls and the webhook, and closes every connection."""
        self.world.updates.closing = True
        self.world.updates.webhook.end()
        self.world.changes.tell()
        await asyncio.sleep(0)
        await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    async def _download(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request)
            return web.Response(body=download(self.world, request.match_info["path"]))
        except Refusal as refusal:
            return web.json_response(refusal.body(), status=refusal.status)

    def _check_token(self, request: web.Request) -> None:
        if request.match_info["token"] != self.token:
            raise Refusal(401, "Unauthorized")

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            parameters = await read(request)
        except web.HTTPRequestEntityTooLarge:
            refusal = Refusal(413, "Request Entity Too Large")
            return web.json_response(refusal.body(), status=413)
        except Refusal as refusal:
            return web.json_response(refusal.body(), status=refusal.status)
        known = find_method(request.match_info["method"])
        name = known[0] if known else request.match_info["method"]
        call = Call(name, dict(parameters.values), tuple(parameters.uploads))
        self.calls.append(call)
        self.world.changes.tell()
        try:
            return await self._respond(request, call, parameters)
        finally:
            if call.status is None:
                call.status = 0
            self.world.changes.tell()

    async def _respond(
        self, request: web.Request, call: Call, parameters: Parameters
    ) -> web.StreamResponse:
        fault = next_fault(self.faults, call.method, parameters)
        if fault is not None and not fault.done:
            if fault.drop:
                return _drop(request)
            if fault.status is not None:
                return _refuse(call, fault)
        status, body = await self._perform(request, call.method, parameters)
        if fault is not None:
            if fault.with_updates and not body.get("result"):
                fault.times += 1  # an answer without updates is no loss: wait for the next
            elif fault.drop:
                return _drop(request)
            await asyncio.sleep(fault.seconds)
        call.status, call.response = status, body
        return web.json_response(body, status=status)

    async def _perform(
        self, request: web.Request, method: str, parameters: Parameters
    ) -> tuple[int, Json]:
        known = find_method(method)
        try:
            self._check_token(request)
            if known is None:
                raise Refusal(404, "Not Found")
            if self.paced and method.startswith("send"):
                self._pace.check(parameters.values.get("chat_id"))
            result = known[1](self.world, parameters)
            if inspect.isawaitable(result):
                result = await result
        except Refusal as refusal:
            return refusal.status, refusal.body()
        return 200, {"ok": True, "result": result}


def _drop(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _refuse(call: Call, fault: Fault) -> web.Response:
    """Refuses as `fault` says; what stands before the real API answers 502 and 504 in HTML."""
    call.response = fault.body()
    call.status = status = call.response["error_code"]
    if status in (502, 504):
        page = f"<html><h1>{status} {call.response['description']}</h1></html>"
        return web.Response(text=page, content_type="text/html", status=status)
    return web.json_response(call.response, status=status)
