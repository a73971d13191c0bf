"""HTTP for python-telegram-bot over aiohttp.

The request class that comes with python-telegram-bot costs several times the CPU
and says only "network error"; this one tells apart what decides whether a call
may be made again.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

import aiohttp
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_READ_SECONDS = 20.0
_WRITE_SECONDS = 60.0  # a document of 50 MB over a slow line
_CONNECT_SECONDS = 10.0


class Unreachable(NetworkError):
    """No connection was made: nothing was sent."""


class Unavailable(NetworkError):
    """The server answered that it cannot answer (HTTP 5xx)."""


class Dropped(NetworkError):
    """The connection broke before an answer came: the call may have been carried out."""


class AiohttpRequest(BaseRequest):
    """The transport of one bot. `proxies` takes the proxy from the environment (HTTPS_PROXY)."""

    def __init__(self, *, proxies: bool = True) -> None:
        self._proxies = proxies
        self._session: aiohttp.ClientSession | None = None

    @classmethod
    def towards(cls, url: str) -> AiohttpRequest:
        """A transport for that address; one on this very machine is reached without a proxy."""
        host = urlsplit(url).hostname or ""
        try:
            local = ipaddress.ip_address(host).is_loopback
        except ValueError:
            local = host == "localhost"
        return cls(proxies=not local)

    @property
    def read_timeout(self) -> float:
        return _READ_SECONDS

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=100), trust_env=self._proxies
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        seconds = read_timeout if isinstance(read_timeout, int | float) else _READ_SECONDS
        body: aiohttp.FormData | None = None
        if request_data is not None:
            body = aiohttp.FormData(request_data.json_parameters)
            for part, (filename, content, kind) in request_data.multipart_data.items():
                body.add_field(part, content, filename=filename, content_type=kind)
                seconds += _WRITE_SECONDS
        status, payload = await self.exchange(method, url, body, seconds)
        if status >= 500:
            raise Unavailable(f"HTTP {status}")
        return status, payload

    async def exchange(
        self,
        method: str,
        url: str,
        body: aiohttp.FormData | Mapping[str, str] | None,
        seconds: float,
    ) -> tuple[int, bytes]:
        """One call as it is: status and body. TimedOut, Unreachable or Dropped when none came."""
        if self._session is None:
            raise RuntimeError("the transport was not initialised")
        timeout = aiohttp.ClientTimeout(
            total=seconds + 2 * _CONNECT_SECONDS,
            connect=2 * _CONNECT_SECONDS,
            sock_connect=_CONNECT_SECONDS,
            sock_read=seconds,
        )
        try:
            async with self._session.request(method, url, data=body, timeout=timeout) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unreachable(type(error).__name__) from error
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise Dropped(type(error).__name__) from error
