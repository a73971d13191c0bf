"""The receiving end of a webhook: plain HTTP for a reverse proxy that speaks TLS.

An update is acknowledged when it is written down, not before.
"""

from __future__ import annotations

import hmac
import json

from aiohttp import web

from bot.telegram.inbox import Inbox

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST = 1 << 20  # bytes; an update is a few kilobytes


class WebhookServer:
    """Listens on host and port at one path; refuses whoever does not know the secret."""

    def __init__(self, inbox: Inbox, host: str, port: int, path: str, secret: str) -> None:
        self._inbox = inbox
        self._host = host
        self._port = port
        self._secret = secret.encode()
        application = web.Application(client_max_size=_LARGEST)
        application.router.add_post("/" + path.strip("/"), self._receive)
        self._runner = web.AppRunner(application, access_log=None)

    async def start(self) -> None:
        """OSError when the port is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    async def stop(self) -> None:
        await self._runner.cleanup()

    @property
    def port(self) -> int:
        """The port it listens on, also where 0 was asked for."""
        return int(self._runner.addresses[0][1])

    async def _receive(self, request: web.Request) -> web.Response:
        shown = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(shown, self._secret):
            return web.Response(status=403)
        try:
            body = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        if not isinstance(body, dict) or not isinstance(body.get("update_id"), int):
            return web.Response(status=400)
        await self._inbox.take([body])
        return web.Response()
