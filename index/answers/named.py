"""Which: the one thing of the class that a question asks for by name, or those in a row."""

from __future__ import annotations

import re

from index.answers.classes import Class, asked_class, asks_for_name, names_of
from index.answers.matching import SAID, is_light, put_otherwise, share_in
from index.answers.readings import Named, Reading, Sentence, parts_of
from index.answers.rows import number_asked
from index.models import Concept, Question, Value

# Characters before a sentence that may name what it goes on with.
_BEFORE = 80


def which_readings(question: Question, sentence: Sentence) -> tuple[Reading, ...]:
    """The names of the class asked for that a sentence holds, those in a row as one."""
    kind = asked_class(question)
    if kind is None:
        return () if asks_for_name(question) else (_whole(sentence),)
    names = [
        name
        for name in names_of(kind, sentence.text)
        # What the question says itself is not what it asks for.
        if name.name.strip("“”《》") not in question.folded
    ]
    if not names:
        return () if kind.told or asks_for_name(question) else (_whole(sentence),)
    number = number_asked(question.folded)
    parts = parts_of(sentence, names)
    found = []
    for group in _grouped(sentence, names):
        if number is not None and len(group) != number:
            continue
        part = parts[names.index(group[0])]
        before = max((n.end for n in names if n.end <= group[0].start), default=0)
        reach = sentence.held.text.between(
            sentence.start + min(part[0], before), sentence.start + part[1]
        )
        if not _speaks_of(question, kind, reach, _around(sentence)):
            continue
        items = tuple(name.name for name in group)
        text = sentence.text[group[0].start : group[-1].end]
        value = Value(text, items=items) if len(items) > 1 else Value(text, name=text)
        found.append(Reading(value, sentence.start + part[0], sentence.start + part[1], True))
    return tuple(found)


def _speaks_of(question: Question, kind: Class, reach: str, around: str) -> bool:
    """Whether what a name reaches says half of what the question says of the thing it asks for."""
    telling = [
        c for c in question.concepts if not (is_light(c.words) or kind.asked.fullmatch(c.text))
    ]
    things = [c for c in telling if not c.deed]
    if things and not any(_is_said(c, around) for c in things):
        return False
    said = sum(_is_said(c, reach) for c in telling)
    return not telling or (said > 0 and said * 2 >= len(telling))


def _around(sentence: Sentence) -> str:
    """A sentence with what stands before it and the heading above it."""
    before = sentence.held.text.between(max(0, sentence.start - _BEFORE), sentence.end)
    return "".join(sentence.held.headings[sentence.section][-1:]) + before


def _is_said(concept: Concept, text: str) -> bool:
    """Whether a text says a word, or has all the characters of one of three or more (防欺凌)."""
    return share_in(concept, text) >= SAID or put_otherwise(concept, text)


def _whole(sentence: Sentence) -> Reading:
    return Reading(None, sentence.start, sentence.end)


def _grouped(sentence: Sentence, names: list[Named]) -> list[list[Named]]:
    groups: list[list[Named]] = []
    for name in names:
        between = sentence.text[groups[-1][-1].end : name.start] if groups else None
        if between is not None and re.fullmatch(r"[、和及与]|以及|、?和|", between):
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups
