"""Questions whose answer is a sentence: who, which, yes or no, and open ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.answers.breakdown import asks_breakdown, breakdown_readings, is_partition
from index.answers.classes import asked_class, asks_for_name
from index.answers.confidence import NO_RIVAL, confidence, score
from index.answers.listed import row_readings
from index.answers.matching import (
    SAID,
    Weights,
    kinship,
    known_in,
    narrowed,
    put_otherwise,
    share_in,
)
from index.answers.named import which_readings
from index.answers.readings import Reading, Sentence
from index.answers.roles import told_by_role, who_readings
from index.answers.topics import outside_sections
from index.answers.whether import is_generic, outcome_of, told_by_outcome, whether_readings
from index.models import Concept, Question, Value
from index.questions.quoted import quoted_names
from index.snapshot import HeldReport
from index.structure import split_clauses, split_sentences

_IN_HEADING = 0.6
_BEFORE = 0.4
_OTHERWISE = 0.65
# Of what a question for yes or no asks about no more than this may be left unsaid; who denies
# something often leaves out of what.
_MOST_UNSAID_OF_NO, _MOST_UNSAID_OF_YES = 0.5, 0.35
# A name is no answer where so little of the question is said beside it.
_LEAST_NAMED = 0.3
# A heading longer than this says something itself: 5.落实“五个一”，即….
_LONG_HEADING = 25
# 具体指什么 may be told in a row, or in a sentence.
_MEANING = re.compile(r"指什么|指哪|指的|什么意思|是什么")
_SEVERAL = re.compile(
    r"哪些|哪几|哪[两二三四五六七八九十]|哪\d|分别|包括(?:什么|哪)|\b(?:which|what) \w+s (?:are|were)\b|\blist\b"
)
_PLANNED = re.compile(
    r"计划(?!生育)|打算|准备|将|目标|明年|拟|力争|争取|\b(?:plan|will|going to|next)"
)
# 甲、乙和丙三种类型.
_KINDS_BEHIND = re.compile(r"等?[两三四五六七八九十\d]+[个大]?[种类]")
_Reader = Callable[[Question, Sentence], tuple[Reading, ...]]


@dataclass(frozen=True, slots=True)
class SentenceCandidate:
    """A sentence that may answer, and what it would state (None for the sentence itself).

    `features` is what is for and against it, `score` their log odds; `confidence` the
    probability, in [0, 1], that also knows the other candidates.
    """

    held: HeldReport
    section: int
    start: int
    end: int
    value: Value | None
    features: Mapping[str, float]
    score: float
    confidence: float = 0.0


def sentence_candidates(
    question: Question, held: HeldReport, passages: Sequence[tuple[int, int, int]], weights: Weights
) -> list[SentenceCandidate]:
    """What the sentences of `passages` (section, start, end) of one report state, best first."""
    read = _reader(question)
    if read is not _as_it_stands and not _PLANNED.search(question.folded):
        # What is only planned is neither done nor held.
        passages = outside_sections(held, "plans", passages)
    question = narrowed(question, held)
    known = known_in(question, held)
    found: list[SentenceCandidate] = []
    for sentence, above in _sentences(held, passages):
        readings = read(question, sentence)
        context = _Context(sentence.folded, " ".join(held.headings[sentence.section]), above)
        if readings and _speaks_of_it(question, context):
            found += _candidates(question, sentence, readings, context, weights, known)
    return [
        replace(s, confidence=confidence("sentence", s.score, s.score - _rival(s, found)))
        for s in sorted(found, key=lambda s: (-s.score, s.start))
    ]


def _sentences(
    held: HeldReport, passages: Sequence[tuple[int, int, int]]
) -> Iterator[tuple[Sentence, str]]:
    """The sentences of passages, each with the text before it; a long heading is a sentence, too."""
    seen: set[int] = set()
    for section, start, end in passages:
        own = held.sections[section]
        if section and section not in seen and own.body - own.start > _LONG_HEADING:
            seen.add(section)
            body = own.start + len(held.report.text[own.start : own.body].rstrip())
            if body <= start:
                yield Sentence(held, section, own.start, body), ""
        above = held.text.between(max(0, start - 100), start)
        for first, last in split_sentences(held.report.text, start, end):
            sentence = Sentence(held, section, first, last)
            yield sentence, above
            above = sentence.folded


def _speaks_of_it(question: Question, context: _Context) -> bool:
    """Whether a sentence, what is before it or a heading holds the names that the question quotes."""
    return all(
        name in context.text or name in context.above or name in context.headings
        for name in quoted_names(question.folded)
    )


def _rival(candidate: SentenceCandidate, candidates: Sequence[SentenceCandidate]) -> float:
    """The score of the best candidate that states something else."""
    stated = _stated(candidate)
    return max((c.score for c in candidates if _stated(c) != stated), default=NO_RIVAL)


def _stated(candidate: SentenceCandidate) -> object:
    value = candidate.value
    if value is None:
        return candidate.start
    return value.text if value.yes is None else value.yes


def asks_several(question: Question) -> bool:
    """Whether the question asks for more than one thing by name."""
    return bool(_SEVERAL.search(question.folded))


def _reader(question: Question) -> _Reader:
    """How the sentences are read that may answer a question."""
    if asks_breakdown(question):
        return _figures_or_row if question.kind == "which" else breakdown_readings
    if question.kind == "yesno":
        return whether_readings
    if question.kind == "who":
        return who_readings
    if question.kind == "which":
        if asks_several(question) or asked_class(question) or asks_for_name(question):
            return _names_or_row
        if _MEANING.search(question.folded):
            return _meaning
    return _as_it_stands


def _as_it_stands(question: Question, sentence: Sentence) -> tuple[Reading, ...]:
    return (Reading(None, sentence.start, sentence.end, True),)


def _figures_or_row(question: Question, sentence: Sentence) -> tuple[Reading, ...]:
    """哪几类 is answered by figures in a row, or by names."""
    figures = breakdown_readings(question, sentence)
    return figures or tuple(
        reading
        for reading in row_readings(question, sentence)
        if _KINDS_BEHIND.match(sentence.text, _row_end(reading, sentence))
    )


def _row_end(reading: Reading, sentence: Sentence) -> int:
    """Where in its sentence the row of a reading ends."""
    text = reading.value.text if reading.value else ""
    return sentence.text.find(text) + len(text)


def _meaning(question: Question, sentence: Sentence) -> tuple[Reading, ...]:
    rows = [reading for reading in row_readings(question, sentence) if reading.role]
    return tuple(rows) or _as_it_stands(question, sentence)


def _names_or_row(question: Question, sentence: Sentence) -> tuple[Reading, ...]:
    """The names of the class asked for, or, where several are asked for, any in a row."""
    named = which_readings(question, sentence)
    if not asks_several(question):
        return named
    rows = [reading for reading in named if reading.value and len(reading.value.items) > 1]
    return (*rows, *row_readings(question, sentence))


@dataclass(frozen=True, slots=True)
class _Context:
    """The folded text of a sentence, of the headings above it and of the sentence before it."""

    text: str
    headings: str
    above: str


def _most_unsaid(reading: Reading) -> float:
    denies = reading.value is not None and reading.value.yes is False
    return _MOST_UNSAID_OF_NO if denies else _MOST_UNSAID_OF_YES


def _candidates(
    question: Question,
    sentence: Sentence,
    readings: Sequence[Reading],
    context: _Context,
    weights: Weights,
    known: Sequence[bool],
) -> Iterator[SentenceCandidate]:
    shares = [_share(question, concept, context) for concept in question.concepts]
    features = {
        "coverage": weights.coverage(shares),
        "kinship": weights.coverage(
            [
                kinship(concept, context.text) if share < SAID else 0.0
                for concept, share in zip(question.concepts, shares, strict=True)
            ]
        ),
        question.kind: 1.0,
    } | weights.unsaid(shares, known)
    if question.kind == "yesno":
        # 校园欺凌案件 is spoken of as 校园欺凌, too.
        telling = [
            1.0 if is_generic(concept) else share
            for concept, share in zip(question.concepts, shares, strict=True)
        ]
        lacking = weights.unsaid(telling, known)
        unsaid = lacking["unsaid_thing"] + lacking["unheard_thing"]
        readings = [each for each in readings if unsaid <= _most_unsaid(each)]
        if not readings:
            return
    if question.kind in ("which", "who") and features["coverage"] < _LEAST_NAMED:
        return
    clauses = [_clause(question, sentence, reading, weights) for reading in readings]
    for reading, clause in zip(readings, clauses, strict=True):
        own = features | {
            "clause": clause,
            "role": float(reading.role),
            # Another name of the sentence has more of the question beside it.
            "outdone": max(clauses) - clause,
        }
        yield SentenceCandidate(
            sentence.held,
            sentence.section,
            sentence.start,
            sentence.end,
            reading.value,
            own,
            score("sentence", own),
        )


def _share(question: Question, concept: Concept, context: _Context) -> float:
    if _answered_by_form(question, concept):
        return 1.0
    return max(
        share_in(concept, context.text),
        _OTHERWISE if put_otherwise(concept, context.text) else 0.0,
        _IN_HEADING * share_in(concept, context.headings),
        _BEFORE * share_in(concept, context.above),
    )


def _answered_by_form(question: Question, concept: Concept) -> bool:
    """Whether the reading itself answers to a word: 打赢 was found as 胜诉, 各学段 as a row."""
    if question.kind == "yesno":
        outcome = outcome_of(question)
        return outcome is not None and told_by_outcome(outcome, concept)
    if question.kind == "who":
        return told_by_role(question, concept)
    return asks_breakdown(question) and is_partition(concept)


def _clause(question: Question, sentence: Sentence, reading: Reading, weights: Weights) -> float:
    """How much of the question stands in what is read, or in the best clause of a whole sentence."""
    held = sentence.held
    spans = (
        split_clauses(held.report.text, sentence.start, sentence.end)
        if (reading.start, reading.end) == (sentence.start, sentence.end)
        else ((reading.start, reading.end),)
    )
    return max(
        weights.coverage(
            [
                1.0 if _answered_by_form(question, concept) else share_in(concept, clause)
                for concept in question.concepts
            ]
        )
        for clause in (held.text.between(*span) for span in spans)
    )
