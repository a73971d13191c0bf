"""Text for Telegram's HTML: escaped, marked, measured and cut.

Text is cut before it is escaped and marked, never after, so that no tag and no
entity is ever broken.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

LIMIT = 4096  # UTF-16 units of a message after its entities were parsed

# Line breaks and tabs stay; other controls, and marks that turn the writing direction of what
# follows, are nothing that a report wants to show.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
# Telegram would make a mention of it, and ring at whoever has that name.
_CALLS = re.compile(r"(?<![\w@])@(?=[A-Za-z])")
_TAG = re.compile(r"<[^>]*>")
_STOP = re.compile(r"[。！？；\n]|[.!?;](?=\s)")


def clean(text: str) -> str:
    """The text without characters that cannot be shown, and without mentions; same length.

    Blanks take the place of the former, the full-width ＠ that of the sign of a mention.
    """
    return _CALLS.sub("＠", _UNSEEN.sub(" ", text))


def escape(text: str) -> str:
    return html.escape(clean(text), quote=False)


def plain(markup: str) -> str:
    """What a reader sees of the markup."""
    return html.unescape(_TAG.sub("", markup))


def units(text: str) -> int:
    """The length of plain text as Telegram counts it, in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def length(markup: str) -> int:
    return units(plain(markup))


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning with … where it is longer than `limit` characters."""
    text = text.strip()
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    ends = [stop.end() for stop in _STOP.finditer(kept) if stop.end() > limit * 2 // 3]
    return (kept[: ends[-1]] if ends else kept) + "…"


def around(text: str, start: int, end: int, limit: int) -> tuple[str, int, int]:
    """At most about `limit` characters of the text around [start, end), and where that now is."""
    if len(text) <= limit:
        return text, start, end
    room = max(0, limit - (end - start))
    first = max(0, start - room // 2)
    last = min(len(text), max(end, first + limit))
    first = max(0, min(first, last - limit))
    before = "…" if first else ""
    after = "…" if last < len(text) else ""
    shift = len(before) - first
    return before + text[first:last] + after, start + shift, end + shift


def marked(text: str, start: int, end: int) -> str:
    """The escaped text with [start, end) in bold and underlined."""
    if start >= end:
        return escape(text)
    whole = clean(text)  # not each part by itself: a mention may begin in one and end in the next
    before, within, after = (
        html.escape(part, quote=False) for part in (whole[:start], whole[start:end], whole[end:])
    )
    return f"{before}<b><u>{within}</u></b>{after}"


def find_value(text: str, value: str) -> tuple[int, int]:
    """Where the value stands in the text, not as a part of a longer number; (0, 0) if nowhere."""
    if not value:
        return 0, 0
    before = r"(?<!\d)(?<!\d[.,])" if value[0].isdigit() else ""
    after = r"(?!\d)" if value[-1].isdigit() else ""
    found = re.search(before + re.escape(value) + after, text)
    return found.span() if found else (0, 0)


def joined(blocks: Iterable[str], limit: int = LIMIT) -> str:
    """The blocks, a line each, as many of them as fit."""
    kept: list[str] = []
    left = limit
    for block in blocks:
        left -= length(block) + 1
        if left < 0:
            break
        kept.append(block)
    return "\n".join(kept)
