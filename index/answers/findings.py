"""Findings: a value with its verbatim quote and the place it stands in."""

from __future__ import annotations

import logging

from index.answers.topics import is_planned
from index.models import Figure, Finding, Value
from index.snapshot import HeldReport

_log = logging.getLogger(__name__)


def finding(
    held: HeldReport,
    section: int,
    span: tuple[int, int],
    value: Value | None,
    *,
    beside: tuple[Value, ...] = (),
    confidence: float = 0.0,
) -> Finding:
    """A finding that quotes `span` of the stored text of a report."""
    description = held.description
    return Finding(
        report=held.name,
        title=held.report.heading,
        issuer=description.issuer,
        place=description.place,
        year=description.year,
        section=held.path(section),
        quote=held.report.text[span[0] : span[1]],
        start=span[0],
        end=span[1],
        value=value,
        beside=beside,
        confidence=confidence,
        region=description.region,
        page=held.report.page_of(span[0] + _where(value, held.report.text[span[0] : span[1]])),
    )


def _where(value: Value | None, quote: str) -> int:
    """Where the value begins in the quote."""
    return max(0, quote.find(value.text)) if value is not None and value.yes is None else 0


def figure_value(figure: Figure, held: HeldReport, section: int = 0) -> Value:
    """What a figure states, as it states it.

    A date without its year is of the report's year; among what is planned, of the next.
    """
    if figure.kind == "date":
        date, year = figure.date, held.description.year
        if date and date.startswith("--") and year:
            sentence = held.text.between(figure.sentence_start, figure.sentence_end)
            date = f"{year + is_planned(held, section, sentence)}{date[1:]}"
        return Value(figure.text, date=date)
    return Value(figure.text, figure.number, figure.unit, figure.qualifier)


def verified(findings: tuple[Finding, ...], reports: dict[str, HeldReport]) -> tuple[Finding, ...]:
    """The findings whose quote, and value within it, stand in the stored text where they say.

    Any other is a fault of ours: it is logged, never sent.
    """
    kept = []
    for found in findings:
        text = reports[found.report].report.text
        if found.quote and text[found.start : found.end] == found.quote and _states(found):
            kept.append(found)
        else:
            _log.error(
                "dropped a finding that is not verbatim: %s [%d:%d]",
                found.report,
                found.start,
                found.end,
            )
    return tuple(kept)


def _states(found: Finding) -> bool:
    values = [value for value in (found.value, *found.beside) if value is not None]
    return all(
        value.yes is not None
        or (
            all(item in found.quote for item in value.items)
            if value.items
            else value.text in found.quote
        )
        for value in values
    )
