"""Which unit classes may answer a question that counts something."""

from __future__ import annotations

import functools

from index.figures import unit_class
from index.fold import fold_characters
from index.lexicon import data_lines


@functools.cache
def _noun_units() -> dict[str, tuple[str, ...]]:
    """Endings of nouns -> the measure words they are counted in."""
    table: dict[str, tuple[str, ...]] = {}
    for line in data_lines("noun_units.txt"):
        units, nouns = line.split(":")
        for noun in nouns.split():
            table.setdefault(noun, tuple(units.split()))
    return table


def units_of_noun(noun: str) -> tuple[str, ...]:
    """Measure words that count `noun` (first the usual one), by its longest known ending; () if none."""
    table = _noun_units()
    for start in range(len(noun)):
        if noun[start:] in table:
            return table[noun[start:]]
    return ()


# Nouns that a sentence leaves out because the measure word says them: 412件 for 案件.
_LEFT_OUT = frozenset(["案件", "案子", "案", "学校", "企业", "机构", "文件"])


def telling_units(words: tuple[str, ...]) -> frozenset[str]:
    """Measure words that say a noun of their own: 件 起 for 案件, none for most nouns."""
    return frozenset(
        unit for word in words if word in _LEFT_OUT for unit in _noun_units().get(word, ())[:2]
    )


# Units that measure and name nothing, as English questions speak of them: tonnes, days.
_MEASURES = frozenset(
    [
        "吨",
        "公斤",
        "天",
        "日",
        "小时",
        "分钟",
        "公里",
        "米",
        "亩",
        "公顷",
        "平方米",
        "百分点",
        "个百分点",
        "人次",
        "户",
        "场次",
        "元",
        "万元",
    ]
)


def is_measure(words: tuple[str, ...]) -> bool:
    """Whether the words are a unit of measure rather than the name of a thing."""
    return any(word in _MEASURES for word in words)


def classes_of_units(units: tuple[str, ...]) -> tuple[str, ...]:
    """The unit classes of measure words, each once, in order."""
    return tuple(dict.fromkeys(unit_class(fold_characters(unit)) for unit in units))
