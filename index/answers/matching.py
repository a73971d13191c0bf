"""Where the concepts of a question stand in a report, and how much each of them weighs."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple

from index.lexicon import data_words
from index.models import Concept, Question
from index.snapshot import HeldReport, Snapshot, find_word
from index.tokens import subwords

# Light words (index/data/light_words.txt) go with every other and tell little.
_LIGHT_WEIGHT = 0.35
_LIGHT_MOST = 2.0
# A deed is told in more words than a thing is called.
_VERB_WEIGHT = 0.45
# A synonym stands for a word a little less surely than the word itself.
_SYNONYM = 0.9
# An English word has several translations, the best one first.
_TRANSLATION = 0.95
# A concept found to less than this is not said there.
SAID = 0.5
# What a part of a compound is worth where the whole is not there (线上录取率: 录取率).
_PARTIAL = 0.85


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

    def unsaid(self, shares: Sequence[float], least: float) -> dict[str, float]:
        """The weighted share of things, and of deeds, that are found to less than `least`."""
        lacking = {"unsaid_thing": 0.0, "unsaid_deed": 0.0}
        for concept, weight, share in zip(self._concepts, self._weights, shares, strict=True):
            if share < least and not is_light(concept.words):
                lacking["unsaid_deed" if concept.deed else "unsaid_thing"] += weight
        total = sum(self._weights)
        return {name: weight / total for name, weight in lacking.items()} if total else lacking


def is_light(words: tuple[str, ...]) -> bool:
    """Whether a word goes with every other and tells little (开展, 活动)."""
    return not data_words("light_words.txt").isdisjoint(words)


def _weight(concept: Concept, snapshot: Snapshot) -> float:
    ranking = snapshot.ranking
    known = (word for word in concept.alternatives if ranking.document_frequency(word))
    idf = min(map(ranking.idf, known), default=ranking.idf(""))
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
        for words, closeness in (
            (concept.words[:1], 1.0),
            (concept.words[1:], _TRANSLATION),
            (concept.synonyms, _SYNONYM),
        )
        for word in words
        for span in held.text.find_all(word, start, end)
    )


def find_parts(concept: Concept, held: HeldReport, start: int, end: int) -> tuple[Spot, ...]:
    """Where the words stand that a compound is made of; their closeness is their share of it."""
    return tuple(
        Spot(*span, _PARTIAL * len(part) / len(word))
        for word in concept.words
        for part in _parts(word)
        for span in held.text.find_all(part, start, end)[:1]
    )


def share_in(concept: Concept, text: str, *, parts: bool = True) -> float:
    """How much of a concept stands in a folded text: 1 for the whole, less for a synonym or parts."""
    if any(find_word(text, word) >= 0 for word in concept.words):
        return 1.0
    if any(find_word(text, word) >= 0 for word in concept.synonyms):
        return _SYNONYM
    if not parts:
        return 0.0
    return max(
        (
            _PARTIAL * sum(len(part) for part in _parts(word) if part in text) / len(word)
            for word in concept.words
        ),
        default=0.0,
    )


def kinship(concept: Concept, text: str) -> float:
    """How many of the characters of a word stand in a folded text: 宣讲 is akin to 宣传.

    In [0, 1), the best of the words of the concept; single characters say nothing.
    """
    return max(
        (sum(c in text for c in word) / (len(word) + 1) for word in concept.words if len(word) > 1),
        default=0.0,
    )


@functools.lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    """The words that a compound of four characters or more is made of, none overlapping another."""
    return subwords(word) if len(word) > 3 else ()
