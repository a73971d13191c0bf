"""The log of the process: one line an event, whatever is in it."""

from __future__ import annotations

import json
import logging
import sys

from bot.events import JsonLines, TextLines, event


def logged(form: logging.Formatter, name: str, **fields: str | float | None) -> str:
    records: list[logging.LogRecord] = []
    logger = logging.Logger("test")
    logger.addFilter(lambda record: not records.append(record))  # type: ignore[func-returns-value]
    event(logger, name, **fields)
    return form.format(records[0])


def test_an_event_is_a_line_with_its_fields() -> None:
    line = logged(TextLines(), "answer", chat=7, status="not_found", ms=1.5, missing=None)
    assert line.endswith(["", "INFO test answer chat=7 status=not_found ms=1.5"][1])
    assert "missing" not in line


def test_an_event_is_an_object_with_its_fields() -> None:
    row = json.loads(logged(JsonLines(), "answer", chat=7, question="聘了“多少”名？"))
    assert row.pop("at").endswith("Z")
    assert row == {
        "level": "INFO",
        "logger": "test",
        "event": "answer",
        "chat": 7,
        "question": "聘了“多少”名？",
    }


def test_what_comes_from_outside_begins_no_line_and_turns_no_writing() -> None:
    hostile = "a.txt\n2026-01-01T00:00:00Z INFO forged \u202egnp.exe\u2028x\x1b[31m"
    line = logged(TextLines(), f"refused {hostile}", file=hostile)
    assert len(line.splitlines()) == 1
    assert "\u202e" not in line
    assert "\x1b" not in line
    assert len(logged(JsonLines(), hostile).splitlines()) == 1


def test_an_error_stands_on_the_line_of_its_event() -> None:
    try:
        raise ValueError("wrong\nin two lines")
    except ValueError:
        record = logging.LogRecord("t", logging.ERROR, "", 0, "failed", (), sys.exc_info())
    for form in (TextLines(), JsonLines()):
        line = form.format(record)
        assert len(line.splitlines()) == 1
        assert "ValueError: wrong" in line
