"""Figures in sentences of our own: what is found, how it is read, and what is left alone."""

from __future__ import annotations

import pytest

from index.figures import find_figures, parse_number, unit_class, unit_scale
from index.figures.patterns import MASKS, figure_patterns
from index.fold import fold_characters
from index.models import Figure
from index.structure import split_sentences
from tests.golden_cases import Case, cases


def figures_in(text: str) -> tuple[Figure, ...]:
    return find_figures(text, split_sentences(text, 0, len(text)))


def row(figure: Figure) -> str:
    number = figure.date if figure.kind == "date" else str(figure.number)
    if figure.upper is not None:
        number = f"{number}..{figure.upper}"
    parts = (figure.unit, figure.qualifier, figure.thing, figure.verb)
    return " | ".join([figure.text, figure.kind, str(number), *(part or "-" for part in parts)])


@pytest.mark.parametrize("case", [pytest.param(c, id=c.title) for c in cases("figures")])
def test_golden(case: Case) -> None:
    found = [row(figure) for figure in figures_in(case.input)]
    assert found == case.expected.splitlines()


@pytest.mark.parametrize("case", [pytest.param(c, id=c.title) for c in cases("figures")])
def test_spans_hold(case: Case) -> None:
    last = 0
    for figure in figures_in(case.input):
        assert case.input[figure.start : figure.end] == figure.text
        assert figure.sentence_start <= figure.clause_start <= figure.start >= last
        assert figure.end <= figure.clause_end <= figure.sentence_end
        last = figure.end


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("29", 29),
        ("4,402", 4402),
        ("３．５", 3.5),
        ("3.5万", 35_000),
        ("1.2亿", 120_000_000),
        ("二十九", 29),
        ("一百零五", 105),
        ("一百一十", 110),
        ("两千三百", 2300),
        ("两千三", 2300),
        ("两千零三", 2003),
        ("一万二", 12_000),
        ("二十三万四千", 234_000),
        ("三点五", 3.5),
        ("三点五万", 35_000),
        ("二〇二四", 2024),
        ("十", 10),
        ("零", 0),
        ("12,34", None),
        ("3，500", None),
        ("百余", None),
        ("十百", None),
        ("多少", None),
        ("", None),
    ],
)
def test_numbers(text: str, number: float | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("人", "名", True),
        ("位", "万人", True),
        ("人", "人次", False),
        ("万人次", "人次", True),
        ("所", "家", True),
        ("件", "起", True),
        ("件", "份", False),
        ("场", "场次", True),
        ("条", "篇", True),
        ("项", "个", True),
        ("万元", "亿元", True),
        ("元/人", "元", True),
        ("%", "个百分点", False),
        ("天", "个工作日", True),
        ("公里", "平方米", False),
        ("项", "％", False),
    ],
)
def test_units_compare(one: str, other: str, same: bool) -> None:
    assert (unit_class(one) == unit_class(other)) is same


def test_scale_of_units() -> None:
    assert [unit_scale(unit) for unit in ("人", "万元", "亿元", "千米", "万人次")] == [
        1,
        10_000,
        100_000_000,
        1,
        10_000,
    ]


@pytest.mark.parametrize("pattern", figure_patterns(), ids=lambda p: f"{p.name} {p.example}")
def test_every_pattern_fits_its_example(pattern: object) -> None:
    assert pattern.pattern.search(fold_characters(pattern.example))  # type: ignore[attr-defined]


@pytest.mark.parametrize("mask", MASKS, ids=lambda m: m.example)
def test_every_mask_fits_its_example(mask: object) -> None:
    assert mask.pattern.search(fold_characters(mask.example))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        ",",
        "1,",
        "1.",
        "二",
        "十",
        "百分之",
        "5月",
        "3-",
        "近约超",
        "第",
        "“",
        "《",
        "| 1 ",
        "人1",
    ],
)
def test_endless_input_is_read(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    for figure in find_figures(text, [(0, len(text))]):
        assert text[figure.start : figure.end] == figure.text


def test_only_whole_figures_of_the_sentences_count() -> None:
    text = "聘任教师12人。检查学校30所。"
    assert [figure.text for figure in find_figures(text, [(0, 8)])] == ["12人"]
    assert find_figures(text, [(0, 5)]) == ()
    assert find_figures("", []) == ()
