"""Questions whose answer is the items of a section: problems, plans, measures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.answers.matching import Weights, share_in
from index.answers.topics import sections_about
from index.models import Question, Section, Value
from index.snapshot import HeldReport
from index.structure import split_sentences

_LONGEST_QUOTE = 1500
_MOST_ITEMS = 20
# A section whose heading holds the topic answers for it; one that only mentions it, less so.
_IN_BODY = 0.7
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
    items = _items(held, section)
    if not items:
        return []
    context = held.text.between(section.start, section.body) + held.title
    shares = [share_in(concept, context) for concept in question.concepts]
    if not question.concepts or weights.coverage(shares) >= 0.6:
        return [_candidate(held, section, items, 1.0)]
    scored = []
    for item in items:
        text = held.text.between(*item)
        scored.append(
            weights.coverage(
                [
                    max(share, share_in(concept, text))
                    for concept, share in zip(question.concepts, shares, strict=True)
                ]
            )
        )
    best = max(scored)
    chosen = [item for item, score in zip(items, scored, strict=True) if score >= best - 0.05]
    if len(chosen) == len(items):
        return [_candidate(held, section, items, best)]
    return [_candidate(held, section, chosen[:1], best)]


def _measures(
    question: Question, held: HeldReport, about: tuple[Section, ...], weights: Weights
) -> list[ListCandidate]:
    if not question.concepts:
        return [
            _candidate(held, section, items, 1.0)
            for section in about
            if len(items := _items(held, section)) > 1
        ]
    found = []
    for section in held.sections:
        if not section.number:
            continue
        heading = held.headings[section.number][-1]
        if not any(share_in(concept, heading) for concept in question.concepts):
            continue
        body = held.text.between(section.start, section.end)
        above = " ".join(held.headings[section.number][:-1])
        score = weights.coverage(
            [
                max(
                    share_in(concept, heading),
                    _IN_BODY * share_in(concept, body),
                    0.5 * share_in(concept, above),
                )
                for concept in question.concepts
            ]
        )
        if items := _items(held, section):
            found.append(_candidate(held, section, items, score))
    return found


def _items(held: HeldReport, section: Section) -> list[tuple[int, int]]:
    """The spans of a section's items: what is enumerated below it, else its sentences."""
    below = held.items(section.number)
    if len(below) > 1:
        return [(item.start, _trimmed(held, item.start, item.end)) for item in below]
    return list(split_sentences(held.report.text, section.body, section.end))


def _trimmed(held: HeldReport, start: int, end: int) -> int:
    return start + len(held.report.text[start:end].rstrip())


def _candidate(
    held: HeldReport, section: Section, items: list[tuple[int, int]], confidence: float
) -> ListCandidate:
    text = held.report.text
    start, end = items[0][0], items[-1][1]
    if end - start > _LONGEST_QUOTE:
        end = max((e for _, e in split_sentences(text, start, start + _LONGEST_QUOTE)), default=end)
    leads = tuple(
        lead for s, e in items[:_MOST_ITEMS] if (lead := _lead(text[s:e])) and s + len(lead) <= end
    )
    return ListCandidate(
        held, section, start, end, Value("；".join(leads), items=leads), confidence
    )


def _lead(item: str) -> str:
    """The first sentence of an item, which says what it is about."""
    match = _END.search(item)
    return (item[: match.start()] if match else item).strip()
