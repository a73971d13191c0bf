"""The text around a quote, as its report has it: the section, in pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.telegram import texts
from bot.telegram.markup import escape, marked, shorten
from bot.telegram.messages import Page, turning
from bot.telegram.stating import path_of
from index.models import Finding, Language, Report, Section

_PAGE = 1800  # characters
_LINE = re.compile(r"\n\s*\n+")
_BREAK = re.compile(r"\n|[。！？；]")


def source_page(
    report: Report,
    sections: Sequence[Section],
    finding: Finding,
    language: Language,
    data: str,
    page: int | None,
) -> Page | None:
    """The page (from 0) of the section around the quote; None if the report lost the quote.

    Without a page, the one on which the quote begins. `data` is what the buttons
    refer to.
    """
    found = locate(report.text, finding)
    if found is None:
        return None
    start, end = found
    first, last = around(sections, start, end, len(report.text))
    pages = paginate(report.text, first, last)
    if page is None:
        page = max(at for at, (begin, _) in enumerate(pages) if at == 0 or begin <= start)
    page = max(0, min(page, len(pages) - 1))
    begin, finish = pages[page]
    text = report.text[begin:finish]
    shown = marked(text, max(0, start - begin), max(0, min(end, finish) - begin))
    blocks = [f"<b>{escape(shorten(path_of(finding), 300))}</b>", "", _single_spaced(shown)]
    if len(pages) > 1:
        blocks += ["", texts.LIST_PAGE(language, page=page + 1, pages=len(pages))]
    return Page("\n".join(blocks), turning(language, data, page, len(pages)))


def locate(text: str, finding: Finding) -> tuple[int, int] | None:
    """Where the quote stands now: the report may have been read anew since the answer."""
    if text[finding.start : finding.end] == finding.quote:
        return finding.start, finding.end
    at = text.find(finding.quote)
    return (at, at + len(finding.quote)) if at >= 0 else None


def around(sections: Sequence[Section], start: int, end: int, length: int) -> tuple[int, int]:
    """The innermost section under a heading that holds [start, end), or the whole report."""
    holding = [
        section
        for section in sections
        if section.kind == "heading" and section.start <= start and end <= section.end
    ]
    if not holding:
        return 0, length
    inner = min(holding, key=lambda section: (section.end - section.start, -section.level))
    return inner.start, inner.end


def paginate(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """Cuts [first, last) into pages, after a line or a sentence where there is one."""
    pages = []
    while last - first > _PAGE:
        breaks = [found.end() for found in _BREAK.finditer(text, first + _PAGE // 2, first + _PAGE)]
        cut = breaks[-1] if breaks else first + _PAGE
        pages.append((first, cut))
        first = cut
    pages.append((first, last))
    return pages


def _single_spaced(markup: str) -> str:
    return _LINE.sub("\n\n", markup.strip("\n"))
