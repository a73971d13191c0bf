"""A follow-up (那2023年呢? / 聘请率呢? / 一共多少钱?) takes what it leaves out from the question before."""

from __future__ import annotations

import re
from dataclasses import replace

from index.models import Concept, Question
from index.questions.asked_units import asked_units
from index.questions.patterns import COMPLETE, MEASURES
from index.questions.words import is_rate_name, names_no_thing

# What is asked of all reports goes on with no place.
_EVERYWHERE = re.compile(r"各[县区市地局]|所有|全部(?:报告|县|区|地)|\ball\b|\bevery\b|\beach\b")
_FOLLOW_UP = re.compile(r"^(那|那么|还有|其中|它|他们|该|and |what about|how about)|呢\s*\??$")
# A short question behind another one goes on with its place and year.
_SHORT = 12
_HAN = re.compile(r"[一-鿿]")
# A change is told in percent, in points or in pieces, whatever was counted.
_CHANGED = re.compile(r"下降|上升|增|减|提高|降低|[多少]了|\b(?:increase|decrease|change)d?\b")
# 其中专职的呢 asks for a part of what was asked for before.
_PART_OF_IT = re.compile(r"^(?:那|那么)?其中|^of (?:these|those|them|which)")


def follow_up(question: Question, previous: Question) -> Question:
    """The question with what it leaves out; itself where it does not go on from `previous`."""
    folded = question.folded
    short = question.language == "zh" and len(_HAN.findall(folded)) <= _SHORT
    follows = (bool(_FOLLOW_UP.search(folded)) or short) and not _EVERYWHERE.search(folded)
    if not follows:
        return question
    question = replace(question, slots=question.slots.or_else(previous.slots))
    if question.kind in COMPLETE:
        return question
    if not question.concepts:
        return _same_thing(question, previous)
    if question.kind == "open" and previous.kind in MEASURES:
        return _other_thing(question, previous)
    if question.kind in MEASURES and names_no_thing(question.concepts):
        # 办结了多少? after 受理了多少件法律援助案件?
        question = replace(question, concepts=(*_things(previous), *question.concepts))
        return question if _CHANGED.search(question.folded) else _with_units(question, previous)
    return question


def _same_thing(question: Question, previous: Question) -> Question:
    """那2023年呢?, or, with a measure of its own, 一共多少钱? of what was asked before."""
    if question.kind in MEASURES and (question.unit_stated or question.kind != "count"):
        return replace(question, concepts=previous.concepts, topic=previous.topic)
    return replace(
        previous,
        text=question.text,
        folded=previous.folded,
        language=question.language,
        slots=question.slots,
        this_year=question.this_year,
        relative=question.relative,
        operation=question.operation or previous.operation,
    )


def _other_thing(question: Question, previous: Question) -> Question:
    """律师事务所呢?: the same measure of something else, or of a part of it."""
    nouns = [concept for concept in question.concepts if not concept.deed] or list(
        question.concepts
    )
    concepts = tuple(replace(c, focus=c is nouns[-1]) for c in question.concepts)
    part = bool(_PART_OF_IT.search(question.folded))
    if part:
        concepts = (*(replace(c, main=False) for c in previous.concepts), *concepts)
    is_rate = any(is_rate_name(word) for concept in concepts for word in concept.words)
    kind = "rate" if is_rate and not part else "count" if previous.kind == "rate" else previous.kind
    units, stated = asked_units("", None, kind, concepts)
    changed = replace(
        question,
        kind=kind,
        concepts=concepts,
        units=units,
        unit_stated=stated,
        operation=question.operation or previous.operation,
    )
    return _with_units(changed, previous) if part else changed


def _with_units(question: Question, previous: Question) -> Question:
    """The question with the units of the one before, where it has none of its own."""
    if question.units:
        return question
    return replace(question, units=previous.units, unit_stated=previous.unit_stated)


def _things(previous: Question) -> tuple[Concept, ...]:
    return tuple(replace(c, focus=False, main=False) for c in previous.concepts if not c.deed)
