"""Names that a question gives itself: what stands in quotes, and numbers that are names (五个一)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.models import Concept

_QUOTED = re.compile(r"[“\"「『‘]([^“”\"「」『』‘’]{2,20})[”\"」』’]")
_NUMBERED = re.compile(r"[一二三四五六七八九十两]个(?:一|百分之百|必须|不准|到位|清单)")


def quoted_names(folded: str) -> tuple[str, ...]:
    """The names that a folded question gives, in order."""
    names = [match[1].strip() for match in _QUOTED.finditer(folded)]
    names += [match[0] for match in _NUMBERED.finditer(folded)]
    return tuple(name for name in dict.fromkeys(names) if len(name) > 1)


def quoted_concepts(folded: str, known: Iterable[Concept]) -> tuple[Concept, ...]:
    """A concept for every such name that none of `known` is already."""
    texts = {concept.text for concept in known}
    return tuple(Concept(name, (name,)) for name in quoted_names(folded) if name not in texts)
