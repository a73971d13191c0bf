"""Questions whose answer is the items of a section: problems, plans, measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.answers.matching import SAID, Weights, share_in
from index.answers.topics import part_about, sections_about
from index.models import Concept, Question, QuestionKind, Section, Value
from index.questions.issuers import is_field_of
from index.snapshot import HeldReport
from index.structure import split_sentences

_LONGEST_QUOTE = 1500
_MOST_ITEMS = 20
# A section whose heading holds the topic answers for it; one that only mentions it, less so.
_IN_BODY = 0.7
# A heading that holds so much of the question announces the answer to all of it.
_ALL_OF_IT = 0.6
_SHORT_HEADING = 24
_OTHERWISE = 0.85
_AS_GOOD = 0.05
_SEMICOLON = re.compile(r"[；;]|[，,](?=[（(]\d{1,2}[)）])")
_END = re.compile(r"[。；;！!？?\n]")


@dataclass(frozen=True, slots=True)
class ListCandidate:
    """A section whose items may answer, with its confidence in [0, 1]."""

    held: HeldReport
    section: Section
    start: int
    end: int
    value: Value
    confidence: float


def list_candidates(question: Question, held: HeldReport, weights: Weights) -> list[ListCandidate]:
    """The sections of a report that list what is asked for, best first."""
    about = sections_about(held, question.kind)
    found: list[ListCandidate] = []
    if question.kind in ("problems", "plans"):
        for section in about:
            found += _of_topic(question, held, section, weights)
    else:
        found += _measures(question, held, about, weights)
    return sorted(found, key=lambda c: (-c.confidence, c.section.start))


def _of_topic(
    question: Question, held: HeldReport, section: Section, weights: Weights
) -> list[ListCandidate]:
    """The items of one section: all of them, or those about the topic if the question has one."""
    items = _items(held, section, question.kind)
    if not items:
        return []
    context = held.text.between(section.start, section.body) + held.title
    shares = [
        1.0 if is_field_of(concept.text, held.description) else share_in(concept, context)
        for concept in question.concepts
    ]
    if not question.concepts or weights.coverage(shares) >= _ALL_OF_IT:
        return [_candidate(held, section, items, 1.0)]
    said = [
        [
            max(share, share_in(concept, held.text.between(item.start, item.end)))
            for concept, share in zip(question.concepts, shares, strict=True)
        ]
        for item in items
    ]
    chosen, covered = _about(said, weights)
    if len(chosen) == len(items):
        return [_candidate(held, section, items, covered)]
    if chosen == list(range(chosen[0], chosen[-1] + 1)) and len(chosen) > 1:
        return [_candidate(held, section, items[chosen[0] : chosen[-1] + 1], covered)]
    # The best one alone, in its own place.
    best = items[chosen[0]]
    return [
        _candidate(held, held.sections[best.section], [best], weights.coverage(said[chosen[0]]))
    ]


def _about(said: list[list[float]], weights: Weights) -> tuple[list[int], float]:
    """The items that speak of the topic, in order, and how much of it they say together.

    Beyond the best one those as good, and those that say what it leaves out.
    """
    scores = [weights.coverage(shares) for shares in said]
    best = max(range(len(said)), key=lambda i: (scores[i], -i))
    together = list(said[best])
    chosen = [best]
    for i in sorted(range(len(said)), key=lambda i: (-scores[i], i)):
        adds = any(mine >= SAID > other for mine, other in zip(said[i], together, strict=True))
        if i != best and (scores[i] >= scores[best] - _AS_GOOD or adds):
            chosen.append(i)
            together = [max(pair) for pair in zip(together, said[i], strict=True)]
    if sorted(chosen) != list(range(min(chosen), max(chosen) + 1)):
        return [best], scores[best]
    return sorted(chosen), weights.coverage(together)


def _measures(
    question: Question, held: HeldReport, about: tuple[Section, ...], weights: Weights
) -> list[ListCandidate]:
    if not question.concepts:
        return [
            _candidate(held, section, items, 1.0)
            for section in about
            if len(items := _items(held, section, question.kind)) > 1
        ]
    found = []
    for section in held.sections:
        if not section.number:
            continue
        heading = held.headings[section.number][-1]
        if not any(_in_heading(concept, heading) for concept in question.concepts):
            continue
        body = held.text.between(section.start, section.end)
        above = " ".join(held.headings[section.number][:-1])
        score = weights.coverage(
            [
                max(
                    _in_heading(concept, heading),
                    _IN_BODY * share_in(concept, body),
                    0.5 * share_in(concept, above),
                )
                for concept in question.concepts
            ]
        )
        if items := _items(held, section, question.kind):
            found.append(_candidate(held, section, items, score))
    return found


def _in_heading(concept: Concept, heading: str) -> float:
    """How far a heading names a concept; a short one may put its characters otherwise (农资打假)."""
    share = share_in(concept, heading)
    if len(heading) > _SHORT_HEADING or share >= _OTHERWISE:
        return share
    wholly = any(len(word) > 2 and set(word) <= set(heading) for word in concept.words)
    return _OTHERWISE if wholly else share


class _Item(NamedTuple):
    """An item of a list at [start, end), in the section that it is or lies in."""

    section: int
    start: int
    end: int


def _items(held: HeldReport, section: Section, kind: QuestionKind) -> list[_Item]:
    """The items of a section that are about `kind`: what is enumerated there, else the sentences or their parts at ；."""
    start, end = part_about(held, section, kind)
    below = [item for item in held.items(section.number) if start <= item.start < end]
    if len(below) > 1:
        return [
            _Item(item.number, item.start, _trimmed(held, item.start, min(item.end, end)))
            for item in below
        ]
    sentences = split_sentences(held.report.text, start, end)
    if len(sentences) == 1:
        sentences = _parts(held.report.text, *sentences[0])
    return [_Item(section.number, start, end) for start, end in sentences]


def _parts(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """A single sentence at its semicolons, where it has some."""
    ends = [match.end() for match in _SEMICOLON.finditer(text, start, end)]
    starts = [start, *ends]
    return tuple(zip(starts, [*ends, end], strict=True)) if ends else ((start, end),)


def _trimmed(held: HeldReport, start: int, end: int) -> int:
    return start + len(held.report.text[start:end].rstrip())


def _candidate(
    held: HeldReport, section: Section, items: Sequence[_Item], confidence: float
) -> ListCandidate:
    text = held.report.text
    start, end = items[0].start, items[-1].end
    if end - start > _LONGEST_QUOTE:
        end = max((e for _, e in split_sentences(text, start, start + _LONGEST_QUOTE)), default=end)
    leads = tuple(
        lead
        for _, s, e in items[:_MOST_ITEMS]
        if (lead := _lead(text[s:e])) and s + len(lead) <= end
    )
    return ListCandidate(
        held, section, start, end, Value("；".join(leads), items=leads), confidence
    )


def _lead(item: str) -> str:
    """The first sentence of an item, which says what it is about."""
    match = _END.search(item)
    return (item[: match.start()] if match else item).strip().rstrip("，,")
