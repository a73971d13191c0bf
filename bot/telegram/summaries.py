"""What an administrator is told about reports that were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.telegram import admin_texts
from bot.telegram.markup import escape, joined, shorten
from bot.telegram.texts import Phrase
from index.models import IndexSummary, Language, ReportEntry

_NAMES = 15
_REASONS = 15


def index_summary(summary: IndexSummary, language: Language, seconds: float) -> str:
    """The result of /reindex: how many reports, which ones, and why some were refused."""
    blocks = [admin_texts.REINDEX_DONE(language, seconds=f"{seconds:.1f}")]
    blocks += _names(admin_texts.ADDED, summary.added, language)
    blocks += _names(admin_texts.UPDATED, summary.updated, language)
    blocks += _names(admin_texts.REMOVED, summary.removed, language)
    blocks += _names(admin_texts.GONE, summary.gone, language)
    if summary.unchanged:
        blocks.append(admin_texts.UNCHANGED(language, count=len(summary.unchanged)))
    if summary.refused:
        blocks += ["", admin_texts.REFUSED(language, count=len(summary.refused))]
        for refusal in summary.refused[:_REASONS]:
            name, reason = shorten(refusal.name, 80), shorten(refusal.reason, 120)
            blocks.append(f"· {escape(name)}：{escape(reason)}")
        blocks += _more(summary.refused, _REASONS, language)
    if len(blocks) == 1:
        blocks.append(admin_texts.REINDEX_NOTHING(language))
    return joined(blocks)


def document_summary(entry: ReportEntry, language: Language, done: Phrase) -> str:
    """What a document turned out to be."""
    about = entry.description
    unknown = admin_texts.NOT_STATED(language)
    blocks = [f"<b>{done(language)}</b> {escape(shorten(entry.name, 120))}"]
    for label, fact in (
        (admin_texts.TITLE, about.title),
        (admin_texts.ISSUER, about.issuer),
        (admin_texts.PLACE, about.region or about.place),
        (admin_texts.YEAR, str(about.year) if about.year else None),
    ):
        blocks.append(label(language) + escape(shorten(fact or unknown, 200)))
    blocks.append(admin_texts.FOUND(language, sections=entry.sections, figures=entry.figures))
    if about.notes:
        blocks.append(admin_texts.NOTES(language))
        blocks += [f"· {escape(shorten(note, 200))}" for note in about.notes[:_NAMES]]
    return joined(blocks)


def _names(label: Phrase, names: Sequence[str], language: Language) -> Iterator[str]:
    if names:
        yield label(language, count=len(names))
        yield from (f"· {escape(shorten(name, 80))}" for name in names[:_NAMES])
        yield from _more(names, _NAMES, language)


def _more(things: Sequence[object], shown: int, language: Language) -> Iterator[str]:
    if len(things) > shown:
        yield admin_texts.AND_MORE(language, count=len(things))
