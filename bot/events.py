"""The log of the process: one line an event, with ids and never with names or questions.

An event is a log record whose message is its name and whose `fields` say what it was
about. Whatever else is logged stands on one line, too: what comes from outside, such as the name
of a file, can neither begin a line of its own nor turn the direction of writing.
"""

from __future__ import annotations

import json
import logging
import sys
import unicodedata
from datetime import UTC, datetime
from typing import Any

from bot.config import LogFormat

# Control and format characters (bidi marks among them), and separators of lines and paragraphs.
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})


def event(
    logger: logging.Logger, name: str, level: int = logging.INFO, **fields: str | float | None
) -> None:
    """Logs that something happened; fields that are None are left out."""
    known = {key: value for key, value in fields.items() if value is not None}
    logger.log(level, name, extra={"fields": known})


def log_to_stderr(form: LogFormat) -> None:
    """From now on this process writes its log to standard error, in that form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


class TextLines(logging.Formatter):
    """`2026-01-31T08:00:00.000Z INFO answered chat=7 ms=12`, for people."""

    def format(self, record: logging.LogRecord) -> str:
        fields = "".join(f" {key}={_word(value)}" for key, value in _fields(record).items())
        said = [_at(record), record.levelname, record.name, record.getMessage() + fields]
        if error := _error(record):
            said.append(f"| {error}")
        return one_line(" ".join(said))


class JsonLines(logging.Formatter):
    """An object a line: at, level, logger, event, its fields, and error where there was one."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": _at(record),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
            **_fields(record),
        }
        if error := _error(record):
            line["error"] = error
        return json.dumps(line)


def one_line(text: str) -> str:
    """The text with everything that is not seen as it would be written in a program."""
    return "".join(
        char.encode("unicode_escape").decode("ascii")
        if unicodedata.category(char) in _UNSEEN
        else char
        for char in text
    )


def _at(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = getattr(record, "fields", {})
    return fields


def _word(value: object) -> str:
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if " " in text or '"' in text else text


def _error(record: logging.LogRecord) -> str:
    if record.exc_info and not record.exc_text:
        return logging.Formatter().formatException(record.exc_info)
    return record.exc_text or ""
