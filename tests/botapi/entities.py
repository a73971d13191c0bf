"""Text with entities: offsets in UTF-16 units, entities found in plain text, trimming."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .wire import Json, bad_request, words

# Telegram's own rules: the boundary of a word is Unicode's, so that "@bot今天" is no mention.
_FOUND = (
    (
        "bot_command",
        re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"),
    ),
    ("mention", re.compile(r"(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w)")),
    ("url", re.compile(r"https?://[!-~]+")),
)
_ENTITY_TYPES = words(
    "mention hashtag cashtag bot_command url email phone_number bold italic underline "
    "strikethrough spoiler blockquote expandable_blockquote code pre text_link text_mention "
    "custom_emoji"
)


@dataclass(frozen=True)
class Formatted:
    """Text as it is shown, and the entities laid over it."""

    text: str
    entities: tuple[Json, ...] = ()


def units(text: str) -> int:
    """The length of `text` in UTF-16 units, which is what Telegram counts in."""
    return len(text.encode("utf-16-le")) // 2


def slice_of(text: str, entity: Json) -> str:
    """What `entity` covers in `text`."""
    start = 2 * entity["offset"]
    return text.encode("utf-16-le")[start : start + 2 * entity["length"]].decode("utf-16-le")


def entity(kind: str, text: str, start: int, end: int, **more: Any) -> Json:
    """An entity over the characters [start, end) of `text`."""
    return {
        "type": kind,
        "offset": units(text[:start]),
        "length": units(text[start:end]),
        **more,
    }


def in_order(entities: Iterable[Json]) -> tuple[Json, ...]:
    """Entities by offset, the longer first."""
    return tuple(sorted(entities, key=lambda e: (e["offset"], -e["length"], e["type"])))


def find_entities(text: str) -> tuple[Json, ...]:
    """The commands, mentions and addresses that Telegram marks in what people write."""
    found = []
    taken: set[int] = set()
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            span = range(*match.span())
            if taken.isdisjoint(span):
                taken.update(span)
                found.append(entity(kind, text, *match.span()))
    return in_order(found)


def given_entities(text: str, raw: list[Any]) -> Formatted:
    """Text with the entities that the call itself lists; refuses those that do not fit."""
    for item in raw:
        if not isinstance(item, dict) or item.get("type") not in _ENTITY_TYPES:
            raise bad_request(f"can't parse entities: unsupported entity {item!r}")
        offset, length = item.get("offset"), item.get("length")
        if not isinstance(offset, int) or not isinstance(length, int):
            raise bad_request("can't parse entities: offset and length must be integers")
        if offset < 0 or length <= 0 or offset + length > units(text):
            raise bad_request(f"can't parse entities: entity [{offset}, +{length}) is outside")
    return Formatted(text, in_order(raw))


def trimmed(formatted: Formatted) -> Formatted:
    """Without the white space at either end, as Telegram stores it; entities shrink with it."""
    text = formatted.text.strip()
    ahead = units(formatted.text[: len(formatted.text) - len(formatted.text.lstrip())])
    size = units(text)
    kept = []
    for item in formatted.entities:
        start = max(item["offset"] - ahead, 0)
        end = min(item["offset"] + item["length"] - ahead, size)
        if end > start:
            kept.append({**item, "offset": start, "length": end - start})
    return Formatted(text, in_order(kept))
