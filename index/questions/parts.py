"""A question that asks for two things is two questions under the same place and year."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace

from index.figures.units import units
from index.models import Question
from index.questions.words import names_no_thing

_JOINT = re.compile(
    r"[，,；;？?]\s*(?:还有|以及|和|并且|另外)?|以及|及|和|与|、|\s+and\s+(?=how|what|when|who|[一-鿿])"
)
_EACH = re.compile(
    r"^(?P<head>.+?)(?P<a>[^和与及、，,]{2,12})(?:和|与|及|、)(?P<b>[^和与及、，,]{2,12}?)(?P<tail>(?:各|分别)(?:自)?(?:有|是|为)?多少.*)$"
)
_CLAUSE = re.compile(r"(?<=.)[，,；;？?]")
# 2023年和2024年各多少 is one question about two reports.
_YEARS = re.compile(r"\d{2,4}年|[去今前]年")
_MOST = 3
# Longer texts are no questions in two parts.
_LONGEST = 200


@functools.cache
def _asks() -> re.Pattern[str]:
    """What asks by itself: without it, a side of the joint is only a part of a sentence."""
    return re.compile(
        rf"多少|(?<!哪)几(?:{units()})|何时|什么时候|哪天|谁|[一-鿿]{{2}}率(?:是|为|有|呢|$|[，,？?])"
        r"|(?:比例|人数|数量|金额|总数)(?:是|为|呢|$|[，,？?])"
        r"|\bhow (?:many|much)\b|\bwhat (?:percentage|share|rate|was the)\b|\bwhen\b|\bwho\b"
    )


def parse_parts(text: str, understand: Callable[[str], Question]) -> tuple[Question, ...]:
    """The questions that `text` asks, one or a few, each understood by `understand`.

    Later ones take the place, year and issuer of the first where they name none.
    """
    whole = understand(text)
    parts = () if whole.operation or len(text) > _LONGEST else _sides(text)
    if not 2 <= len(parts) <= _MOST:
        return (whole,)
    questions = [understand(part) for part in parts]
    if not questions[0].concepts or _several_places(questions):
        return (whole,)
    first, *later = questions
    # Which reports state how many …, and how many? asks once.
    later = [question for question in later if question.concepts or question.kind != first.kind]
    if not later:
        return (whole,)
    later = [_going_on(question, first) for question in later]
    in_one_clause = not _CLAUSE.search(text.rstrip("?？"))
    if in_one_clause and all(concept.focus for concept in first.concepts):
        first = _with_predicate(first, later[-1])
    return (first, *later)


def _with_predicate(question: Question, last: Question) -> Question:
    """多少所学校、多少名学生参加了竞赛: what only counts shares what is said of the last."""
    said = tuple(concept for concept in last.concepts if not concept.focus)
    return replace(question, concepts=(*question.concepts, *said))


def _going_on(question: Question, first: Question) -> Question:
    """A later part with what it takes from the first: its slots, and its thing if it names none.

    法治副校长有多少名，讲了几场课 asks how often they taught.
    """
    things = tuple(replace(c, focus=False, main=False) for c in first.concepts if not c.deed)
    if not question.concepts:
        concepts = tuple(replace(c, focus=False) for c in first.concepts)
    elif names_no_thing(question.concepts):
        concepts = (*things, *question.concepts)
    else:
        concepts = question.concepts
    return replace(question, slots=question.slots.or_else(first.slots), concepts=concepts)


def _sides(text: str) -> tuple[str, ...]:
    """The parts of a text at its joints, each of which asks; () when one of them does not."""
    text = text.strip()
    each = _EACH.match(text)
    # 甲、乙、丙各多少 asks for one row.
    if each and _YEARS.search(each["a"]) and _YEARS.search(each["b"]):
        return ()
    if each and "、" not in each["head"] and not _asks().search(each["head"] + each["a"]):
        return (f"{each['head']}{each['a']}{each['tail']}", f"{each['b']}{each['tail']}")
    parts: list[str] = []
    start = 0
    for joint in _JOINT.finditer(text):
        left, right = text[start : joint.start()], text[joint.end() :]
        if _asks().search(left) and _asks().search(_CLAUSE.split(right)[0]):
            parts.append(left)
            start = joint.end()
    return (*parts, text[start:]) if parts else ()


def _several_places(questions: list[Question]) -> bool:
    """Whether the parts name different places: that is one question about several reports."""
    return len({question.slots.places for question in questions if question.slots.places}) > 1
