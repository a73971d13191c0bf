"""One finding in words: what it states, the quote with that marked, where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from bot.render import page_of
from bot.telegram import texts
from bot.telegram.markup import around, clean, escape, find_value, marked, shorten
from index.models import Finding, Language

_FOLDED = 400  # characters; a quote longer than this is shown folded
_ROW_QUOTE = 160
_CLIPBOARD = 256  # characters that a copy button may hold


def statement(finding: Finding, language: Language) -> str:
    """The value in words: the figure as stated, yes or no; empty where the quote is all."""
    return finding.value.in_words(language) if finding.value is not None else ""


def quotation(finding: Finding, limit: int) -> str:
    """The quote in a block, the value in it marked; about `limit` characters around the value."""
    value, quote = finding.value, finding.quote
    start, end = 0, 0
    if value is not None and value.yes is None:
        start, end = find_value(quote, value.text)
        if end - start > limit:
            start, end = 0, 0
    text, start, end = around(quote, start, end, limit)
    folded = " expandable" if len(text) > _FOLDED else ""
    return f"<blockquote{folded}>{marked(text, start, end)}</blockquote>"


def source_line(finding: Finding, language: Language, limit: int) -> str:
    return texts.SOURCE(language) + escape(shorten(path_of(finding), limit))


def citation(finding: Finding, language: Language) -> str:
    """Figure and source in the form that goes into a document: 60人（《…报告》一、…（三）…）.

    At most what a copy button may hold: what is too long goes without its headings.
    """
    said = statement(finding, language) or finding.quote
    title = finding.title or finding.report
    join = " › " if language == "en" else ""
    path = "".join(join + heading for heading in (*finding.section, *page_of(finding)))
    text = texts.CITATION(language, said=said, title=title, path=path)
    if len(text) > _CLIPBOARD:
        said, title = shorten(said, 120), shorten(title, 120)
        text = texts.CITATION(language, said=said, title=title, path="")
    return clean(text)


def path_of(finding: Finding) -> str:
    """Title, headings and page, as plain text: 标题 › 一、… › (三)… › 第3页"""
    return " › ".join((finding.title or finding.report, *finding.section, *page_of(finding)))


def row_of(number: int, finding: Finding, language: Language) -> Iterator[str]:
    """The three lines of a finding in a list: who and what, the quote, the source."""
    who = escape(shorten(finding.place or finding.issuer or finding.title or finding.report, 60))
    if finding.year:
        who = texts.WHO(language, who=who, year=finding.year)
    said = statement(finding, language)
    value = texts.STATES(language, value=escape(shorten(said, 80))) if said else ""
    yield f"{number}. {who}{value}"
    yield quotation(finding, _ROW_QUOTE)
    yield source_line(finding, language, 120)
