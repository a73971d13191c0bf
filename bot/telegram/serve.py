"""The Telegram bot as a process: put together, started, ended by a signal."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import threading
from collections.abc import Callable

from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    Defaults,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.config import Config
from bot.conversation import Conversation
from bot.log import Log
from bot.telegram.administering import Administering
from bot.telegram.buttons import Buttons
from bot.telegram.complaints import Complaints
from bot.telegram.courier import Courier
from bot.telegram.door import Door
from bot.telegram.explaining import Explainer
from bot.telegram.gate import Gate
from bot.telegram.handlers import Speech
from bot.telegram.inbox import Inbox
from bot.telegram.inline import Inline
from bot.telegram.insight import Insight
from bot.telegram.intake import Intake
from bot.telegram.jobs import Jobs
from bot.telegram.metrics import Metrics
from bot.telegram.observing import Observer
from bot.telegram.order import OrderedProcessor
from bot.telegram.pace import Pace
from bot.telegram.redaction import hide
from bot.telegram.running import LAST_SECONDS, TelegramBot
from bot.telegram.service import App, Service
from bot.telegram.transport import AiohttpRequest
from index import Library

_logger = logging.getLogger(__name__)


def serve(config: Config, library: Library, token: str) -> None:
    """Serves until SIGTERM or SIGINT, which finish what is running; a second one does not wait.

    After `drain_seconds` and a little more the process ends in any case, even where a thread hangs
    at a database that is locked: what was received is written down, and the next start goes on.
    ConfigError when Telegram refuses the token or the webhook cannot listen.
    """
    # What is loaded by now stays, and need not be looked through again for what can be freed.
    gc.collect()
    gc.freeze()
    asyncio.run(_serve(config, library, token))


async def _serve(config: Config, library: Library, token: str) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)

    def ask_to_stop() -> None:
        stop.set()
        at_last = threading.Timer(config.telegram.drain_seconds + LAST_SECONDS + 1.0, _end)
        at_last.daemon = True
        at_last.start()
        for each in signals:
            loop.remove_signal_handler(each)

    for each in signals:
        loop.add_signal_handler(each, ask_to_stop)
    await build(config, library, token).run(stop)


def _end() -> None:
    _logger.warning("something hangs; left to the next start")
    logging.shutdown()
    os._exit(0)


def build(
    config: Config,
    library: Library,
    token: str,
    *,
    pace: Pace | None = None,
    open_library: Callable[[], Library] | None = None,
) -> TelegramBot:
    """A bot that is not started. `open_library` gives a job a library of its own."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # durations as timedelta, not warnings about it
    hide([token])
    pace = pace or Pace()
    settings = config.telegram
    transport = AiohttpRequest.towards(settings.base_url)
    bot: ExtBot[None] = ExtBot(
        token,
        base_url=settings.base_url,
        base_file_url=settings.base_file_url,
        request=transport,
        get_updates_request=transport,
        defaults=Defaults(
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            allow_sending_without_reply=True,
        ),
    )
    log = Log.open(config.data)
    observer = Observer(config.log, Metrics())
    service = Service(
        bot=bot,
        library=library,
        conversation=Conversation(library),
        log=log,
        gate=Gate(
            settings.users,
            settings.groups,
            settings.administrators,
            set(log.allowed_groups()),
            settings.blocked,
            {person.id: person.role for person in log.people()},
        ),
        courier=Courier(bot, pace, observer),
        pace=pace,
        readers=asyncio.Semaphore(pace.readers),
        beginners=asyncio.Semaphore(pace.beginners),
        observer=observer,
        explainer=Explainer(library, log),
        privacy=config.privacy,
    )
    open_library = open_library or (lambda: Library.open(config.data))
    intake = Intake(service)
    jobs = Jobs(service, intake, open_library, config.reports)
    administering = Administering(service)
    door = Door(service, administering)
    queue: asyncio.Queue[object] = asyncio.Queue()
    inbox = Inbox(log, queue, bot, door.give_up)
    processor = OrderedProcessor(
        settings.queue_limit, pace.workers, door.admits, door.decline, inbox.finish, observer
    )
    application: App = (
        ApplicationBuilder()
        .bot(bot)
        .updater(None)
        .update_queue(queue)
        .job_queue(None)
        .concurrent_updates(processor)
        .build()
    )
    _add_handlers(application, service, jobs, intake, administering, door)
    observer.metrics.measure(
        waiting=lambda: processor.waiting, reports=lambda: len(library.reports())
    )
    return TelegramBot(application, service, jobs, config, inbox, processor, transport)


def _add_handlers(
    application: App,
    service: Service,
    jobs: Jobs,
    intake: Intake,
    administering: Administering,
    door: Door,
) -> None:
    insight = Insight(service)
    speech = Speech(service, jobs, intake, administering, insight)
    buttons = Buttons(service, intake, administering, insight)
    inline = Inline(service)
    application.add_handler(TypeHandler(Update, door.check), group=-2)
    application.add_handler(TypeHandler(Update, door.sift), group=-1)
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, speech.message))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, speech.edited))
    application.add_handler(CallbackQueryHandler(buttons.press))
    application.add_handler(InlineQueryHandler(inline.ask))
    application.add_handler(ChatMemberHandler(speech.joined, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(Complaints(service).heard)
