"""Which ones: a row of a sentence that is of what is asked for, and as long."""

from __future__ import annotations

import re

from index.answers.classes import asked_class
from index.answers.matching import SAID, is_light, share_in
from index.answers.names import person_names
from index.answers.readings import Reading, Sentence
from index.answers.rows import Row, number_asked, rows_in
from index.models import Concept, Question, Value

# What announces the items of a whole: 分别为甲、乙; 即甲、乙; 活动（甲、乙）.
_LEADS_IN = re.compile(r"(?:分别[为是]?|即|包括|包含|为|是|[:：（(]|有)$")
_NAMES = re.compile(r"(?:分别[为是]?|即|[:：])$")
_WHICH = re.compile(
    r"哪(?:些|几|[两二三四五六七八九十\d]+)(?:[个项所家类种样件条门位名块步点起宗处本]|部(?!门))?"
)
_PEOPLE = re.compile(
    r"哪(?:些|几|[两三四五六七八九十\d]+)[个位名]?(?:人(?!大)|同学|学生|老师|教师|选手|队员|同志)"
)
# 重大行政决策事项: what closes a compound names nothing.
_VAGUE = re.compile(r"事项|情况|内容|方面|项目|工作|东西|事情|举措|名单|人员")
# How far behind a row its head may stand: 公安、市场监管等部门.
_HEAD_REACH = 14
_HEAD_LENGTH = 6
# 公安、城管等部门 are departments by what closes the row.
_CLASS_REACH = 6


def row_readings(question: Question, sentence: Sentence) -> tuple[Reading, ...]:
    """The rows of a sentence that have as many items as are asked for, of the class asked for."""
    number = number_asked(question.folded)
    kind = asked_class(question)
    text = sentence.text
    found = []
    for row in rows_in(text):
        if len(row.items) < 2 or (number is not None and len(row.items) != number and not row.more):
            continue
        items = tuple(text[s:e] for s, e in row.items)
        start, end = _clause_of(sentence, row)
        if any(item.strip("“”《》") in question.folded for item in items):
            continue
        before = sentence.held.text.between(sentence.start + start, sentence.start + row.start)
        behind = sentence.held.text.between(
            sentence.start + row.end, min(sentence.end, sentence.start + row.end + _HEAD_REACH)
        )
        class_behind = kind.asked.search(behind[:_CLASS_REACH]) if kind else None
        named = number is not None and bool(_NAMES.search(text[: row.start]))
        if kind and kind.told and not (named or _of_class(kind.told, items) or class_behind):
            continue
        # 公安、街道等部门
        closed = class_behind and (class_behind.start() == 0 or behind.startswith("等"))
        above = "".join(sentence.held.headings[sentence.section][-1:]) if start == 0 else ""
        if not (
            (_PEOPLE.search(question.folded) and all(_is_person(item) for item in items))
            or closed
            or _announced(question, before + above, behind, items)
        ):
            continue
        sure = number is not None or bool(_LEADS_IN.search(text[: row.start]))
        found.append(
            Reading(
                Value(text[row.start : row.end], items=items),
                sentence.start + start,
                sentence.start + end,
                sure,
            )
        )
    return tuple(found)


def _is_person(item: str) -> bool:
    return any((start, end) == (0, len(item)) for _, start, end in person_names(item))


def _announced(question: Question, before: str, behind: str, items: tuple[str, ...]) -> bool:
    """Whether a row is one of what is asked for: 决策3项，分别为…, …五大程序, …等部门."""
    head = _head(question)
    if head is None:
        return True
    return (
        share_in(head, before) >= SAID
        or share_in(head, behind) >= SAID
        or all(item.endswith(head.words) for item in items if head.words)
    )


def _head(question: Question) -> Concept | None:
    """What the things asked for are: the noun behind 哪些, else the last thing of the question."""
    things = [
        c
        for c in question.concepts
        if not (c.deed or is_light(c.words) or _VAGUE.fullmatch(c.text))
    ]
    which = _WHICH.search(question.folded)
    if which:
        behind: list[Concept] = []
        for concept in question.concepts:
            # 哪些部门联手…: the nouns up to what they did.
            if 0 <= question.folded.find(concept.text) - which.end() <= _HEAD_LENGTH:
                if concept.deed and behind:
                    break
                behind += [concept] if concept in things else []
        if behind:
            return behind[-1]
        things = [c for c in things if 0 <= question.folded.find(c.text) < which.start()] or things
    return things[-1] if things else None


def _of_class(told: re.Pattern[str], items: tuple[str, ...]) -> bool:
    """Whether most items end as names of the class do."""
    of_class = sum(any(m.end() == len(item) for m in told.finditer(item)) for item in items)
    return of_class * 2 > len(items)


def _clause_of(sentence: Sentence, row: Row) -> tuple[int, int]:
    """The clauses a row lies in, with the one that leads up to it."""
    spans = [(s - sentence.start, e - sentence.start) for s, e in sentence.clauses()]
    inside = [i for i, (s, e) in enumerate(spans) if s < row.end and e > row.start]
    if not inside:
        return row.start, row.end
    return spans[max(0, inside[0] - 1)][0], spans[inside[-1]][1]
