"""A question as it is typed becomes a Question: kind, operation, slots, concepts, units."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from index.fold import fold, fold_characters
from index.lexicon import stop_words, synonyms, translate
from index.models import Concept, Language, Operation, Question, QuestionKind, Slots
from index.questions.patterns import CUE, KINDS, MEASURES, OPERATIONS
from index.questions.slots import find_slots
from index.questions.units import classes_of_units, units_of_noun
from index.questions.words import asks, is_verb
from index.tokens import words

# A question is asked in English when it has this many English words, or no Chinese at all.
_ENGLISH_WORDS = 3
_LATIN = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_HAN = re.compile(r"[一-鿿]")
_HOW_MANY = re.compile(r"\bhow many\b|\bnumber of\b")
_FOLLOW_UP = re.compile(r"^(那|那么|还有|其中|它|他们|该|and |what about|how about)|呢\s*\??$")
# A short question behind another one goes on with its place and year.
_SHORT = 12
_LONGEST = 500


def parse(
    text: str,
    *,
    held_places: Collection[str] = (),
    today: date,
    previous: Question | None = None,
) -> Question:
    """Understands `text`; `held_places` are names of places beyond the table of divisions.

    With `previous`, a follow-up (那2023年呢? / 聘请率呢?) inherits what it leaves
    out. Anything is understood somehow: at worst as an open question without
    concepts. `today` decides what 去年 means.
    """
    folded = fold(text[:_LONGEST]).text.strip()
    language = _language(folded)
    slots, rest = find_slots(folded, held_places, today.year)
    kind = _kind(folded if language == "en" else rest)
    operation = _operation(rest)
    concepts = _english_concepts(rest) if language == "en" else _chinese_concepts(rest, kind)
    units, stated = _units(rest, kind, concepts)
    question = Question(
        text=text,
        language=language,
        kind=kind,
        operation=operation,
        slots=slots,
        concepts=concepts,
        units=units,
        unit_stated=stated,
        topic="".join(concept.text for concept in concepts)
        if language == "zh"
        else " ".join(concept.text for concept in concepts),
    )
    return _inherit(question, folded, previous) if previous else question


def _language(folded: str) -> Language:
    latin = _LATIN.findall(folded)
    return "en" if latin and (len(latin) >= _ENGLISH_WORDS or not _HAN.search(folded)) else "zh"


def _kind(folded: str) -> QuestionKind:
    return next((row.kind for row in KINDS if row.pattern.search(folded)), "open")


def _operation(folded: str) -> Operation | None:
    return next((row.operation for row in OPERATIONS if row.pattern.search(folded)), None)


def _chinese_concepts(rest: str, kind: QuestionKind) -> tuple[Concept, ...]:
    cue = CUE.search(rest)
    before = rest[: cue.start()] if cue else rest
    after = rest[cue.end() :] if cue else ""
    head, tail = _content(before, kind), _content(after, kind)
    focus = _focus(head, tail, kind)
    seen: dict[str, Concept] = {}
    for word in (*head, *tail):
        if word not in seen:
            seen[word] = _concept(word, (word,), word in focus)
    return tuple(seen.values())


def _content(text: str, kind: QuestionKind) -> list[str]:
    return [word for word in words(text) if word not in stop_words() and not asks(word, kind)]


def _focus(head: list[str], tail: list[str], kind: QuestionKind) -> set[str]:
    """What is asked for: nouns right behind the cue, else the last ones before it."""
    if kind not in MEASURES:
        return set()
    behind: list[str] = []
    for word in tail:
        if is_verb(word):
            break
        behind.append(word)
    if behind:
        return set(behind)
    for word in reversed(head):
        if not is_verb(word):
            return {word}
    return set(head[-1:])


def _english_concepts(rest: str) -> tuple[Concept, ...]:
    """Concepts of an English question, Chinese terms inside it included."""
    asked = _HOW_MANY.search(rest)
    concepts: dict[str, Concept] = {}
    focus_taken = False

    def add(text: str, chinese: tuple[str, ...], start: int) -> None:
        nonlocal focus_taken
        focus = bool(asked and start >= asked.end() and not focus_taken)
        focus_taken = focus_taken or focus
        concepts.setdefault(text, _concept(text, chinese, focus))

    last = 0
    for translation in (*translate(rest), None):
        start = translation.start if translation else len(rest)
        for word in words(rest[last:start]):
            if _HAN.search(word) and word not in stop_words():
                add(word, (word,), last)
        if translation:
            add(translation.english, tuple(map(fold_characters, translation.chinese)), start)
            last = translation.end
    return tuple(concepts.values())


def _concept(text: str, chinese: tuple[str, ...], focus: bool) -> Concept:
    close = (fold_characters(other) for word in chinese for other in synonyms(word))
    return Concept(
        text, chinese, tuple(dict.fromkeys(w for w in close if w not in chinese)), focus
    )


def _units(
    rest: str, kind: QuestionKind, concepts: tuple[Concept, ...]
) -> tuple[tuple[str, ...], bool]:
    if kind == "rate":
        return classes_of_units(("%",)), True
    if kind == "amount":
        return classes_of_units(("元",)), True
    if kind != "count":
        return (), False
    cue = CUE.search(rest)
    if cue and cue["unit"]:
        return classes_of_units((cue["unit"],)), True
    for concept in concepts:
        if concept.focus:
            for word in concept.alternatives:
                if units := units_of_noun(word):
                    return classes_of_units(units), False
    return (), False


def _inherit(question: Question, folded: str, previous: Question) -> Question:
    """What a follow-up leaves out, from the question before it."""
    follows = bool(_FOLLOW_UP.search(folded)) or len(_HAN.findall(folded)) <= _SHORT
    if not follows:
        return question
    slots = Slots(
        places=question.slots.places or previous.slots.places,
        years=question.slots.years or previous.slots.years,
        issuer=question.slots.issuer or previous.slots.issuer,
    )
    if question.concepts:
        return replace(question, slots=slots)
    return replace(
        previous,
        text=question.text,
        language=question.language,
        slots=slots,
        operation=question.operation or previous.operation,
    )
