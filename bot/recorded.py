"""What the bot remembers, and the JSON form in which it remembers an answer.

Of an answer that is as much as its buttons need: the question as it was
understood (`asked`) is left out. Fields that a former version wrote and this one
does not know are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal

from index.models import Answer, Coverage, Finding, Language, Missing, Value

# The chat of an answer that was posted from inline mode, in a chat we know nothing of.
NOWHERE = 0
JobKind = Literal["reindex", "document"]
JobState = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in Telegram something was said: the chat, the topic in it, the person, the message."""

    chat: int
    thread: int | None
    user: int
    message: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an answer was taken from: the state of the index, and reports with their SHA-256."""

    generation: int
    reports: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Logged:
    """An answer that was given, at the time `asked` (seconds since 1970).

    `reply` is the message that shows it, None when it was not sent.
    """

    id: str
    place: Place
    reply: int | None
    answer: Answer
    asked: float = 0.0
    receipt: Receipt = field(default_factory=lambda: Receipt(0, {}))


@dataclass(frozen=True, slots=True)
class Job:
    """Work that was promised. `notice` is the message that shows how far it is.

    `file` and `name` are Telegram's id of an uploaded document and its file name.
    `attempts` counts how often it was begun and not left on purpose, `failures`
    how often what it needs was out of reach. Documents of one album have a `batch`.
    """

    id: int
    kind: JobKind
    place: Place
    language: Language
    file: str = ""
    name: str = ""
    notice: int | None = None
    state: JobState = "waiting"
    attempts: int = 0
    note: str = ""
    failures: int = 0
    batch: str = ""


def dump(answer: Answer) -> str:
    return json.dumps(asdict(replace(answer, asked=None)), ensure_ascii=False)


def load(text: str) -> Answer:
    """`load(dump(answer))` equals the answer without `asked`."""
    row = json.loads(text)
    missing = row["missing"]
    return Answer(
        **{
            **_known(Answer, row),
            "findings": tuple(map(_finding, row["findings"])),
            "coverage": Coverage(**_known(Coverage, row["coverage"])),
            "missing": _tuples(Missing, missing, "held") if missing else None,
            "related": tuple(map(_finding, row["related"])),
            "asked": None,
        }
    )


def _finding(row: Mapping[str, Any]) -> Finding:
    value = _tuples(Value, row["value"], "items") if row["value"] else None
    beside = tuple(_tuples(Value, each, "items") for each in row["beside"])
    section = tuple(row["section"])
    return Finding(**{**_known(Finding, row), "section": section, "value": value, "beside": beside})


def _tuples(kind: type[Any], row: Mapping[str, Any], name: str) -> Any:
    return kind(**{**_known(kind, row), name: tuple(row[name])})


def _known(kind: type[Any], row: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in row.items() if name in names}
