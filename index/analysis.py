"""The write path in one place: a document becomes sections, passages, terms and figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.figures import find_figures
from index.models import Description, Figure, Section
from index.structure import find_sections, make_passages, path, split_sentences, table_head
from index.tokens import count_terms, segmenter_fingerprint

# Grows whenever the same bytes would be analysed differently, so that an index
# made by an older version is noticed and rebuilt.
_VERSION = 7


@dataclass(frozen=True, slots=True)
class AnalysedPassage:
    """A passage's section number and span, and how often each term occurs in it and its context."""

    section: int
    start: int
    end: int
    terms: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is derived from one report's text."""

    sections: tuple[Section, ...]
    passages: tuple[AnalysedPassage, ...]
    figures: tuple[Figure, ...]


def maker() -> str:
    """Names the analysis: two indexes with the same maker were made alike."""
    return f"analysis {_VERSION}, {segmenter_fingerprint()}"


def analyse(text: str, description: Description) -> Analysis:
    """Sections, passages with their terms, and figures of a stored text.

    A passage is searched with its context: the report's title, issuer, region
    and year, the headings above it, and the head of the table it goes on with,
    none of which its own sentences repeat.
    """
    sections = find_sections(text)
    of_report = " ".join(
        part
        for part in (
            description.title,
            description.issuer,
            description.region or description.place,
            f"{description.year}年" if description.year else None,
        )
        if part
    )
    report_terms = count_terms(of_report)
    context = {}
    for section in sections:
        context[section.number] = report_terms.copy()
        for heading in path(sections, section.number):
            context[section.number] += count_terms(heading)
    passages = []
    for number, start, end in make_passages(text, sections):
        terms = count_terms(text[start:end])
        terms.update(context[number])
        terms.update(count_terms(table_head(text, start)))
        passages.append(AnalysedPassage(number, start, end, terms))
    sentences = [
        sentence
        for passage in passages
        for sentence in split_sentences(text, passage.start, passage.end)
    ]
    return Analysis(sections, tuple(passages), find_figures(text, sentences))
