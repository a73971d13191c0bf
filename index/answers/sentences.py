"""Questions whose answer is a sentence: who, which, yes or no, and open ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.answers.evidence import held_heading
from index.answers.matching import Weights, share_in
from index.models import Concept, Question, Value
from index.snapshot import HeldReport
from index.structure import split_sentences

_IN_HEADING = 0.6
_BEFORE = 0.4
# 甲校、乙校、丙校: names in a row; a sentence's own commas end it.
_ROW = re.compile(r"[^、，,。；;：:！!？?\s“”\"]{2,24}(?:、[^、，,。；;：:！!？?\s“”\"]{2,24})+")
_TITLES = re.compile(r"《[^《》]{2,60}》")
_BY = re.compile(
    r"(?:由|邀请|聘请|委托|联合|经)(?P<name>[^，,。；;、：:]{2,24}?)"
    r"(?=(?:为|作|担任|牵头|负责|组织|主持|领导|任|带队|开展|进行|深入|到|统筹|具体|亲自|分管)|[，,。；;]|$)"
)
_LEADING = re.compile(
    r"^(?P<name>[^，,。；;、：:]{2,24}?)(?=(?:亲自|主持|带队|牵头|任组长|担任|带头))"
)
_NEGATION = re.compile(
    r"没有|未(?!来|成年|央)|尚无|并无|不存在|无(?=专门|此|任何|专职)|从未|不(?=具备|开展|设)|缺乏|缺少"
)


@dataclass(frozen=True, slots=True)
class SentenceCandidate:
    """A sentence that may answer, with its confidence in [0, 1]."""

    held: HeldReport
    section: int
    start: int
    end: int
    confidence: float


def sentence_candidates(
    question: Question, held: HeldReport, passages: Sequence[tuple[int, int, int]], weights: Weights
) -> list[SentenceCandidate]:
    """Sentences of `passages` (section, start, end) of one report, best first."""
    found = []
    for section, start, end in passages:
        headings = " ".join(held_heading(held, section))
        before = held.text.between(max(0, start - 100), start)
        for first, last in split_sentences(held.report.text, start, end):
            text = held.text.between(first, last)
            shares = [
                max(
                    share_in(concept, text),
                    _IN_HEADING * share_in(concept, headings),
                    _BEFORE * share_in(concept, before),
                )
                for concept in question.concepts
            ]
            found.append(SentenceCandidate(held, section, first, last, weights.coverage(shares)))
            before = text
    return sorted(found, key=lambda c: (-c.confidence, c.start))


def sentence_value(question: Question, candidate: SentenceCandidate) -> Value | None:
    """What the sentence states: a name, names in a row, yes or no; None for the sentence itself."""
    quote = candidate.held.report.text[candidate.start : candidate.end]
    if question.kind == "yesno":
        return _yes_or_no(question, quote)
    if question.kind == "who":
        match = _LEADING.search(quote) or _BY.search(quote)
        return Value(match["name"], name=match["name"]) if match else None
    if question.kind == "which":
        rows = _TITLES.findall(quote)
        if len(rows) < 2:
            row = max(_ROW.findall(quote), key=lambda r: r.count("、"), default="")
            rows = row.split("、") if row else rows
        if len(rows) > 1:
            return Value("、".join(rows), items=tuple(rows))
    return None


def _yes_or_no(question: Question, quote: str) -> Value | None:
    """Yes or no, where the sentence affirms or denies what was asked; None where it does neither."""
    predicate = _last_spot(question.concepts, quote)
    for match in _NEGATION.finditer(quote):
        clause_end = re.search(r"[，,。；;]", quote[match.end() :])
        reach = match.end() + (clause_end.start() if clause_end else len(quote))
        if predicate is not None and match.start() <= predicate <= reach:
            return Value(quote, yes=False)
    return Value(quote, yes=True)


def _last_spot(concepts: tuple[Concept, ...], quote: str) -> int | None:
    """Where the last concept of the question that the sentence holds begins."""
    for concept in reversed(concepts):
        spots = [quote.find(word) for word in concept.alternatives if word in quote]
        if spots:
            return max(spots)
    return None
