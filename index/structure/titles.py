"""Where a heading ends and its own text begins.

A heading may stand alone on its line, or run into its text: after a full stop,
a colon or a space. A first sentence too long for a heading is content as well;
the heading then ends at its first comma and the sentence stays in the body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.structure.lines import SPACES, Lines

LONGEST_SENTENCE = 45
LONGEST_ALONE = 90
_SHORTEST = 2
_CLOSING = "。．.：:；;，,、！!？?*#" + SPACES
_STOP = re.compile(r"[。！？!?]+[”’』」）)]*")
_PIECE = re.compile(r"[，,；;](?!\d{3})")
_COLON = re.compile(r"[：:](?!\d)")
_SPACE = re.compile(f"[{SPACES}]")
_BETWEEN_WORDS = re.compile(rf"[一-鿿”’》）][{SPACES}]+[一-鿿“‘《]")
_OPENING = "“‘『「（(《〈【["
_CLOSED_BY = "”’』」）)》〉】]"
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s*[—~～-]+\s*(?:19|20)?\d\d)?年?")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Title:
    """A heading's title at [start, end); its own text begins at `body`.

    `body` is None when the heading's sentence is content too and belongs to the text.
    """

    start: int
    end: int
    body: int | None


def find_title(text: str, label_end: int, limit: int, lines: Lines, run_together: bool) -> Title:
    """The title behind a label that ends at `label_end`.

    `limit` is where the next heading or item begins; `run_together` tells that
    the line holds other headings, so that a space in it may part title and text.
    """
    start = _skip(text, label_end, limit)
    newline = text.find("\n", start, limit)
    end = _trim(text, start, limit if newline < 0 else newline)
    if start == end:
        return Title(label_end, label_end, min(label_end, limit))
    if lines.at(start) > lines.at(label_end) and not _is_title_line(text, start, end):
        return Title(label_end, label_end, label_end)
    stop = _STOP.search(text, start, end)
    if stop is None:
        if end - start <= LONGEST_ALONE:
            return _title(text, start, end, None if _counts(text, start, end) else end)
        return _long(text, start, end)
    if run_together:
        space = _outside_quotes(_SPACE, text, start, min(stop.start(), start + LONGEST_ALONE))
        if space:
            return _title(text, start, space, None if _counts(text, start, space) else space)
    if stop.end() - start > LONGEST_SENTENCE:
        return _long(text, start, stop.start())
    colon = _outside_quotes(_COLON, text, start, stop.start())
    if colon:
        return _title(text, start, colon, _behind(text, start, colon, colon + 1))
    if stop.end() == end:
        return _title(text, start, end, None if _counts(text, start, end) else end)
    return _title(text, start, stop.start(), _behind(text, start, stop.start(), stop.end()))


def _long(text: str, start: int, sentence_end: int) -> Title:
    """The title in a first sentence that is too long for one, or in a line without an end."""
    window = min(sentence_end, start + LONGEST_SENTENCE)
    colon = _outside_quotes(_COLON, text, start, window) or sentence_end
    comma = _outside_quotes(_PIECE, text, start, window) or sentence_end
    space = _outside_quotes(_SPACE, text, start, min(sentence_end, start + LONGEST_ALONE))
    if space and space < min(colon, comma):
        return _title(text, start, space, None if _counts(text, start, space) else space)
    if space and space < window and _BETWEEN_WORDS.match(text, space - 1):
        # 坚持党建引领，强化保障 局党组…: perhaps a stray space, so the sentence stays whole.
        return _title(text, start, space, None)
    if colon < comma:
        return _title(text, start, colon, _behind(text, start, colon, colon + 1))
    return _title(text, start, min(comma, start + LONGEST_ALONE), None)


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a heading states a number other than a year."""
    return _DIGIT.search(_YEARS.sub("", text[start:end])) is not None


def _behind(text: str, start: int, end: int, body: int) -> int | None:
    """`body`, unless the sentence before it carries a digit and must stay in the text."""
    return None if _DIGIT.search(text, start, end) else body


def _outside_quotes(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    """The first match that leaves at least a short title and is not within quotes or brackets."""
    depth = 0
    at = start
    for match in pattern.finditer(text, start, end):
        between = text[at : match.start()]
        depth += sum(map(between.count, _OPENING)) - sum(map(between.count, _CLOSED_BY))
        at = match.start()
        if depth <= 0 and at - start >= _SHORTEST:
            return at
    return None


def _is_title_line(text: str, start: int, end: int) -> bool:
    return end - start <= LONGEST_SENTENCE and _STOP.search(text, start, end) is None


def _title(text: str, start: int, end: int, body: int | None) -> Title:
    while end > start and text[end - 1] in _CLOSING:
        end -= 1
    return Title(start, end, body)


def _skip(text: str, start: int, end: int) -> int:
    while start < end and (text[start] in SPACES or text[start] == "\n"):
        start += 1
    return start


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in SPACES:
        end -= 1
    return end
