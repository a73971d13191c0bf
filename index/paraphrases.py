"""Phrases of questions that reports put in other words (index/data/paraphrases.tsv)."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from index.lexicon import data_lines, stands_for_another


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A phrase at [start, end) of a folded text, and what reports may write for it, best first."""

    asked: str
    said: tuple[str, ...]
    start: int
    end: int


def find_paraphrases(folded: str, boundaries: Collection[int]) -> tuple[Paraphrase, ...]:
    """The phrases of a folded text, the longest first at each place, none overlapping.

    Those of the table, and the synonyms of a usual word (要回 for 追回), which have
    nothing `said` here: index.lexicon has the words of their group.

    A phrase begins and ends at `boundaries`, where words do, so that 要回 is not
    found in 需要回答.
    """
    table, longest = _table()
    found = []
    at = 0
    while at < len(folded):
        if at in boundaries:
            for end in range(min(len(folded), at + longest), at + 1, -1):
                asked = folded[at:end]
                if end in boundaries and (asked in table or stands_for_another(asked)):
                    found.append(Paraphrase(asked, table.get(asked, ()), at, end))
                    at = end - 1
                    break
        at += 1
    return tuple(found)


def said_for(word: str) -> tuple[str, ...]:
    """What reports may write for one word of a question, none if the table does not have it."""
    return _table()[0].get(word, ())


@functools.cache
def _table() -> tuple[Mapping[str, tuple[str, ...]], int]:
    rows = (line.split("\t") for line in data_lines("paraphrases.tsv"))
    table = {asked: tuple(said.split("/")) for asked, said in rows}
    return table, max(map(len, table))
