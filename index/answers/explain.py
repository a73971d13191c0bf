"""How an answer came about: the same steps as in answer.py, with what each of them found."""

from __future__ import annotations

from index.answers.answer import answer
from index.answers.breakdown import asks_breakdown
from index.answers.evidence import FIGURE_KINDS, figure_candidates
from index.answers.findings import figure_value, finding
from index.answers.matching import Weights
from index.answers.retrieval import Passages, best_hits, passages_of, search_terms
from index.answers.scope import in_scope
from index.answers.sentences import sentence_candidates
from index.models import Evidence, Explanation, Question
from index.questions.parse import put_to
from index.snapshot import HeldReport, Snapshot

_MOST_HITS = 10


def explain(question: Question, snapshot: Snapshot) -> Explanation:
    """The answer to a question, with the passages and candidates it was chosen from."""
    given = answer(question, snapshot)
    scope, _ = in_scope(question, snapshot)
    question = put_to(question, len(scope))
    found = best_hits(question, scope, snapshot)
    weights = Weights(question, snapshot)
    ranked = sorted(
        ((hit, name) for name, hits in found.items() for hit in hits),
        key=lambda ranked: (-ranked[0].score, ranked[0].passage),
    )
    hits = []
    for hit, name in ranked[:_MOST_HITS]:
        held = snapshot.reports[name]
        passage = held.passage(hit.passage)
        text = held.report.text[passage.start : passage.end]
        hits.append((name, held.path(passage.section), text, hit.score))
    terms = search_terms(question)
    return Explanation(
        answer=given,
        question=question,
        scope=tuple(held.name for held in scope),
        terms=tuple(zip(terms, snapshot.postings.df(terms), strict=True)),
        hits=tuple(hits),
        evidence=tuple(
            evidence
            for held in scope
            for evidence in _evidence(question, held, passages_of(found[held.name], held), weights)
        ),
    )


def _evidence(
    question: Question, held: HeldReport, passages: Passages, weights: Weights
) -> list[Evidence]:
    if question.kind in FIGURE_KINDS and not asks_breakdown(question):
        return [
            Evidence(
                finding(
                    held,
                    candidate.section,
                    (candidate.figure.sentence_start, candidate.figure.sentence_end),
                    figure_value(candidate.figure, held, candidate.section),
                    confidence=candidate.confidence,
                ),
                candidate.features,
                candidate.score,
            )
            for candidate in figure_candidates(question, held, passages, weights)
        ]
    return [
        Evidence(
            finding(
                held,
                sentence.section,
                (sentence.start, sentence.end),
                sentence.value,
                confidence=sentence.confidence,
            ),
            sentence.features,
            sentence.score,
        )
        for sentence in sentence_candidates(question, held, passages, weights)
    ]
