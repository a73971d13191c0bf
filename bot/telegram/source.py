"""What a report says around a quote: the section in pages, the tree of its headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.telegram import texts
from bot.telegram.markup import escape, marked, shorten
from bot.telegram.page import Button, Page, turning
from bot.telegram.stating import path_of
from index.models import Finding, Language, Report, Section

_PAGE = 1800  # characters
_HEADINGS = 10  # buttons on a page of contents
_LINE = re.compile(r"\n\s*\n+")
_BREAK = re.compile(r"\n|[。！？；]")


def source_page(
    report: Report,
    sections: Sequence[Section],
    finding: Finding,
    language: Language,
    reference: str,
    page: int | None,
) -> Page | None:
    """The page (from 0) of the section around the quote; None if the report lost the quote.

    Without a page, the one on which the quote begins. `reference` (ID:N) is what the
    buttons refer to.
    """
    found = locate(report.text, finding)
    if found is None:
        return None
    first, last = around(sections, *found, len(report.text))
    data = f"p:{reference}"
    return _section(report, (first, last), found, path_of(finding), data, page, language)


def section_page(
    report: Report,
    sections: Sequence[Section],
    number: int,
    language: Language,
    reference: str,
    page: int,
) -> Page | None:
    """The page (from 0) of one section by its number; None if the report has no such section."""
    section = next((each for each in sections if each.number == number), None)
    if section is None:
        return None
    title = f"{report.heading} › {section.heading}" if section.heading else report.heading
    span, data = (section.start, section.end), f"h:{reference}:{number}"
    return _section(report, span, (0, 0), title, data, page, language)


def contents_page(
    report: Report, sections: Sequence[Section], language: Language, reference: str, page: int
) -> Page:
    """The headings of a report as buttons that open their sections, ten to a page (from 0)."""
    headings = [section for section in sections if section.kind == "heading" and section.number]
    pages = max(1, -(-len(headings) // _HEADINGS))
    page = max(0, min(page, pages - 1))
    shown = headings[page * _HEADINGS : (page + 1) * _HEADINGS]
    rows = tuple(
        (
            Button(
                "　" * (section.level - 1) + shorten(section.heading, 40),
                f"h:{reference}:{section.number}:0",
            ),
        )
        for section in shown
    )
    text = texts.CONTENTS(language, title=escape(shorten(report.heading, 300)))
    if pages > 1:
        text += "\n" + texts.LIST_PAGE(language, page=page + 1, pages=pages)
    return Page(text, (*rows, *turning(language, f"t:{reference}", page, pages)))


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


def _section(
    report: Report,
    span: tuple[int, int],
    mark: tuple[int, int],
    title: str,
    data: str,
    page: int | None,
    language: Language,
) -> Page:
    """One page of [start, end) of a report under its title, with `mark` marked where it lies in it.

    `data` (verb:ID:N…) is what the buttons refer to: other pages, the contents, the file.
    """
    start, end = mark
    pages = paginate(report.text, *span)
    if page is None:
        page = max(at for at, (begin, _) in enumerate(pages) if at == 0 or begin <= start)
    page = max(0, min(page, len(pages) - 1))
    begin, finish = pages[page]
    text = report.text[begin:finish]
    shown = marked(text, max(0, start - begin), max(0, min(end, finish) - begin))
    blocks = [f"<b>{escape(shorten(title, 300))}</b>", "", _single_spaced(shown)]
    if len(pages) > 1:
        blocks += ["", texts.LIST_PAGE(language, page=page + 1, pages=len(pages))]
    reference = ":".join(data.split(":")[1:3])
    ways = (
        Button(texts.BUTTON_CONTENTS(language), f"t:{reference}:0"),
        Button(texts.BUTTON_ORIGINAL(language), f"o:{reference}"),
    )
    return Page("\n".join(blocks), (*turning(language, data, page, len(pages)), ways))


def _single_spaced(markup: str) -> str:
    return _LINE.sub("\n\n", markup.strip("\n"))
