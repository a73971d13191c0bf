"""What officials asked first, of the real reports. Skips where they are absent."""

from __future__ import annotations

import pytest

from index import Library

# question, report, values in order, rates beside the first, labels of the section
ANSWERED = [
    ("全县有多少所中小学、幼儿园聘请了法治副校长", "000", ["29所"], ["100%"], ["一、", "(五)"]),
    (
        "How many schools and kindergartens in the county hired legal vice-principals?",
        "000",
        ["29所"],
        ["100%"],
        ["一、", "(五)"],
    ),
    ("how many schools hired legal vice-principals", "000", ["29所"], ["100%"], ["一、", "(五)"]),
    ("全縣有多少所中小學、幼兒園聘請了法治副校長", "000", ["29所"], ["100%"], ["一、", "(五)"]),
    ("江北区聘任了多少名法治副校长", "002", ["60人"], None, ["一、", "(三)"]),
    ("高平市2024年小学录取新生多少人", "003", ["4420人"], None, ["五、"]),
    ("高平市2024年小学线上录取率", "003", ["99.6%"], None, ["五、"]),
    (
        "高平市2024年小学录取新生多少人，线上录取率是多少？",
        "003",
        ["4420人", "99.6%"],
        None,
        ["五、"],
    ),
    ("高平市2024年通过线上录取了多少人", "003", ["4402人"], None, ["五、"]),
    ("陕州区有多少学生参加了学宪法活动", "001", ["20665人"], None, ["一、", "（二）", "4."]),
    ("江北区法治副校长和法治辅导员各有多少人", "002", ["60人", "6人"], None, ["一、", "(三)"]),
]


@pytest.mark.parametrize(
    ("question", "report", "values", "beside", "labels"), ANSWERED, ids=[row[0] for row in ANSWERED]
)
def test_answered(
    seeds: Library,
    question: str,
    report: str,
    values: list[str],
    beside: list[str] | None,
    labels: list[str],
) -> None:
    answer = seeds.ask(question)
    assert answer.status == "answered"
    assert [found.value.text for found in answer.findings if found.value] == values
    for found in answer.findings:
        assert found.report.startswith(report)
        assert len(found.section) == len(labels)
        for heading, label in zip(found.section, labels, strict=True):
            assert heading.startswith(label)
        assert seeds.report(found.report).text[found.start : found.end] == found.quote
        assert found.value is not None
        assert found.value.text in found.quote
    if beside is not None:
        assert [value.text for value in answer.findings[0].beside] == beside


@pytest.mark.parametrize(
    ("question", "slot", "said"),
    [
        ("高平市聘任了多少名法治副校长", "topic", "高平市"),
        ("江北区2022年聘任了多少名法治副校长", "year", "2024年"),
        ("海淀区聘任了多少名法治副校长", "place", "江北区"),
        ("江北区司法局聘任了多少名法治副校长", "issuer", "教育委员会"),
    ],
)
def test_refused_naming_what_is_missing(
    seeds: Library, question: str, slot: str, said: str
) -> None:
    answer = seeds.ask(question)
    assert answer.findings == ()
    assert answer.missing is not None
    assert answer.missing.slot == slot
    assert answer.status == ("not_found" if slot == "topic" else "missing_slot")
    assert said in answer.text
