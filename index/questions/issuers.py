"""Issuing bodies under all their names (index/data/issuers.txt)."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

from index.fold import fold_characters
from index.lexicon import data_lines
from index.models import Description

_ENGLISH_OFFICES = ("bureau", "department", "office", "authority", "commission", "administration")
_ENGLISH_OFFICE = re.compile(rf" (?:{'|'.join(_ENGLISH_OFFICES)})$")


@dataclass(frozen=True, slots=True)
class IssuerKind:
    """A kind of body: the name shown to people, and every name of it, Chinese and English."""

    name: str
    chinese: tuple[str, ...]
    english: tuple[str, ...]


@functools.cache
def issuer_kinds() -> tuple[IssuerKind, ...]:
    """All kinds, in the order of the data file."""
    kinds = []
    for line in data_lines("issuers.txt"):
        words = line.split(" ")
        chinese = tuple(word for word in words if not word.isascii())
        english = tuple(filter(None, " ".join(words[len(chinese) :]).split("|")))
        kinds.append(IssuerKind(chinese[0], chinese, english))
    return tuple(kinds)


@functools.cache
def _kind_of() -> dict[str, str]:
    """Kind by every name; also of departments (农业农村厅) and of what they run (教育系统)."""
    kinds: dict[str, str] = {}
    for kind in issuer_kinds():
        for name in (*kind.chinese, *kind.english):
            kinds.setdefault(name, kind.name)
        for name in kind.chinese:
            if stem := _stem(name):
                for ending in ("局", "厅", "系统", "部门"):
                    kinds.setdefault(stem + ending, kind.name)
        for name in kind.english:
            if (stem := re.sub(_ENGLISH_OFFICE, "", name)) != name:
                for ending in _ENGLISH_OFFICES:
                    kinds.setdefault(f"{stem} {ending}", kind.name)
    return kinds


def _stem(name: str) -> str:
    """教育 of 教育局; nothing of names that end otherwise."""
    stem = re.sub(r"(?:委员会|局|委|厅)$", "", name)
    return stem if stem != name and len(stem) > 1 else ""


@functools.cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_kind_of(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def find_issuers(folded: str) -> tuple[tuple[str, int, int], ...]:
    """(kind, start, end) of every body named in a folded text, in order."""
    return tuple(
        (_kind_of()[match[0]], match.start(), match.end()) for match in _pattern().finditer(folded)
    )


def is_field_of(word: str, description: Description) -> bool:
    """Whether a word names what a report's issuer is there for: 人社 of 人力资源和社会保障局."""
    field = {name for name, _, _ in find_issuers(word + "系统")}
    return any(
        name in field for name, _, _ in find_issuers(fold_characters(description.issuer or ""))
    )


def issued_by(description: Description, kind: str, text: Callable[[], str]) -> bool:
    """Whether a report's issuer, or its title where no issuer is known, is a body of this kind.

    Where neither names a body, the report may be of any body that its `text` speaks of.
    """
    stated = fold_characters(f"{description.issuer or ''} {description.title or ''}")
    found = find_issuers(fold_characters(description.issuer or "")) or find_issuers(stated)
    if found:
        return any(name == kind for name, _, _ in found)
    names = next(k.chinese for k in issuer_kinds() if k.name == kind)
    said = text()
    return any((_stem(name) or name) in said for name in names)
