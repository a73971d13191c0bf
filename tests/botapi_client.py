"""python-telegram-bot as a client of the test server, noting what it receives."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, TypeHandler

from tests.botapi import BotApi

App = Application[Any, Any, Any, Any, Any, Any]


def built(api: BotApi, seen: list[Update]) -> App:
    """An application that notes every update in `seen`."""

    async def note(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        seen.append(update)

    builder = Application.builder().token(api.token)
    builder.base_url(api.base_url).base_file_url(api.base_file_url)
    app = builder.build()
    app.add_handler(TypeHandler(Update, note))
    return app


@asynccontextmanager
async def polling(api: BotApi, seen: list[Update], **more: Any) -> AsyncIterator[App]:
    """An application that polls."""
    app = built(api, seen)
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(timeout=5, poll_interval=0, **more)
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()
