"""Figures in a row, asked for as parts of a whole: 行政许可9项、行政处罚41项、其他13项."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.answers.readings import Reading, Sentence
from index.figures import unit_class
from index.figures.verbs import find_verbs, is_firm
from index.models import Concept, Figure, Question, Value

_ASKS = re.compile(
    r"分别(?:是|有|为|占)?(?:多少|几|哪)|各(?:自|是|有|占|为)?(?:多少|几)|各.{1,6}分别|分别.{0,6}(?:多少|几)"
    r"|哪(?:几|[两三四五六])?[类种]|(?:分|有)(?:为|成)?几[类种]|\bbreakdown\b|\bbroken down\b|\bhow many of each\b"
)
# What the rows themselves answer: 各学段, 哪几类.
_PARTITION = re.compile(r"^各|^(?:每|不同)|[类种](?:别|型)?$|类型|种类|学段$|构成")
_OPENS = re.compile(r"其中[:：,，]?|分别(?:为|是)?|包括|按[^,，。;；]{2,8}分[,，]?|[:：]|含")
_JOINTS = re.compile(r"[、,，;；和及与]\s*$")
_LONGEST_LABEL = 16
_KINDS = frozenset({"count", "money", "rate"})


def asks_breakdown(question: Question) -> bool:
    """Whether a question asks for the parts of a whole, each with its figure."""
    return question.kind in ("count", "which", "amount") and bool(_ASKS.search(question.folded))


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
    for row in _rows(text, sentence.start, figures):
        starts = [start for start, _ in row]
        total = _total(figures, row, starts[0])
        lead = total.clause_start if total else _clause_start(sentence, starts[0])
        items = tuple(text[start : figure.end] for start, figure in row)
        value = Value(text[starts[0] : row[-1][1].end], items=items)
        found.append(Reading(value, lead, row[-1][1].end, _adds_up(total, row)))
    return tuple(found)


def _rows(
    text: str, start: int, figures: Sequence[Figure]
) -> Iterator[list[tuple[int, Figure]]]:
    """Figures of one unit that follow each other, each with the start of its label."""
    row: list[tuple[int, Figure]] = []
    opened = False
    last = start
    for figure in figures:
        between = text[last : figure.start]
        fits = bool(row) and unit_class(row[-1][1].unit) == unit_class(figure.unit)
        joint = re.match(r"\s*(?:[、和及与]|[,，;；](?:其中)?)", between)
        label = between[joint.end() :] if joint else between
        goes_on = fits and joint is not None and _is_label(label)
        if goes_on and (opened or between.lstrip()[:1] in "、和及与") and "其中" not in between:
            row.append((last + (joint.end() if joint else 0), figure))
        else:
            if len(row) > 1:
                yield row
            opening = None
            for opening in _OPENS.finditer(between):
                pass
            opened = opening is not None
            begin = last + opening.end() if opening else last + _last_stop(between)
            row = [(begin, figure)] if _is_label(text[begin : figure.start]) else []
        last = figure.end
    if len(row) > 1:
        yield row


def _last_stop(between: str) -> int:
    stops = list(re.finditer(r"[，,。；;：:、]", between))
    return stops[-1].end() if stops else 0


def _is_label(label: str) -> bool:
    """Whether a text between two figures names what the second counts, and tells nothing else."""
    label = label.strip()
    if not 1 <= len(label) <= _LONGEST_LABEL or re.search(r"[，,。；;]|^另|较上|同比|比上", label):
        return False
    return not any(is_firm(word) and start == 0 and len(word) > 2 for start, _, word in find_verbs(label))


def _total(figures: Sequence[Figure], row: list[tuple[int, Figure]], begin: int) -> Figure | None:
    """The figure right before a row that may be the whole of it."""
    unit = unit_class(row[0][1].unit)
    before = [f for f in figures if f.end <= begin and unit_class(f.unit) == unit]
    sums = [f for f in before if _adds_up(f, row)]
    return (sums or before or [None])[-1]


def _adds_up(total: Figure | None, row: list[tuple[int, Figure]]) -> bool:
    if total is None or total.number is None:
        return False
    return abs(sum(figure.number or 0 for _, figure in row) - total.number) < 1e-6


def _clause_start(sentence: Sentence, at: int) -> int:
    spans = [(start, end) for start, end in sentence.clauses() if start <= at]
    # 其中… goes on from the clause before it.
    return spans[max(0, len(spans) - 2)][0] if spans else sentence.start
