"""/forget: what is kept about a person, and forgetting it."""

from __future__ import annotations

import asyncio

from telegram import Message

from bot.telegram import texts
from bot.telegram.service import Service, place_of

_ME = frozenset({"me", "我"})


async def forget(service: Service, message: Message, rest: str) -> None:
    """/forget says what is kept, /forget me deletes it at once."""
    code = message.from_user.language_code if message.from_user is not None else None
    language, user = texts.language_of(code), place_of(message).user
    privacy = service.privacy
    if rest.strip().lower() not in _ME:
        kept = await asyncio.to_thread(service.log.kept_of, user)
        text = texts.KEPT_OF_YOU(
            language,
            questions=kept.questions,
            votes=kept.votes,
            acts=kept.acts,
            days=f"{privacy.keep_days:g}",
            audit=f"{privacy.audit_days:g}",
        )
    else:
        gone = await asyncio.to_thread(service.log.forget, user)
        service.conversation.forget_all(f"/{user}")
        text = texts.FORGOTTEN(language, questions=gone, audit=f"{privacy.audit_days:g}")
    await service.reply(message, text)
