"""Synonyms that administrators added: what people call a thing, and what reports call it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.fold import fold
from index.models import Concept, Question, Synonym


def with_synonyms(question: Question, synonyms: Sequence[Synonym]) -> Question:
    """The question, whose words stand for what they were said to stand for, too."""
    for each in synonyms:
        word, meant = fold(each.word).text, fold(each.meant).text
        if word and word in question.folded:
            question = replace(question, concepts=_taught(question.concepts, word, meant))
    return question


def _taught(concepts: tuple[Concept, ...], word: str, meant: str) -> tuple[Concept, ...]:
    """The concepts, those that the word is made of, or is a part of, standing for `meant`, too."""
    touched = [
        concept
        for concept in concepts
        if word in concept.text or (len(concept.text) > 1 and concept.text in word)
    ]
    if not touched:
        return (*concepts, Concept(word, (word, meant), focus=not any(c.focus for c in concepts)))
    return tuple(
        replace(concept, words=tuple(dict.fromkeys((*concept.words, meant))))
        if concept in touched
        else concept
        for concept in concepts
    )
