"""What holds of the structure of any text: the five real reports, and generated ones."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from index.models import Section
from index.structure import (
    find_sections,
    make_passages,
    path,
    section_at,
    split_clauses,
    split_sentences,
)

SEEDS = Path(__file__).resolve().parents[1].parent / "shared" / "seeds"
PIECES = (
    *(
        "一、",
        "二、",
        "三、",
        "（一）",
        "(二)",
        "（三）",
        "1.",
        "2．",
        "3、",
        "（1）",
        "(2)",
        "①",
        "②",
    ),
    *(
        "第一章",
        "第二部分",
        "一是",
        "二是",
        "三是",
        "一要",
        "第一，",
        "第二，",
        "其一，",
        "## ",
        "总之，",
    ),
    *("加强领导", "全年宣讲45场", "3,500人", "2024年", "占99.6%", "第八条（一）项", "一、二年级"),
    *("逐校登记造册并按季度向社会公开结果接受监督", "某县教育局", "《办法》", "“抓早抓小”", "方面"),
    *(
        "。",
        "。",
        "，",
        "，",
        "；",
        "：",
        "！",
        "？",
        "、",
        " ",
        "\u3000",
        "\n",
        "\n",
        " | ",
        "”",
        "）",
        ".",
    ),
)


def generated(number: int) -> str:
    dice = random.Random(number)
    return "".join(dice.choices(PIECES, k=dice.randrange(1, 120)))


def texts() -> list[object]:
    """The real reports where they are at hand, and generated texts."""
    real = [pytest.param(p.read_text("utf-8"), id=p.name) for p in sorted(SEEDS.glob("*.txt"))]
    made = [pytest.param(generated(n), id=f"generated {n}") for n in range(300)]
    return [*real, *made]


def solid(text: str, start: int, end: int) -> set[int]:
    """The offsets in [start, end) that hold more than white space."""
    return {i for i in range(start, end) if not text[i].isspace() and text[i] not in "\u200b\ufeff"}


def holds(outer: Section, inner: Section) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


@pytest.mark.parametrize("text", texts())
def test_sections_nest_in_reading_order(text: str) -> None:
    sections = find_sections(text)
    report = sections[0]
    assert (report.level, report.label, report.heading) == (0, "", "")
    assert (report.start, report.body, report.end) == (0, 0, len(text))
    assert [s.number for s in sections] == list(range(len(sections)))
    for before, section in pairwise(sections):
        assert before.start < section.start or before.number == 0
    for section in sections[1:]:
        assert section.parent is not None
        parent = sections[section.parent]
        assert section.start <= section.body <= section.end
        assert section.start < section.end
        assert holds(parent, section)
        assert parent.level < section.level
        assert section.kind == "item" or parent.kind == "heading"
        assert section.start >= parent.body
        assert section.label in section.heading
        siblings = [s for s in sections if s.parent == section.parent and s.start > section.start]
        assert all(section.end <= other.start for other in siblings)


@pytest.mark.parametrize("text", texts())
def test_headings_are_written_in_the_text(text: str) -> None:
    solid_text = "".join(text.split())
    for section in find_sections(text)[1:]:
        assert "".join(section.heading.split()) in solid_text
        assert "\n" not in section.heading
        assert section.heading == section.heading.strip()


@pytest.mark.parametrize("text", texts())
def test_innermost_section_is_the_smallest_that_holds_the_offset(text: str) -> None:
    sections = find_sections(text)
    for offset in range(0, len(text), 7):
        holding = [s for s in sections if s.start <= offset < s.end]
        assert section_at(sections, offset) == max(holding, key=lambda s: s.number)
        headings = [s.heading for s in holding if s.kind == "heading" and s.level]
        assert list(path(sections, holding[-1].number)) == headings


@pytest.mark.parametrize("text", texts())
def test_sentences_and_clauses_tile_the_text(text: str) -> None:
    for split in (split_sentences, split_clauses):
        spans = split(text, 0, len(text))
        assert list(spans) == sorted(spans)
        covered = [i for start, end in spans for i in range(start, end)]
        assert len(covered) == len(set(covered))
        assert solid(text, 0, len(text)) <= set(covered)
        for start, end in spans:
            assert text[start:end] == text[start:end].strip() != ""
            assert split(text, start, end) == ((start, end),)


@pytest.mark.parametrize("text", texts())
def test_every_character_is_in_one_passage_or_heading(text: str) -> None:
    sections = find_sections(text)
    passages = make_passages(text, sections)
    headings = [s for s in sections if s.kind == "heading" and s.level]
    covered: set[int] = set()
    for _, start, end in passages:
        characters = set(range(start, end))
        assert not covered & characters
        covered |= characters
    for section in headings:
        covered |= set(range(section.start, section.body))
    assert solid(text, 0, len(text)) <= covered
    for number, start, end in passages:
        assert sections[number].start <= start < end <= sections[number].end
        assert not any(start < s.start < end for s in headings)
        assert all(not (start < s.end < end) for s in headings)


@pytest.mark.parametrize("text", texts())
def test_the_same_text_gives_the_same_structure(text: str) -> None:
    sections = find_sections(text)
    assert find_sections(text) == sections
    assert make_passages(text, sections) == make_passages(text, find_sections(text))


@pytest.mark.parametrize(
    "unit",
    [
        "一、总体情况 (一)加强领导方面 一是成立专班。二是宣讲45场。",
        "一是",
        "（一）",
        "1、1.",
        "字",
        " ",
        "。）”",
        "#",
    ],
)
def test_a_line_of_a_megabyte_is_read(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    sections = find_sections(text)
    assert sections[0].end == len(text)
    assert all(start < end for _, start, end in make_passages(text, sections))


def labels(sections: tuple[Section, ...], level: int) -> list[str]:
    found = [s.label for s in sections if s.kind == "heading" and s.level == level]
    return [label.translate(str.maketrans("（）", "()")) for label in found]


HAN = ["(一)", "(二)", "(三)", "(四)", "(五)", "(六)", "(七)"]
TOP = ["一、", "二、", "三、", "四、", "五、", "六、"]


@pytest.mark.parametrize(
    ("number", "top", "second", "third"),
    [
        ("000", TOP[:3], [*HAN[:5], *HAN[:3], *HAN[:4]], []),
        (
            "001",
            TOP[:3],
            [*HAN[:5], *HAN[:3]],
            ["1.", "2.", *("1.", "2.", "3.", "4."), *("1.", "2.", "3."), *("1.", "2.") * 2],
        ),
        ("002", TOP[:4], HAN[:5], []),
        ("003", TOP[:6], [*HAN[:3], *HAN[:3], *HAN[:4]], []),
        ("004", TOP[:3], [*HAN[:7], *HAN[:3], *HAN[:6]], []),
    ],
)
def test_outline_of_a_real_report(
    number: str, top: list[str], second: list[str], third: list[str]
) -> None:
    files = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not files:
        pytest.skip("the real reports are not at hand")
    sections = find_sections(files[0].read_text("utf-8"))
    assert labels(sections, 1) == top
    assert labels(sections, 2) == second
    assert labels(sections, 3) == third


@pytest.mark.parametrize(
    ("number", "items"),
    [("000", [2, 4, 4, 2]), ("001", [3]), ("002", [3, 4, 3, 3, 3, 3, 3, 3]), ("003", [3, 3])],
)
def test_items_of_a_real_report(number: str, items: list[int]) -> None:
    files = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not files:
        pytest.skip("the real reports are not at hand")
    sections = find_sections(files[0].read_text("utf-8"))
    parents = [s.parent for s in sections if s.kind == "item"]
    assert [parents.count(parent) for parent in dict.fromkeys(parents)] == items
