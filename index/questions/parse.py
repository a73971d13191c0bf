"""A question as it is typed becomes a Question: kind, operation, slots, concepts, units."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from index.fold import fold, fold_characters
from index.lexicon import stop_words, synonyms, translate
from index.models import Concept, Language, Question, QuestionKind, Slots
from index.questions.patterns import CUE, KINDS, MEASURES, find_operation, without_operation
from index.questions.slots import find_slots
from index.questions.units import classes_of_units, units_of_noun
from index.questions.words import asks, is_verb
from index.tokens import words

# A question is asked in English when it has this many English words, or no Chinese at all.
_ENGLISH_WORDS = 3
_LATIN = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_HAN = re.compile(r"[一-鿿]")
# A noun that is a number: with an operation, its value is asked for (人数对比).
_MEASURED = re.compile(r"(?:数量|总数|人数|次数|件数|个数|户数|场次|规模|总量|多少)")
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
    operation = find_operation(rest)
    if operation and kind not in MEASURES and _MEASURED.search(rest):
        kind = "count"
    if operation and kind in MEASURES:
        rest = without_operation(rest)
    concepts = _concepts(rest, kind)
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


def _concepts(rest: str, kind: QuestionKind) -> tuple[Concept, ...]:
    """The content words of a question, English ones translated, with what is asked for marked."""
    cue = CUE.search(rest) or _HOW_MANY.search(rest)
    found: dict[str, _Found] = {}
    last = 0
    for translation in (*translate(rest), None):
        start = translation.start if translation else len(rest)
        # Cut at the cue, or the segmenter might join it to what is beside it.
        cuts = [last, *(at for at in (cue.span() if cue else ()) if last < at < start), start]
        for low, high in zip(cuts, cuts[1:], strict=False):
            for word in _content(rest[low:high], kind):
                found.setdefault(word, _Found((word,), bool(cue) and low >= cue.end()))
        if translation:
            chinese = tuple(map(fold_characters, translation.chinese))
            behind = bool(cue) and start >= cue.end()
            found.setdefault(translation.english, _Found(chinese, behind))
            last = translation.end
    focus = _focus(found, kind)
    return tuple(_concept(text, f.words, text in focus) for text, f in found.items())


class _Found(NamedTuple):
    """The Chinese words of a concept, and whether it stands behind the cue."""

    words: tuple[str, ...]
    behind: bool


def _content(text: str, kind: QuestionKind) -> list[str]:
    return [
        word
        for word in words(text)
        if _HAN.search(word)
        and word not in stop_words()
        and not asks(word, kind)
        and (len(word) > 1 or synonyms(word))
    ]


def _focus(found: Mapping[str, _Found], kind: QuestionKind) -> set[str]:
    """What is asked for: nouns right behind the cue, else the last one before it."""
    if kind not in MEASURES:
        return set()
    behind: set[str] = set()
    for text, concept in found.items():
        if not concept.behind:
            continue
        if behind and (is_verb(text) or not _HAN.search(text)):
            break
        if not is_verb(text):
            behind.add(text)
    if behind:
        return behind
    before = [text for text, concept in found.items() if not concept.behind]
    nouns = [text for text in before if not is_verb(text)]
    return set((nouns or before)[-1:])


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
