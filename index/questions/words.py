"""Words that a question uses to ask, kept apart from those that say what it is about."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from index.figures.verbs import EITHER, FIRM
from index.lexicon import data_lines, data_words
from index.models import Concept

# 全县, 我局: scopes that every report speaks of in its own way.
_SCOPE = re.compile(
    r"^[全我本各该贵](?:省|市|县|区|旗|州|镇|乡|局|委|校|地|系统|年|年度|单位)$|^[各每](?:份|家|个|处|位|部门|地方|机构)$"
)


_RATE_NAME = re.compile("(?:率|比例|占比|比重|满意度|知晓度|覆盖面)$")
_SUM_NAME = re.compile("(?:总值|增加值|产值|总额|收入|支出)$")
# 两个, 三家: a number with its measure word.
_COUNTED = re.compile(r"^[一二两三四五六七八九十几]+[个所家名位件份条项场次种类年月天]$")


def asks(word: str, kind: str) -> bool:
    """Whether a word of a question of this kind only asks, or names a scope all reports share."""
    return (
        bool(_COUNTED.match(word))
        or word in _asking().get(kind, frozenset())
        or bool(_SCOPE.match(word))
    )


@functools.cache
def _asking() -> dict[str, frozenset[str]]:
    rows = (line.split(":") for line in data_lines("asking_words.txt"))
    return {kind: frozenset(words.split()) for kind, words in rows}


def is_verb(word: str) -> bool:
    """Whether a word of a question says what happened rather than to what."""
    return word in _verbs()


def is_thing_too(word: str) -> bool:
    """Whether a verb is as often the name of what was done: 培训, 检查."""
    return word in EITHER


def is_rate_name(word: str) -> bool:
    """Whether a word names a rate or a share: 聘请率, 占比."""
    return bool(_RATE_NAME.search(word))


def is_sum_name(word: str) -> bool:
    """Whether a word names a sum of money that is reported every year: 生产总值, 财政收入."""
    return bool(_SUM_NAME.search(word))


def names_no_thing(concepts: Iterable[Concept]) -> bool:
    """Whether concepts only say what happened (办结), to nothing that they name (罚款)."""
    return all(concept.deed and not is_thing_too(concept.text) for concept in concepts)


@functools.cache
def _verbs() -> frozenset[str]:
    # 聘 and its like stand for the verbs in what people type.
    return frozenset((*FIRM, *EITHER, *"聘请招发派查罚批收办搞做")) | data_words("common_verbs.txt")
