"""Figures in a row, asked for as parts of a whole: 行政许可9项、行政处罚41项、其他13项."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.answers.matching import SAID, is_light, share_in
from index.answers.readings import Reading, Sentence
from index.figures import unit_class
from index.figures.verbs import find_verbs, is_firm
from index.fold import fold
from index.models import Concept, Figure, Question, Value

_ASKS = re.compile(
    r"分别(?:是|有|为|占)?(?:多少|几|哪)|各[^,，。;；]{0,4}(?:多少|几)|各.{1,6}分别|分别.{0,6}(?:多少|几)"
    r"|哪(?:几|[两三四五六])?[类种]|(?:分|有)(?:为|成)?几[类种]|\bbreakdown\b|\bbroken down\b|\bhow many (?:\w+ )?(?:are )?(?:of|in|for) each\b"
)
_KINDS_ONLY = re.compile(
    r"哪(?:几|[两三四五六])?[类种]|各[^,，。;；多少几]{1,6}(?:分别|各)|几[类种]"
)
# What the rows themselves answer: 各学段, 哪几类.
_PARTITION = re.compile(
    r"^各|^(?:处理|审理)?结果$|^处理$|^(?:每|不同)|[类种](?:别|型)?$|类型|种类|学段$|构成"
)
_OPENS = re.compile(
    r"其中[:：,，]?|分别(?:为|是)?|包括|按[^,，。;；]{2,8}分[,，]?|中[,，]|[:：（(]|含"
)
# 3个二等奖, 1所民办幼儿园筹设: a label behind its figure.
_BEHIND = re.compile(r"[^、，,。；;：:（(\d]{2,14}(?=[、，,。；;）)]|和|及)")
_LONGEST_LABEL = 16
# A row of so many needs no 其中 before it.
_MANY = 3
_DIGITS = re.compile(r"\d.*$")
_KINDS = frozenset({"count", "money", "rate"})


class Part(NamedTuple):
    """A figure with its label at [start, end) of the stored text; `labelled` when it stands before."""

    start: int
    end: int
    figure: Figure
    labelled: bool


def asks_breakdown(question: Question) -> bool:
    """Whether a question asks for the parts of a whole, each with its figure."""
    return question.kind in ("count", "which", "amount") and bool(_ASKS.search(question.folded))


def asks_kinds(question: Question) -> bool:
    """Whether only the parts answer: 哪几类, 各学段分别."""
    return bool(_KINDS_ONLY.search(question.folded))


def is_partition(concept: Concept) -> bool:
    """Whether a word of such a question only says by what the whole is parted."""
    return bool(_PARTITION.search(concept.text))


def breakdown_readings(question: Question, sentence: Sentence) -> tuple[Reading, ...]:
    """The rows of figures in a sentence, each with what leads up to it."""
    held, text = sentence.held, sentence.held.report.text
    figures = [
        figure
        for figure in held.figures_between(sentence.start, sentence.end)
        if figure.kind in _KINDS
    ]
    found = []
    for row, opened in _rows(text, sentence.start, figures):
        total = _total(figures, row)
        lead = total.clause_start if total else _clause_start(sentence, row[0].start)
        sums = _adds_up(total, row) or _adds_up(_last_before(figures, row), row)
        if not (opened or sums or len(row) >= _MANY):
            continue
        before = (
            held.text.between(lead, row[0].start)
            + " "
            + "".join(held.headings[sentence.section][-1:])
        )
        items = tuple(text[part.start : part.end] for part in row)
        if not _parts_of_it(question, before, items):
            continue
        value = Value(text[row[0].start : row[-1].end], items=items)
        found.append(Reading(value, lead, row[-1].end, sums))
    return tuple(found)


def _parts_of_it(question: Question, before: str, items: Sequence[str]) -> bool:
    """Whether what is asked about is the whole, told before the row, and none of its parts."""
    things = [c for c in question.concepts if not (c.deed or is_light(c.words) or is_partition(c))]
    if not things:
        return True
    said = [c for c in things if share_in(c, before) >= SAID]
    itself = any(_DIGITS.sub("", fold(item).text) == things[-1].text for item in items)
    parts = [c for c in things if any(share_in(c, fold(item).text) >= SAID for item in items)]
    if len(parts) > 1:
        # 公安、检察、法院各多少名 names the parts itself.
        return len({*said, *parts}) * 2 >= len(things)
    return len(said) * 2 >= len(things) and not itself


def _rows(text: str, start: int, figures: Sequence[Figure]) -> Iterator[tuple[list[Part], bool]]:
    """Figures of one unit that follow each other, each with its label, and whether 其中 opens them."""
    row: list[Part] = []
    opened = False
    last = start
    for figure in figures:
        between = text[last : figure.start]
        joint = re.match(r"\s*(?:[、和及与]|[,，;；])", between)
        comma = joint is not None and joint[0].strip() in ",，;；"
        fits = bool(row) and unit_class(row[-1].figure.unit) == unit_class(figure.unit)
        part = None
        if (
            joint is not None
            and fits
            and "其中" not in between
            and not (comma and _complete(figures, row))
        ):
            deeds = row[0].labelled and _is_deed(text[row[0].start : row[0].figure.start])
            part = _part(text, last + joint.end(), figure, comma and not deeds)
        if part is not None and (opened or not comma or not part.labelled):
            row.append(part)
        else:
            if len(row) > 1:
                yield row, opened
            opening = next(reversed(list(_OPENS.finditer(between))), None)
            opened = opening is not None
            begin = last + opening.end() if opening else last + _last_stop(between)
            first = _part(text, _without_verb(text, begin, figure.start), figure, False)
            row = [first] if first else []
        last = row[-1].end if row else figure.end
    if len(row) > 1:
        yield row, opened


def _complete(figures: Sequence[Figure], row: list[Part]) -> bool:
    """Whether a row already adds up to a figure before it."""
    return len(row) > 1 and _adds_up(_total(figures, row), row)


def _part(text: str, start: int, figure: Figure, comma: bool) -> Part | None:
    """A figure with its label: before it (行政许可9项), or behind it (3个二等奖)."""
    label = text[start : figure.start]
    if not label.strip():
        behind = _BEHIND.match(text, figure.end)
        return Part(start, behind.end(), figure, False) if behind else None
    if not _is_label(label) or (comma and _is_deed(label)):
        return None
    return Part(start, figure.end, figure, True)


def _is_deed(label: str) -> bool:
    """Whether a label begins with a verb: 维持108件, 报名3142人."""
    verbs = find_verbs(label)
    return bool(verbs) and verbs[0][0] == 0


def _without_verb(text: str, start: int, end: int) -> int:
    """Where the label of the first part begins behind a verb: 学生获|冠军2个."""
    label = text[start:end].rstrip()
    done = label.endswith(("了", "过"))
    firm = [
        stop
        for _, stop, word in find_verbs(label)
        if is_firm(word) or (done and stop >= len(label) - 1)
    ]
    stop = max(firm, default=0)
    while text[start + stop : start + stop + 1] in ("了", " "):
        stop += 1
    # 查封扣押6起: where nothing is left the verb is the label.
    return start + stop if text[start + stop : end].strip() or done else start


def _last_stop(between: str) -> int:
    stops = list(re.finditer(r"[，,。；;：:、]", between))
    return stops[-1].end() if stops else 0


def _is_label(label: str) -> bool:
    """Whether a text between two figures names what the second counts, and tells nothing else."""
    label = label.strip()
    return 1 <= len(label) <= _LONGEST_LABEL and not re.search(
        r"[，,。；;]|^另|较上|同比|比上", label
    )


def _total(figures: Sequence[Figure], row: Sequence[Part]) -> Figure | None:
    """The figure right before a row that may be the whole of it."""
    unit = unit_class(row[0].figure.unit)
    before = [f for f in figures if f.end <= row[0].start and unit_class(f.unit) == unit]
    sums = [f for f in before if _adds_up(f, row)]
    return next(reversed(sums or before), None)


def _last_before(figures: Sequence[Figure], row: Sequence[Part]) -> Figure | None:
    """The last figure before a row, of whatever unit: 6名学生获冠军2个…."""
    return next((f for f in reversed(figures) if f.end <= row[0].start), None)


def _adds_up(total: Figure | None, row: Sequence[Part]) -> bool:
    if total is None or total.number is None:
        return False
    return abs(sum(part.figure.number or 0 for part in row) - total.number) < 1e-6


def _clause_start(sentence: Sentence, at: int) -> int:
    spans = [(start, end) for start, end in sentence.clauses() if start <= at]
    # 其中… goes on from the clause before it.
    return spans[max(0, len(spans) - 2)][0] if spans else sentence.start
