"""What is read out of a sentence, and the part of it that each name in it is the subject of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.figures.verbs import find_verbs
from index.models import Value
from index.snapshot import HeldReport
from index.structure import split_clauses

# A clause that goes on with the subject of the one before: ，具体负责法治政府建设工作.
_GOES_ON = re.compile(
    r"^(?:并|具体|主要|全面|亲自|同时|还|先后|切实|认真|带头|全年|由其|任|兼任|获|荣|为|任期|决定|因|被|经|现|已|均)"
)
_APPOSED = re.compile(r"^(?:即|分别[为是]|[他她]们?是|名字|为)")
_SEPARATOR = re.compile(r"[、，,；;和及]")
_ROW_JOINT = re.compile(r"[、和及与]|以及")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a report at [start, end) of its stored text, in one of its sections."""

    held: HeldReport
    section: int
    start: int
    end: int

    @property
    def text(self) -> str:
        """The sentence as stored."""
        return self.held.report.text[self.start : self.end]

    @property
    def folded(self) -> str:
        return self.held.text.between(self.start, self.end)

    def clauses(self) -> tuple[tuple[int, int], ...]:
        """The clauses, as spans of the stored text of the report."""
        return split_clauses(self.held.report.text, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence would state, and the [start, end) of the stored text that says it.

    `value` None states the sentence itself. `role` tells whether the part also says
    what was asked of the name (its office, its deed).
    """

    value: Value | None
    start: int
    end: int
    role: bool = False


class Named(NamedTuple):
    """A name in a sentence, at [start, end) of the sentence."""

    name: str
    start: int
    end: int


def parts_of(sentence: Sentence, names: Sequence[Named]) -> tuple[tuple[int, int], ...]:
    """For every name the [start, end) of the sentence in which it is the one spoken of.

    That is its clause, cut where the clause goes over to another name, with the clauses
    behind it that have no subject of their own. Names in a row (甲、乙) share one part.
    """
    text = sentence.text
    offset = sentence.start
    clauses = [(start - offset, end - offset) for start, end in sentence.clauses()]
    parts: list[tuple[int, int]] = []
    for at, name in enumerate(names):
        number = next((i for i, (s, e) in enumerate(clauses) if s <= name.start < e), 0)
        start, end = clauses[number] if clauses else (0, len(text))
        if number and _APPOSED.match(text[start:end]):
            # 1名队员获评“最美城管人”，即某中队队员何某: what is said before is said of the name.
            start = clauses[number - 1][0]
        before = [other for other in names[:at] if start <= other.start]
        if before and not _in_row(text, before[-1], name):
            cut = _SEPARATOR.search(text, before[-1].end + 1, name.start)
            start = cut.end() if cut else before[-1].end
        elif before:
            start = parts[-1][0]
        behind = [other for other in names[at + 1 :] if other.start < end]
        last = name
        while behind and _in_row(text, last, behind[0]):
            last = behind.pop(0)
        if behind:
            cut = _SEPARATOR.search(text, last.end + 1, behind[0].start)
            end = cut.start() if cut else behind[0].start
        else:
            end = _with_following(text, clauses[number + 1 :], end, names)
        parts.append((start, end))
    return tuple(parts)


def _in_row(text: str, left: Named, right: Named) -> bool:
    return bool(_ROW_JOINT.fullmatch(text[left.end : right.start].strip('”“》《"')))


def _with_following(
    text: str, clauses: Sequence[tuple[int, int]], end: int, names: Sequence[Named]
) -> int:
    """The end of the clauses that go on with the same subject."""
    for start, stop in clauses:
        clause = text[start:stop]
        own = any(start <= name.start < stop for name in names)
        verbs = find_verbs(clause)
        if own or not (_GOES_ON.match(clause) or not verbs or verbs[0][0] == 0):
            break
        end = stop
    return end
