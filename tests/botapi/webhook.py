"""setWebhook and its kin: updates posted to the bot instead of fetched by it."""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING

import aiohttp

from .updates import Update, Updates
from .wire import Json, Parameters, bad_request

if TYPE_CHECKING:
    from .world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_RETRY_PAUSE = 0.05  # seconds until an update is posted again
_TRIES = 100  # after which it is given up
# Telegram wants HTTPS; a test on loopback has no certificate to show.
_URL = re.compile(r"https://[^/\s]+|http://(127\.0\.0\.1|localhost)[:/]")


def set_webhook(world: World, call: Parameters) -> bool:
    updates, url = world.updates, call.text("url")
    secret = call.text("secret_token")
    if not url:
        return delete_webhook(world, call)
    if not _URL.match(url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    delete_webhook(world, call)
    updates.allow(call.sequence("allowed_updates"))
    updates.webhook.url, updates.webhook.secret = url, secret
    updates.webhook.task = asyncio.get_running_loop().create_task(_post_all(world))
    world.changes.tell()
    return True


def delete_webhook(world: World, call: Parameters) -> bool:
    world.updates.webhook.end()
    if call.flag("drop_pending_updates"):
        world.updates.pending.clear()
    world.changes.tell()
    return True


def get_webhook_info(world: World, call: Parameters) -> Json:
    updates = world.updates
    info: Json = {"url": updates.webhook.url, "has_custom_certificate": False}
    info["pending_update_count"] = len(updates.pending)
    if updates.allowed is not None:
        info["allowed_updates"] = sorted(updates.allowed)
    if updates.webhook.last_error:
        info["last_error_message"] = updates.webhook.last_error
        info["last_error_date"] = int(time.time())
    return info


async def _post_all(world: World) -> None:
    """Posts updates one by one and in order, until the webhook is deleted."""
    updates = world.updates
    failures = 0
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        while not updates.closing:
            queue = updates.again or updates.pending
            if not queue:
                await world.changes.next(1.0)
                continue
            update = queue[0]
            error = await _post(session, updates, update)
            if error:
                failures += 1
                updates.webhook.last_error = error
                await asyncio.sleep(_RETRY_PAUSE)
            if not error or failures >= _TRIES:
                failures = 0
                if update in queue:
                    queue.remove(update)
                world.changes.tell()


async def _post(session: aiohttp.ClientSession, updates: Updates, update: Update) -> str:
    """Posts one update; returns what went wrong, or ""."""
    secret = updates.webhook.secret
    headers = {SECRET_HEADER: secret} if secret else {}
    try:
        async with session.post(updates.webhook.url, json=update.wire(), headers=headers) as answer:
            if answer.status // 100 == 2:
                return ""
            return f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"{type(error).__name__}: {error}"
