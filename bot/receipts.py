"""Receipts: what an answer was taken from, and whether the same question gives it today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation import Conversation
from bot.recorded import Logged, Receipt
from index import Library
from index.errors import NotHeldError
from index.models import Answer, Slots


@dataclass(frozen=True, slots=True)
class Verification:
    """An answer held against what the reports say now.

    `again` is the answer to the same question today, `changed` and `gone` the reports
    of the first answer that were replaced or removed since.
    """

    generation: int
    again: Answer
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    def same_as(self, answer: Answer) -> bool:
        """Whether the question gives the very answer: its line, figures, quotes and reports."""
        return _stated(answer) == _stated(self.again)


def receipt(library: Library, answer: Answer) -> Receipt:
    """The state of the index, and the digests of the reports that an answer quotes."""
    names = dict.fromkeys(finding.report for finding in (*answer.findings, *answer.related))
    digests = {name: digest for name in names if (digest := _digest(library, name))}
    return Receipt(library.generation, digests)


def verify(library: Library, logged: Logged, earlier: Sequence[str], within: Slots) -> Verification:
    """Asks again what was asked, after the `earlier` questions, of the reports of `within`."""
    again = Conversation(library).reply("again", logged.answer.question, earlier, within)
    now = {name: _digest(library, name) for name in logged.receipt.reports}
    return Verification(
        library.generation,
        again,
        tuple(name for name, was in logged.receipt.reports.items() if now[name] not in (was, "")),
        tuple(name for name, digest in now.items() if not digest),
    )


def _digest(library: Library, name: str) -> str:
    """SHA-256 of a report's file, empty where it is not held."""
    try:
        return library.report(name).digest
    except NotHeldError:
        return ""


def _stated(answer: Answer) -> object:
    return answer.text, [(f.report, f.quote, f.value, f.section) for f in answer.findings]
