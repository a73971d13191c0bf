"""How many, where the report says that there was none: 本年度未收到政府信息公开申请."""

from __future__ import annotations

import re
from dataclasses import replace

from index.answers.denial import DENIES, denial_before
from index.answers.findings import finding
from index.answers.matching import SAID, Weights, find_concept, is_light, share_in
from index.answers.readings import Sentence
from index.answers.retrieval import Passages
from index.answers.sentences import sentence_candidates
from index.answers.whether import is_generic
from index.models import Finding, Question, Value
from index.snapshot import HeldReport
from index.structure import split_sentences

# 未收到涉及商业秘密的申请, 上半年未收到: there may have been others.
_NARROWS = re.compile(
    r"的|涉及|关于|因|由|以|重大|恶性|较大|上半年|下半年|季度|\d月|期间|部分|个别|有些"
)
_END = "，,。；;：:!！?？ \n"


def none_stated(
    question: Question, held: HeldReport, passages: Passages, weights: Weights, least: float
) -> tuple[Finding, ...]:
    """The clause that denies all of what is counted, with the number 0; () if none surely does.

    `least` is the confidence, in [0, 1], that it takes to deny.
    """
    if question.kind != "count" or DENIES.search(question.folded):
        return ()
    sentences = (
        Sentence(held, section, *span)
        for section, start, end in passages
        for span in split_sentences(held.report.text, start, end)
    )
    if not any(_denying(question, sentence) for sentence in sentences):
        return ()
    asked = replace(question, kind="yesno")
    best = next(iter(sentence_candidates(asked, held, passages, weights)), None)
    if best is None or best.confidence < least or best.value is None or best.value.yes:
        return ()
    clause = _denying(question, Sentence(held, best.section, best.start, best.end))
    if not clause:
        return ()
    value = Value(clause, number=0)
    span = (best.start, best.end)
    return (finding(held, best.section, span, value, confidence=best.confidence),)


def _denying(question: Question, sentence: Sentence) -> str:
    """The clause that denies all that the question asks for, as stored; "" if none does."""
    held = sentence.held
    if not DENIES.search(sentence.folded):
        return ""
    telling = [c for c in question.concepts if not (is_light(c.words) or is_generic(c))]
    if not all(share_in(concept, sentence.folded) >= SAID for concept in telling):
        return ""
    for start, end in sentence.clauses():
        spots = [spot for concept in telling for spot in find_concept(concept, held, start, end)]
        denied = any(denial_before(held.text.between(start, spot.start)) for spot in spots)
        so_far = held.text.between(start, max((spot.end for spot in spots), default=start))
        if denied and not _NARROWS.search(so_far):
            return held.report.text[start:end].rstrip(_END)
    return ""
