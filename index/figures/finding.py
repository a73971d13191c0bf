"""From the text of a report to its figures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from index.figures.mentions import Mention, find_mentions
from index.figures.tables import find_cells
from index.figures.things import Owner, SentenceOwners
from index.fold import fold_characters
from index.models import Figure
from index.structure.sentences import split_clauses


def find_figures(text: str, sentences: Iterable[tuple[int, int]]) -> tuple[Figure, ...]:
    """The figures that `text` states within `sentences`, in reading order, none overlapping.

    `sentences` are [start, end) spans of `text` in order. Numbers without a unit
    are no figures, save in table cells whose column head names one.
    """
    spans = tuple(sentences)
    folded = fold_characters(text)
    # What is counted keeps its capitals (GDP), which folding takes away.
    cased = "".join(
        c if c.isascii() and c.isalpha() else f for c, f in zip(text, folded, strict=True)
    )
    cells = find_cells(cased, spans)
    covered = [(cell.mention.start, cell.mention.end) for cell in cells]
    mentions = [m for m in find_mentions(folded) if not _overlaps(m, covered)]
    figures = [
        _figure(text, cell.mention, cell.owner, cell.clause, cell.sentence) for cell in cells
    ]
    for sentence, inside in _by_sentence(mentions, spans):
        figures += _figures_of(text, cased, sentence, inside)
    return tuple(sorted(figures, key=lambda figure: figure.start))


def _overlaps(mention: Mention, spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (mention.start, mention.end))
    near = spans[max(0, at - 1) : at + 1]
    return any(start < mention.end and mention.start < end for start, end in near)


def _by_sentence(
    mentions: list[Mention], spans: tuple[tuple[int, int], ...]
) -> list[tuple[tuple[int, int], list[Mention]]]:
    """Each sentence that holds mentions, with those that lie wholly within it."""
    starts = [start for start, _ in spans]
    groups: dict[int, list[Mention]] = {}
    for mention in mentions:
        at = bisect_right(starts, mention.start) - 1
        if at >= 0 and mention.end <= spans[at][1]:
            groups.setdefault(at, []).append(mention)
    return [(spans[at], group) for at, group in sorted(groups.items())]


# 2022年底以前 bounds what follows; the months named behind it are not of that year.
_PAST = re.compile(r".?(?:[底末]|以前|之前|前)")


def _figures_of(
    text: str, cased: str, sentence: tuple[int, int], mentions: list[Mention]
) -> list[Figure]:
    clauses = split_clauses(text, *sentence) or (sentence,)
    owners = SentenceOwners(cased, clauses)
    starts = [start for start, _ in clauses]
    figures, year = [], None
    last = len(mentions) - 1
    for at, mention in enumerate(mentions):
        clause = max(0, bisect_right(starts, mention.start) - 1)
        following = mentions[at + 1] if at < last else None
        if following and following.start >= clauses[clause][1]:
            following = None
        if mention.period:
            mention = mention.in_year(year)
            if not _PAST.match(text, mention.end - 1):
                year = (mention.period.year() if mention.period else None) or year
        owner = owners.add(mention, following, clause)
        figures.append(_figure(text, mention, owner, clauses[clause], sentence))
    return figures


def _figure(
    text: str,
    mention: Mention,
    owner: Owner,
    clause: tuple[int, int],
    sentence: tuple[int, int],
) -> Figure:
    return Figure(
        start=mention.start,
        end=mention.end,
        text=text[mention.start : mention.end],
        kind=mention.kind,
        number=mention.number,
        unit=mention.unit,
        qualifier=mention.qualifier,
        upper=mention.upper,
        date=mention.period.iso() if mention.period else None,
        # 七部门: what is counted is the measure word itself.
        thing=mention.unit if mention.unit == "部门" else owner.thing,
        verb=owner.verb,
        clause_start=clause[0],
        clause_end=max(clause[1], mention.end),
        sentence_start=sentence[0],
        sentence_end=sentence[1],
    )
