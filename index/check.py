"""Verifying an index: what was derived from each report against its stored text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from index.analysis import analyse
from index.holdings import Audit, Holding


def faults(audit: Audit) -> tuple[str, ...]:
    """One line for each thing that does not fit the text it was derived from."""
    return (*audit.postings.faults(), *_faults(audit))


def _faults(audit: Audit) -> Iterator[str]:
    found = set()
    for name, own in groupby(audit.postings.contents(), key=lambda held: held.report):
        holding = audit.holdings.get(name)
        if holding is None:
            yield f"{name}: postings of a report that is not held"
        else:
            yield from _of_report(holding, {held.id: held.terms for held in own})
        found.add(name)
    for name, holding in audit.holdings.items():
        if name not in found:
            yield from _of_report(holding, {})


def _of_report(holding: Holding, terms: Mapping[int, Mapping[str, int]]) -> Iterator[str]:
    text, name = holding.report.text, holding.report.name
    for figure in holding.figures:
        if text[figure.start : figure.end] != figure.text:
            yield f"{name}: figure {figure.text!r} does not stand at {figure.start}"
    for section in holding.sections:
        if not 0 <= section.start <= section.body <= section.end <= len(text):
            yield f"{name}: section {section.number} lies outside of the text"
        elif section.heading not in text[section.start : section.end]:
            yield f"{name}: heading {section.heading!r} does not stand at {section.start}"
    for passage in holding.passages:
        if not 0 <= passage.start < passage.end <= len(text):
            yield f"{name}: passage {passage.id} lies outside of the text"
    if not holding.passages:
        yield f"{name}: has no passages, so that no question finds it"
    for passage in holding.passages:
        if not terms.get(passage.id):
            yield f"{name}: passage {passage.id} has no postings, so that no question finds it"
    fresh = analyse(text, holding.report.description)
    if fresh.sections != holding.sections:
        yield f"{name}: sections are not those of the text"
    ids = [passage.id for passage in holding.passages]
    if [(p.section, p.start, p.end) for p in fresh.passages] != [
        (p.section, p.start, p.end) for p in holding.passages
    ]:
        yield f"{name}: passages are not those of the text"
    else:
        for number, made in zip(ids, fresh.passages, strict=True):
            if dict(made.terms) != terms.get(number, {}):
                yield f"{name}: postings of passage {number} are not those of its text"
    for number in terms.keys() - set(ids):
        yield f"{name}: postings of passage {number}, which there is not"
    if fresh.figures != holding.figures:
        yield f"{name}: figures are not those of the text"
