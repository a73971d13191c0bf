"""Questions whose answer is a sentence: who, which, yes or no, and open ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.answers.confidence import NO_RIVAL, confidence, score
from index.answers.matching import SAID, Weights, kinship, known_in, share_in
from index.answers.names import person_names
from index.figures.verbs import find_verbs
from index.models import Question, Value
from index.snapshot import HeldReport
from index.structure import split_clauses, split_sentences

_IN_HEADING = 0.6
_BEFORE = 0.4
# 甲校、乙校、丙校: names in a row; a sentence's own commas end it.
_ROW = re.compile(r"[^、，,。；;：:！!？?\s“”\"]{2,24}(?:、[^、，,。；;：:！!？?\s“”\"]{2,24})+")
_TITLES = re.compile(r"《[^《》]{2,60}》")
# Who did it, where no person is named: 由市委政法委牵头.
_BY = re.compile(
    r"由(?P<name>[^，,。；;、：:]{2,24}?)"
    r"(?=任(?!务)|担任|为组长|牵头|负责|组织|主持|领导|带队|开展|进行|统筹|承担|承办|办理|实施|审核|审查)"
)
# What stands before the first of several names: 我市高平二中、高平六中.
_LEADING_IN = re.compile(r"^.*(?:包括|分别为|分别是|即|为|有|我[省市县区局])(?=[^，,。]{2,}$)")
_SHORTEST = 2
# Words that deny, and words that affirm the whole by denying the fault.
_NEGATION = re.compile(
    r"没有|未(?!来|成年|央)|尚无|并无|不存在|无(?=专门|此|任何|专职|一|法|人)|从未|不(?=具备|开展|设|合格|符)|缺乏|缺少|零(?=投诉|事故|发生|举报)"
)
_SEVERAL = re.compile(r"哪些|哪几|哪[两二三四五六七八九十]|分别|\bwhich \w+s\b|\blist\b")
# 有没有执法队伍 asks whether there is one, which only a sentence that says so can tell.
_EXISTENCE = re.compile(r"有没有|是否(?:还)?有|有无|(?<![没所])有.{1,16}吗|没有\s*\??$")
_EXISTS = r"(?P<denied>没有|并无|尚无|无|未(?:设|建|配|成)\S?|不存在)|(?:设有|配有|建有|具有|现有|有|设立|成立|建立|组建|配备|聘请|设置|建成|存在)"
# The asking part of a question has a 没有 of its own.
_ASKING_NEGATION = re.compile(r"有没有|有无|是不是|能不能|没有\s*\??$|没\s*\??$")


@dataclass(frozen=True, slots=True)
class SentenceCandidate:
    """A sentence that may answer.

    `features` is what is for and against it, `score` their log odds; `confidence` the
    probability, in [0, 1], that also knows the other candidates.
    """

    held: HeldReport
    section: int
    start: int
    end: int
    features: Mapping[str, float]
    score: float
    confidence: float = 0.0


def sentence_candidates(
    question: Question, held: HeldReport, passages: Sequence[tuple[int, int, int]], weights: Weights
) -> list[SentenceCandidate]:
    """Sentences of `passages` (section, start, end) of one report, best first."""
    known = known_in(question, held)
    found = []
    asks_who, asks_whether = question.kind == "who", question.kind == "yesno"
    for section, start, end in passages:
        headings = " ".join(held.headings[section])
        before = held.text.between(max(0, start - 100), start)
        for first, last in split_sentences(held.report.text, start, end):
            text = held.text.between(first, last)
            above, before = before, text
            if asks_who and who(question, held.report.text[first:last]) is None:
                continue
            if asks_whether and existence(question, text) == "unsaid":
                continue
            shares = [
                max(
                    share_in(concept, text),
                    _IN_HEADING * share_in(concept, headings),
                    _BEFORE * share_in(concept, above),
                )
                for concept in question.concepts
            ]
            features = {
                "coverage": weights.coverage(shares),
                "clause": max(
                    weights.coverage([share_in(c, clause) for c in question.concepts])
                    for clause in (
                        held.text.between(*span)
                        for span in split_clauses(held.report.text, first, last)
                    )
                ),
                "kinship": weights.coverage(
                    [
                        kinship(concept, text) if share < SAID else 0.0
                        for concept, share in zip(question.concepts, shares, strict=True)
                    ]
                ),
                question.kind: 1.0,
            } | weights.unsaid(shares, known)
            found.append(
                SentenceCandidate(held, section, first, last, features, score("sentence", features))
            )
    return [
        replace(s, confidence=confidence("sentence", s.score, s.score - _rival(s, found)))
        for s in sorted(found, key=lambda s: (-s.score, s.start))
    ]


def _rival(candidate: SentenceCandidate, candidates: Sequence[SentenceCandidate]) -> float:
    return max((c.score for c in candidates if c is not candidate), default=NO_RIVAL)


def asks_several(question: Question) -> bool:
    """Whether the question asks for more than one thing by name."""
    return bool(_SEVERAL.search(question.folded))


def sentence_value(question: Question, candidate: SentenceCandidate) -> Value | None:
    """What the sentence states: a name, names in a row, yes or no; None for the sentence itself."""
    quote = candidate.held.report.text[candidate.start : candidate.end]
    if question.kind == "yesno":
        return _yes_or_no(question, candidate, quote)
    if question.kind == "who":
        name = who(question, quote)
        return Value(name, name=name) if name else None
    if question.kind == "which" and asks_several(question):
        rows = _TITLES.findall(quote)
        if len(rows) < 2:
            row = max(_ROW.findall(quote), key=lambda r: r.count("、"), default="")
            rows = _names_only(row.split("、")) if row else []
        if len(rows) > 1:
            return Value("、".join(rows), items=tuple(rows))
    return None


def _names_only(rows: list[str]) -> list[str]:
    """Names in a row without what leads up to the first and what follows the last."""
    first = _LEADING_IN.sub("", rows[0])
    last = rows[-1]
    found = find_verbs(last)
    end = min((start for start, _, _ in found if start >= _SHORTEST), default=len(last))
    return [first or rows[0], *rows[1:-1], last[:end]]


def who(question: Question, quote: str) -> str | None:
    """The person a sentence names nearest to what was asked, or the body that did it."""
    names = person_names(quote)
    if names:
        return min(names, key=lambda name: (_distance(question, quote, name[1], name[2]), name[1]))[
            0
        ]
    match = _BY.search(quote)
    return match["name"] if match else None


def _yes_or_no(question: Question, candidate: SentenceCandidate, quote: str) -> Value:
    """Yes or no by whether the clause that says what was asked denies it, as the question may, too."""
    clauses = split_clauses(candidate.held.report.text, candidate.start, candidate.end)
    best = max(
        clauses,
        key=lambda span: sum(
            share_in(concept, candidate.held.text.between(*span)) for concept in question.concepts
        ),
        default=(candidate.start, candidate.end),
    )
    clause = candidate.held.text.between(*best)
    told = existence(question, candidate.held.text.between(candidate.start, candidate.end))
    if told in ("affirmed", "denied"):
        return Value(quote, yes=told == "affirmed")
    asked = _ASKING_NEGATION.sub("", question.folded)
    denied = bool(_NEGATION.search(clause)) != bool(_NEGATION.search(asked))
    return Value(quote, yes=not denied)


def existence(question: Question, sentence: str) -> str:
    """Whether a folded sentence affirms or denies that there is what the question asks for.

    "unsaid" where it does neither, "" where that is not what is asked.
    """
    things = [c for c in question.concepts if not c.deed]
    if (
        not _EXISTENCE.search(question.folded)
        or len(things) != len(question.concepts)
        or not things
    ):
        return ""
    words = "|".join(re.escape(word) for word in things[-1].alternatives)
    said = re.search(rf"(?:{_EXISTS})[^，,。；;]{{0,10}}(?:{words})", sentence) if words else None
    if said is None:
        return "unsaid"
    return "denied" if said["denied"] else "affirmed"


def _distance(question: Question, quote: str, start: int, end: int) -> int:
    """How far a name stands from the words of the question, in characters, summed."""
    total = 0
    for concept in question.concepts:
        gaps = [
            # An office stands right before its holder, a deed anywhere behind the doer.
            start - match.end() if match.end() <= start else match.start() - end
            for word in concept.alternatives
            for match in re.finditer(re.escape(word), quote)
        ]
        total += min(gaps, default=0)
    return total
