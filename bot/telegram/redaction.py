"""Keeps secrets out of every log record, whoever writes it.

A filter on a logger does not see what other loggers pass on to the root, and one
on a handler only guards that handler; the factory of records is passed by all.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

_TOKEN = re.compile(
    r"(?<!\d)\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}"
)  # 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K
_HIDDEN = "[secret]"


def hide(secrets: Iterable[str]) -> None:
    """From now on, no log record of this process holds one of the secrets or a bot token."""
    former = logging.getLogRecordFactory()
    known: set[str] = getattr(former, "secrets", set())
    known.update(form for secret in secrets if secret for form in (secret, quote(secret, safe="")))
    if not hasattr(former, "secrets"):
        logging.setLogRecordFactory(_Factory(known))
    logging.getLogger("httpx").setLevel(logging.WARNING)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    for secret in secrets:
        text = text.replace(secret, _HIDDEN)
    return _TOKEN.sub(_HIDDEN, text)


class _Factory:
    def __init__(self, secrets: set[str]) -> None:
        self.secrets = secrets
        self._make = logging.getLogRecordFactory()
        self._formatter = logging.Formatter()

    def __call__(self, *args: Any, **keywords: Any) -> logging.LogRecord:
        record: logging.LogRecord = self._make(*args, **keywords)
        try:
            message = record.getMessage()
        except Exception:  # logging reports a wrong format where the record is written
            message = str(record.msg)
        clean = redact(message, self.secrets)
        if clean != message:
            record.msg, record.args = clean, None
        if record.exc_info and record.exc_info[1] is not None:
            # Formatters use this text where it is set instead of making their own.
            record.exc_text = redact(self._formatter.formatException(record.exc_info), self.secrets)
        return record
