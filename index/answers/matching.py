"""Where the concepts of a question stand in a report, and how much each of them weighs."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from index.fold import fold
from index.lexicon import data_words
from index.models import Concept, Question
from index.snapshot import HeldReport, Snapshot, find_word
from index.tokens import subwords

# Light words (index/data/light_words.txt) go with every other and tell little.
_LIGHT_WEIGHT = 0.35
_LIGHT_MOST = 2.0
# A deed is told in more words than a thing is called.
_VERB_WEIGHT = 0.45
# A synonym stands for a word a little less surely than the word itself, the usual one most surely.
_SYNONYM = 0.92
_LATER_SYNONYM = 0.03
_LEAST_SYNONYM = 0.7
# An English word has several translations, the best one first.
_TRANSLATION = 0.95
# A concept found to less than this is not said there.
SAID = 0.5
_CLAUSE = re.compile(r"[，,。；;：:]")
# What a part of a compound is worth where the whole is not there (线上录取率: 录取率).
_PARTIAL = 0.85
# A heading is the name of a concept that is so much of it.
_MOST_OF_IT = 0.6


class Weights:
    """The weight of each concept: how rare the words are that may stand for it.

    A concept that no report holds weighs as much as the rarest word, so that
    what it asks for cannot be passed over.
    """

    def __init__(self, question: Question, snapshot: Snapshot) -> None:
        self._concepts = question.concepts
        self._weights = tuple(_weight(concept, snapshot) for concept in question.concepts)

    def coverage(self, shares: Sequence[float]) -> float:
        """The weighted share of the concepts, each found to `shares[i]` in [0, 1]; 0 if none."""
        total = sum(self._weights)
        if not total:
            return 0.0
        return sum(w * share for w, share in zip(self._weights, shares, strict=True)) / total

    def unsaid(self, shares: Sequence[float], known: Sequence[bool]) -> dict[str, float]:
        """The weighted shares of things and deeds not said where the answer is, and the main deed.

        Those that the report says elsewhere (`known`) are apart from those it never
        says: it may only say them in other words.
        """
        names = ("thing", "deed", "main")
        lacking = {f"{how}_{name}": 0.0 for how in ("unsaid", "unheard") for name in names}
        total = sum(self._weights) or 1.0
        rows = zip(self._concepts, self._weights, shares, known, strict=True)
        for concept, weight, share, elsewhere in rows:
            if share < SAID and not is_light(concept.words):
                how = "unsaid" if elsewhere else "unheard"
                lacking[f"{how}_{'deed' if concept.deed else 'thing'}"] += weight / total
                lacking[f"{how}_main"] += concept.main
        return lacking


def narrowed(question: Question, held: HeldReport) -> Question:
    """The question with only those of its close words that a report holds at all.

    Most synonyms are not, and need then not be looked for around every figure.
    """
    text = held.text.folded.text
    return replace(
        question,
        concepts=tuple(
            replace(
                concept,
                words=(
                    *concept.words[:1],
                    *(word for word in concept.words[1:] if find_word(text, word) >= 0),
                ),
                synonyms=tuple(word for word in concept.synonyms if find_word(text, word) >= 0),
            )
            for concept in question.concepts
        ),
    )


def known_in(question: Question, held: HeldReport) -> tuple[bool, ...]:
    """Whether a report says each concept of a question anywhere, in any of its words."""
    text = held.text.folded.text
    return tuple(
        any(find_word(text, word) >= 0 for word in concept.alternatives)
        for concept in question.concepts
    )


def is_light(words: tuple[str, ...]) -> bool:
    """Whether a word goes with every other and tells little (开展, 活动)."""
    return not data_words("light_words.txt").isdisjoint(words)


def _weight(concept: Concept, snapshot: Snapshot) -> float:
    postings = snapshot.postings
    words = concept.alternatives
    known = (word for word, df in zip(words, postings.df(words), strict=True) if df)
    idf = min(map(postings.idf, known), default=postings.idf(""))
    if is_light(concept.words[:1]):
        return min(idf, _LIGHT_MOST) * _LIGHT_WEIGHT
    return idf * (_VERB_WEIGHT if concept.deed else 1.0)


class Spot(NamedTuple):
    """A [start, end) of the stored text where a word for a concept stands, and how close the word is."""

    start: int
    end: int
    closeness: float


def find_concept(concept: Concept, held: HeldReport, start: int, end: int) -> tuple[Spot, ...]:
    """Every place in the stored [start, end) where a word for the concept stands."""
    return tuple(
        Spot(*span, closeness)
        for word, closeness in _closeness(concept)
        for span in held.text.find_all(word, start, end)
    )


def _closeness(concept: Concept) -> Iterator[tuple[str, float]]:
    """Every word that may stand for a concept, and how surely it does, in [0, 1]."""
    for number, word in enumerate(concept.words):
        yield word, _TRANSLATION if number else 1.0
    for number, word in enumerate(concept.synonyms):
        yield word, max(_LEAST_SYNONYM, _SYNONYM - _LATER_SYNONYM * number)


class FoundInReport:
    """Where the concepts of one question stand in a report, looked up once for all its figures."""

    def __init__(self, held: HeldReport) -> None:
        self._held = held
        # By the identity of the concepts, which live as long as the question does.
        self._spots: dict[tuple[int, int, int], tuple[Spot, ...]] = {}
        self._headings: dict[tuple[int, int], float] = {}
        self._title: dict[int, float] = {}
        self._named: dict[tuple[int, int], bool] = {}
        self._named_by: dict[tuple[int, int], bool] = {}
        self._worded: dict[tuple[str, int], bool] = {}

    def spots(self, concept: Concept, start: int, end: int) -> tuple[Spot, ...]:
        """Every place in the stored [start, end) where a word for the concept stands."""
        key = (id(concept), start, end)
        if key not in self._spots:
            self._spots[key] = find_concept(concept, self._held, start, end)
        return self._spots[key]

    def names_any(self, concepts: Sequence[Concept], start: int, end: int) -> bool:
        """Whether a word for one of the concepts, or a part of it, stands in [start, end)."""
        key = (start, end)
        if key not in self._named:
            self._named[key] = any(
                self.spots(concept, start, end) or find_parts(concept, self._held, start, end)
                for concept in concepts
            )
        return self._named[key]

    def in_headings(self, concept: Concept, section: int) -> float:
        """How much of the concept the headings above a section say, in [0, 1]."""
        key = (id(concept), section)
        if key not in self._headings:
            self._headings[key] = share_in(concept, " ".join(self._held.headings[section]))
        return self._headings[key]

    def is_heading(self, concept: Concept, section: int) -> bool:
        """Whether the heading of a section, apart from its label, is the name of the concept."""
        key = (id(concept), section)
        if key not in self._named_by:
            own = self._held.sections[section]
            named = fold(own.heading.removeprefix(own.label)).text.strip(" .、。:：")
            self._named_by[key] = bool(section) and any(
                word in named and len(word) >= _MOST_OF_IT * len(named) for word in concept.words
            )
        return self._named_by[key]

    def word_in_headings(self, word: str, section: int) -> bool:
        """Whether one of the headings above a section says a word."""
        key = (word, section)
        if key not in self._worded:
            self._worded[key] = any(
                find_word(heading, word) >= 0 for heading in self._held.headings[section]
            )
        return self._worded[key]

    def in_title(self, concept: Concept) -> float:
        """How much of the concept the title of the report says, in [0, 1]."""
        if id(concept) not in self._title:
            self._title[id(concept)] = share_in(concept, self._held.title)
        return self._title[id(concept)]


def find_parts(concept: Concept, held: HeldReport, start: int, end: int) -> tuple[Spot, ...]:
    """Where the words stand that a compound is made of; their closeness is their share of it."""
    return tuple(
        Spot(*span, share)
        for word in concept.words
        for part, share in parts_of(word)
        for span in held.text.find_all(part, start, end)[:1]
    )


def parts_of(word: str) -> tuple[tuple[str, float], ...]:
    """The words a compound is made of, each with the share of it that they tell."""
    return tuple((part, _PARTIAL * len(part) / len(word)) for part in _parts(word))


def share_in(concept: Concept, text: str, *, parts: bool = True) -> float:
    """How much of a concept stands in a folded text: 1 for the whole, less for a synonym or parts."""
    whole = max(
        (closeness for word, closeness in _closeness(concept) if find_word(text, word) >= 0),
        default=0.0,
    )
    if whole or not parts:
        return whole
    return max(
        (
            _PARTIAL * sum(len(part) for part in _parts(word) if part in text) / len(word)
            for word in concept.words
        ),
        default=0.0,
    )


def put_otherwise(concept: Concept, text: str) -> bool:
    """Whether a clause has all the characters of a word of three or more (防欺凌: 防治学生欺凌)."""
    clauses = _CLAUSE.split(text)
    return any(
        len(word) > 2 and set(word) <= set(clause) for word in concept.words for clause in clauses
    )


def kinship(concept: Concept, text: str) -> float:
    """Whether a word of two characters shares one with a folded text: 宣讲 is akin to 宣传.

    In [0, 1), the best of the words of the concept. A word within a longer one (校长
    in 副校长) is another, and longer words have parts instead.
    """
    return max(
        (
            sum(character in text for character in word) / (len(word) + 1)
            for word in concept.words
            if len(word) == 2 and word not in text
        ),
        default=0.0,
    )


# 培训费: what a sum is for, where the sum itself says that it is money.
_SUM_OF = re.compile(r"^..(?=[费款]$)")


@functools.lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    """The words that a compound of four characters or more is made of, none overlapping another."""
    if len(word) > 3:
        return subwords(word)
    return tuple(_SUM_OF.findall(word))
