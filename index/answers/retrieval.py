"""The passages of every report in scope that hold words of a question, none of them left unread."""

from __future__ import annotations

from collections.abc import Sequence

from index.models import Hit, Question
from index.snapshot import HeldReport, Snapshot
from index.tokens import query_terms

# Passages of a report that are looked into for figures and sentences.
PASSAGES_A_REPORT = 8

# (section, start, end) of passages, the best first.
Passages = Sequence[tuple[int, int, int]]


def search_terms(question: Question) -> tuple[str, ...]:
    """The index terms of every word that may stand for a concept of the question."""
    return tuple(
        sorted(
            {
                term
                for concept in question.concepts
                for word in concept.alternatives
                for term in query_terms(word)
            }
        )
    )


def best_hits(
    question: Question, scope: Sequence[HeldReport], snapshot: Snapshot
) -> dict[str, tuple[Hit, ...]]:
    """The best passages of each report in scope, by report name."""
    return snapshot.hits_by_report(search_terms(question), scope, PASSAGES_A_REPORT)


def passages_of(hits: Sequence[Hit], held: HeldReport) -> Passages:
    """Where the passages of hits stand in their report."""
    passages = (held.passage(hit.passage) for hit in hits)
    return [(passage.section, passage.start, passage.end) for passage in passages]
