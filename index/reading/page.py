"""What every format is turned into before anything is known about it: lines and hints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

FieldKind = Literal["title", "issuer", "source", "published", "written", "number", "other"]

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]|[\x00-\x08\x0e-\x1f\x7f]")
_BLANK = re.compile("[\t\x0b\x0c\u00a0\u2000-\u200a\u202f\u205f]")
# Two blanks or more are layout; one blank, also one U+3000, may be meant (第一条　为了).
_RUN = re.compile("[ \u3000]{2,}")
_EDGE = " \u3000"


@dataclass(frozen=True, slots=True)
class Field:
    """A label of the page and its value, such as 发布机构 and 高平市教育局."""

    kind: FieldKind
    value: str


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a file in reading order, and what its format says beside them.

    `lines` are those that may hold the report; `around` all lines of the page
    when that is more. `fields` come from the format itself (meta tags).
    `headlines` are texts the format marks as title, the most trusted first;
    `label` is the name the page gives itself (``<title>``, the core title of a
    DOCX), which is often wrong. `notes` tell of damage met on the way. Where the format
    has pages, `breaks` say where the second and each later one begins: the number of
    the line, and of the character in it.
    """

    lines: tuple[str, ...]
    around: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    headlines: tuple[str, ...] = ()
    label: str | None = None
    notes: tuple[str, ...] = ()
    breaks: tuple[tuple[int, int], ...] = ()


def tidy(line: str) -> str:
    """One line without invisible characters, layout blanks and blanks at its ends.

    >>> tidy("　　一、工作\\u00a0 \\u00a0情况 ")
    '一、工作 情况'
    """
    line = _BLANK.sub(" ", _INVISIBLE.sub("", line))
    return _RUN.sub(" ", line).strip(_EDGE)


def words(text: str) -> int:
    """How many letters, digits and Chinese characters a text has."""
    return sum(character.isalnum() for character in text)
