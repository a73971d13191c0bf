"""Runs last: in all that the other tests heard from the bot there is no token."""

from __future__ import annotations

import re

from bot.telegram.redaction import redact
from tests.conftest import HEARD

# The tokens of the test server, and what looks like one.
_TOKENS = re.compile(r"123:TEST|(?<!\d)\d{6,}:[A-Za-z0-9_-]{30,}")


def test_no_token_was_logged_or_printed_in_the_whole_run() -> None:
    assert [text[:300] for text in HEARD if _TOKENS.search(text)] == []


def test_a_token_would_be_noticed() -> None:
    token = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
    assert _TOKENS.search(f"at /bot{token}/getMe")
    assert not _TOKENS.search(redact(f"at /bot{token}/getMe"))
