"""The reports held, as people browse them: all, or those of one place, year or issuer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.telegram import texts
from bot.telegram.markup import escape, joined, shorten
from bot.telegram.page import Button, Page, turning
from index.models import Language, ReportEntry

# What reports are told apart by, as buttons refer to it.
FACETS = ("place", "year", "issuer")
_ROWS = 20
_VALUES = 16


def reports_page(entries: Sequence[ReportEntry], language: Language, page: int) -> Page:
    """All reports, twenty to a page (from 0), with the ways to browse them."""
    if not entries:
        return Page(texts.NO_REPORTS(language))
    heading = texts.REPORTS_HELD(language, count=len(entries))
    row = tuple(
        Button(label(language), f"f:{facet}:0")
        for facet, label in zip(FACETS, texts.BUTTON_FACETS, strict=True)
    )
    return _listed(entries, heading, language, "r", page, (row,))


def values_page(entries: Sequence[ReportEntry], language: Language, facet: str, page: int) -> Page:
    """The places, years or issuers there are, each a button, most reports first."""
    values = _values(entries, facet)
    pages = max(1, -(-len(values) // _VALUES))
    page = min(page, pages - 1)
    shown = values[page * _VALUES : (page + 1) * _VALUES]
    buttons = [
        Button(f"{shorten(value, 30)}（{count}）", f"e:{facet}:{number}:0")
        for number, (value, count) in enumerate(shown, page * _VALUES)
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    text = texts.REPORTS_HELD(language, count=len(entries))
    return Page(text, (*rows, *turning(language, f"f:{facet}", page, pages)))


def matching_page(
    entries: Sequence[ReportEntry], language: Language, facet: str, number: int, page: int
) -> Page | None:
    """The reports of one of these values; None where there is no such value any more."""
    values = _values(entries, facet)
    if number >= len(values):
        return None
    value = values[number][0]
    found = [entry for entry in entries if _value(entry, facet) == value]
    heading = texts.REPORTS_OF(language, value=escape(value), count=len(found))
    return _listed(found, heading, language, f"e:{facet}:{number}", page, ())


def _values(entries: Sequence[ReportEntry], facet: str) -> list[tuple[str, int]]:
    """The values with how many reports have each; years from the latest, others by their number."""
    counts = Counter(value for entry in entries if (value := _value(entry, facet)))
    if facet == "year":
        return sorted(counts.items(), reverse=True)
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))


def _value(entry: ReportEntry, facet: str) -> str:
    value = getattr(entry.description, facet)
    return str(value) if value else ""


def _listed(
    entries: Sequence[ReportEntry],
    heading: str,
    language: Language,
    data: str,
    page: int,
    below: tuple[tuple[Button, ...], ...],
) -> Page:
    pages = max(1, -(-len(entries) // _ROWS))
    page = min(page, pages - 1)
    blocks = [heading]
    for number, entry in enumerate(entries[page * _ROWS :][:_ROWS], page * _ROWS + 1):
        about = entry.description
        facts = [about.place, str(about.year) if about.year else None]
        known = " ".join(fact for fact in facts if fact)
        title = shorten(about.title or entry.name, 100)
        blocks.append(f"{number}. {escape(title)}" + (f"（{escape(known)}）" if known else ""))
    if pages > 1:
        blocks.append(texts.LIST_PAGE(language, page=page + 1, pages=pages))
    return Page(joined(blocks), (*turning(language, data, page, pages), *below))
