"""Issuing bodies under all their names (index/data/issuers.txt)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from index.fold import fold_characters
from index.lexicon import data_lines
from index.models import Description


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
def _pattern() -> re.Pattern[str]:
    names = [name for kind in issuer_kinds() for name in (*kind.chinese, *kind.english)]
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))


@functools.cache
def _kind_of() -> dict[str, str]:
    return {name: kind.name for kind in issuer_kinds() for name in (*kind.chinese, *kind.english)}


def find_issuers(folded: str) -> tuple[tuple[str, int, int], ...]:
    """(kind, start, end) of every body named in a folded text, in order."""
    return tuple(
        (_kind_of()[match[0]], match.start(), match.end()) for match in _pattern().finditer(folded)
    )


def issued_by(description: Description, kind: str) -> bool:
    """Whether a report's issuer, or its title where no issuer is known, is a body of this kind."""
    stated = fold_characters(description.issuer or description.title or "")
    return any(found == kind for found, _, _ in find_issuers(stated))
