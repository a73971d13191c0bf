"""The heading tree, sentences and clauses, by golden files; the rest of Section by example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.structure import (
    find_sections,
    make_passages,
    path,
    section_at,
    split_clauses,
    split_sentences,
    table_head,
)

GOLDEN = Path(__file__).parent / "golden"
_CASE = re.compile(
    r"^## (?P<title>.+?)\n\n```input\n(?P<input>.*?)\n```\n\n```expected\n(?P<expected>.*?)\n```$",
    re.DOTALL | re.MULTILINE,
)


def cases(*names: str) -> list[object]:
    """The (input, expected) of every case in the golden files, named by its title."""
    return [
        pytest.param(match["input"], match["expected"], id=match["title"])
        for name in names
        for match in _CASE.finditer((GOLDEN / name).read_text("utf-8"))
    ]


@pytest.mark.parametrize(("text", "expected"), cases("headings.md", "headings-damage.md"))
def test_headings(text: str, expected: str) -> None:
    outline = [
        f"{'  ' * (section.level - 1)}{section.level} {section.kind} {section.heading}"
        for section in find_sections(text)[1:]
    ]
    assert "\n".join(outline) == expected


@pytest.mark.parametrize(("text", "expected"), cases("sentences.md"))
def test_sentences(text: str, expected: str) -> None:
    found = [text[start:end] for start, end in split_sentences(text, 0, len(text))]
    assert "\n".join(found) == expected


@pytest.mark.parametrize(("text", "expected"), cases("sentences-clauses.md"))
def test_clauses(text: str, expected: str) -> None:
    found = [text[start:end] for start, end in split_clauses(text, 0, len(text))]
    assert "\n".join(found) == expected


REPORT = """\
某区教育局年度报告
发布日期：2024-02-01
一、主要做法
（一）抓普法。全年宣讲45场。一是进校园。二是进社区。
（二）抓执法12次，全部办结。
二、明年打算
继续努力。
总之，任务仍重。
某区教育局
2024年1月20日"""


def test_path_leads_from_the_top_without_items() -> None:
    sections = find_sections(REPORT)
    item = section_at(sections, REPORT.index("进社区"))
    assert (item.kind, item.label) == ("item", "二是")
    assert path(sections, item.number) == ("一、主要做法", "（一）抓普法")
    assert path(sections, 0) == ()


def test_lines_before_the_first_heading_and_the_closing_belong_to_the_report() -> None:
    sections = find_sections(REPORT)
    for words in ("某区教育局年度", "发布日期", "总之", "2024年1月20日"):
        assert section_at(sections, REPORT.index(words)).number == 0
    assert path(sections, section_at(sections, REPORT.index("继续努力")).number) == (
        "二、明年打算",
    )


@pytest.mark.parametrize(
    "closing",
    [
        "某区教育局\n2024年1月20日",
        "某区教育局（公章）\n\n　　二〇二四年一月二十日\n附件：明细表",
        "某区教育局\n20241月20日\n（联系人：王某，办公室）",
        "特此报告。\n某区教育局",
    ],
)
def test_a_signature_belongs_to_the_report(closing: str) -> None:
    text = "一、做法\n（一）学法。每月一次。\n（二）普法。每季一次。\n" + closing
    sections = find_sections(text)
    assert section_at(sections, text.index(closing)).number == 0
    assert section_at(sections, text.index("每季")).label == "（二）"


def test_a_signature_behind_a_space_belongs_to_the_report() -> None:
    text = "如下： 一、做法。每月一次。 二、打算。每季一次。 某区教育局 2024年1月20日"
    sections = find_sections(text)
    assert section_at(sections, text.index("某区")).number == 0
    assert section_at(sections, text.index("每季")).label == "二、"


def test_a_heading_that_states_a_figure_stays_in_its_text() -> None:
    sections = find_sections(REPORT)
    plain, counting = (s for s in sections if s.label in ("（一）", "（二）"))
    assert REPORT[plain.body :].startswith("全年宣讲")
    assert counting.body == counting.start


def test_a_heading_without_text_is_a_passage() -> None:
    sections = find_sections(REPORT)
    found = {
        (sections[number].label, REPORT[s:e]) for number, s, e in make_passages(REPORT, sections)
    }
    assert ("一、", "一、主要做法") in found


def test_passages_keep_whole_sentences_of_one_section() -> None:
    lead = "三是建立台账。"
    text = (
        "一、做法\n"
        + "一是逐校走访，"
        + "登记问题，" * 13
        + "形成清单。"
        + lead
        + "逐项销号。" * 30
    )
    sections = find_sections("一、做法\n一是甲。二是乙。")
    assert [s.label for s in sections] == ["", "一、", "一是", "二是"]
    sections = find_sections(text)
    passages = [text[start:end] for _, start, end in make_passages(text, sections)]
    assert all(len(passage) <= 220 for passage in passages)
    assert not any(passage.endswith(lead) for passage in passages)


def test_a_table_stays_together() -> None:
    table = "事项 | 数量\n许可 | 12\n处罚 | 3"
    text = "一、附表\n" + table
    assert table in [text[s:e] for _, s, e in make_passages(text, find_sections(text))]


def test_a_layout_table_does_not_make_a_report_one_row() -> None:
    text = "时间 | 作者 | " + "一、做法 " + "逐校走访，问题当场整改。" * 40 + "二、打算 继续努力。"
    assert [s.label for s in find_sections(text)[1:]] == ["一、", "二、"]
    assert len(split_sentences(text, 0, len(text))) > 40


def test_an_empty_text_is_a_report_without_sections() -> None:
    for text in ("", "\n \n"):
        sections = find_sections(text)
        assert [(s.level, s.start, s.end) for s in sections] == [(0, 0, len(text))]
        assert make_passages(text, sections) == ()
        assert section_at(sections, 0).number == 0


def test_a_passage_within_a_table_has_its_head() -> None:
    text = "附表\n县区 | 校长（名）\n甲区 | 12\n乙县 | 7\n其他文字。\n"
    assert table_head(text, text.index("乙县")) == "县区 | 校长（名）"
    for start in ("县区", "附表", "其他"):
        assert table_head(text, text.index(start)) == ""
