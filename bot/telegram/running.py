"""The life of the bot: reach Telegram, receive, stop in time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field

from telegram.error import TelegramError

from bot.config import Config, webhook_secret
from bot.heartbeat import beat, tell_systemd
from bot.telegram.courier import insist
from bot.telegram.inbox import ALLOWED_UPDATES, Inbox
from bot.telegram.jobs import Jobs
from bot.telegram.menu import publish_commands
from bot.telegram.order import OrderedProcessor
from bot.telegram.polling import Poller
from bot.telegram.redaction import hide
from bot.telegram.service import App, Service
from bot.telegram.transport import AiohttpRequest
from bot.telegram.webhook import WebhookServer
from index.errors import ConfigError, StoreError

_logger = logging.getLogger(__name__)

_CONFIRM_SECONDS = 1.0
_DAY_SECONDS = 86_400.0
# For what was cut short to let go, beyond the configured deadline.
LAST_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class TelegramBot:
    """Everything that runs. `application` is python-telegram-bot's, with our handlers.

    Its updater is not used: it may stop silently (see polling.py).
    """

    application: App
    service: Service
    jobs: Jobs
    config: Config
    inbox: Inbox
    processor: OrderedProcessor
    transport: AiohttpRequest
    _listening: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, stop: asyncio.Event) -> None:
        """Serves until `stop` is set, then finishes what is running, within the deadline.

        ConfigError when Telegram refuses the token or the webhook cannot listen.
        """
        serving = asyncio.create_task(self._serve(), name="reportbot-serving")
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            serving.cancel()
            await asyncio.wait({serving})
            await self._stop()
        if not serving.cancelled():
            serving.result()

    async def listening(self) -> None:
        """Returns when updates are being received."""
        await self._listening.wait()

    def _listens(self) -> None:
        self._listening.set()
        _tell(lambda: tell_systemd("READY=1"))

    def _polled(self, well: bool) -> None:
        """We are still receiving, whether Telegram answered well or not."""
        self.service.observer.polled(well)
        self._alive()
        if well:
            _tell(lambda: beat(self.config.data))

    def _alive(self) -> None:
        _tell(lambda: tell_systemd("WATCHDOG=1"))

    async def _serve(self) -> None:
        metrics = self.config.metrics
        published = self.service.observer.metrics.published(metrics.port)
        with published if metrics.enabled else nullcontext():
            await self._receive()

    async def _receive(self) -> None:
        service = self.service
        await insist(service.bot.initialize, service.pace)
        await self.application.initialize()
        await self.application.start()
        await self.jobs.start()
        await self.inbox.resume()
        aside = [
            asyncio.create_task(publish_commands(service.bot, service.gate.administrators())),
            asyncio.create_task(self._tidy()),
        ]
        if self.config.watch.enabled:
            aside.append(asyncio.create_task(self.jobs.watch(self.config.watch.seconds)))
        _logger.info("the bot @%s serves", service.me.username)
        try:
            if self.config.telegram.mode == "webhook":
                await self._webhook()
            else:
                await self._poll()
        finally:
            for task in aside:
                task.cancel()
            await asyncio.wait(aside)

    async def _tidy(self) -> None:
        """Forgets what is too old, once a day."""
        privacy = self.config.privacy
        while True:
            try:
                await asyncio.to_thread(
                    self.service.log.prune, privacy.keep_days, privacy.audit_days
                )
            except StoreError as error:
                _logger.warning("nothing was tidied up: %s", error)
            await asyncio.sleep(_DAY_SECONDS)

    async def _poll(self) -> None:
        bot, pace = self.service.bot, self.service.pace
        poller = Poller(self.transport, bot.base_url, self.inbox, pace, self._polled, self._alive)
        await insist(bot.delete_webhook, pace)
        self._listens()
        try:
            await poller.run()
        finally:
            with suppress(TimeoutError):
                await asyncio.wait_for(poller.confirm(), _CONFIRM_SECONDS)

    async def _webhook(self) -> None:
        settings, bot = self.config.telegram, self.service.bot
        secret = webhook_secret()
        hide([secret])
        server = WebhookServer(
            self.inbox,
            settings.webhook_listen,
            settings.webhook_port,
            settings.webhook_path,
            secret,
        )
        try:
            try:
                await server.start()
            except OSError as error:
                raise ConfigError(
                    f"无法在 {settings.webhook_listen}:{settings.webhook_port} 监听：{error}。"
                    "请检查 telegram.webhook_listen 和 telegram.webhook_port。"
                ) from error
            await insist(
                lambda: bot.set_webhook(
                    settings.webhook_url, allowed_updates=ALLOWED_UPDATES, secret_token=secret
                ),
                self.service.pace,
            )
            self._listens()
            while True:  # until cancelled
                self._polled(True)
                await asyncio.sleep(self.service.pace.sign)
        finally:
            await server.stop()

    async def _stop(self) -> None:
        """Finishes what is running; what is not finished in time is left to the next start."""
        _tell(lambda: tell_systemd("STOPPING=1"))
        deadline = self.config.telegram.drain_seconds
        ending = {asyncio.create_task(self.jobs.stop())}
        if self.application.running:
            ending.add(asyncio.create_task(self.application.stop()))
        _, late = await asyncio.wait(ending, timeout=deadline)
        if late:
            _logger.warning("not finished within %.0f s; left to the next start", deadline)
            self.processor.cancel()
            self.jobs.cancel()
            await asyncio.wait(late, timeout=LAST_SECONDS)
        with suppress(TelegramError, RuntimeError):
            await self.application.shutdown()
        await self.transport.shutdown()
        self.service.log.close()


def _tell(say: Callable[[], None]) -> None:
    """Says that we are alive; a full disk keeps us from saying so, not from being so."""
    try:
        say()
    except OSError as error:
        _logger.warning("the sign of life was not given: %s", error)
