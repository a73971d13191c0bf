"""How questions are understood: tests/golden/questions.md, and follow-ups."""

from __future__ import annotations

from datetime import date

import pytest

from index.models import Question
from index.questions.parse import parse
from index.questions.parts import parse_parts
from index.questions.years import find_years
from tests.golden_cases import Case, cases

TODAY = date(2026, 11, 22)


def _line(question: Question) -> str:
    concepts = (f"[{c.text}]" if c.focus else c.text for c in question.concepts)
    parts = (
        question.kind,
        question.operation,
        " ".join(question.slots.places),
        " ".join(map(str, question.slots.years)),
        question.slots.issuer,
        " ".join(concepts),
    )
    return " | ".join(part or "-" for part in parts)


@pytest.mark.parametrize("case", cases("questions"), ids=lambda case: case.title)
def test_golden(case: Case) -> None:
    assert _line(parse(case.input, today=TODAY)) == case.expected


def _talk(*texts: str) -> Question:
    question = None
    for text in texts:
        question = parse(text, today=TODAY, previous=question)
    assert question is not None
    return question


def test_a_place_alone_goes_on_with_the_question() -> None:
    asked = _talk("江北区2024年聘任了多少名法治副校长?", "那高平市呢?")
    assert asked.slots.places == ("山西省晋城市高平市",)
    assert asked.slots.years == (2024,)
    assert [c.text for c in asked.concepts] == ["聘任", "法治副校长"]


def test_a_year_alone_goes_on_with_the_place() -> None:
    asked = _talk("江北区2024年聘任了多少名法治副校长?", "2023年呢?")
    assert (asked.slots.places, asked.slots.years) == (("江北区",), (2023,))


def test_a_new_topic_keeps_the_place() -> None:
    asked = _talk("江北区聘任了多少名法治副校长?", "聘请率呢?")
    assert asked.slots.places == ("江北区",)
    assert asked.kind == "rate"


def test_a_whole_question_starts_anew() -> None:
    asked = _talk("江北区聘任了多少名法治副校长?", "全县有多少所中小学、幼儿园聘请了法治副校长?")
    assert asked.slots.places == ()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024年", (2024,)),
        ("what share of complaints in 2024 was about cards", (2024,)),
        ("did it hire 2024 teachers", ()),
        ("songling's 2024 penalties", (2024,)),
        ("2024 penalties in songling", (2024,)),
        ("what were the 2024 figures", (2024,)),
        ("2022到2024年", (2022, 2023, 2024)),
        ("2022-2023年度", (2022, 2023)),
        ("24年和23年", (2024, 2023)),
        ("近10年", ()),
        ("二零二三年", (2023,)),
        ("上年度", (2025,)),
        ("比上年增加", ()),
        ("in 2024", (2024,)),
        ("2024人", ()),
        ("last year", (2025,)),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    found = find_years(text, TODAY.year)
    assert tuple(y for mention in found if not mention.compared for y in mention.years) == years


@pytest.mark.parametrize("text", ["", " ", "?" * 10_000, "多少" * 5_000, "\x00", "𠮷" * 100])
def test_anything_is_understood_somehow(text: str) -> None:
    assert parse(text, today=TODAY).text == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("榆川县录取新生多少人，线上录取率是多少？", 2),
        ("榆川县录取新生多少人和线上录取率", 2),
        ("榆川县法治副校长和法治辅导员各有多少人", 2),
        ("榆川县有多少所中小学、幼儿园聘请了法治副校长", 1),
        ("榆川县有多少所中小学、幼儿园聘请了法治副校长，聘请率是多少", 2),
        ("榆川县和枫林县分别聘任了多少名法治副校长", 1),
        ("榆川县比枫林县多聘任了多少名法治副校长", 1),
        ("榆川县聘任了多少名法治副校长？", 1),
    ],
)
def test_two_things_asked_are_two_questions(text: str, parts: int) -> None:
    def understand(part: str) -> Question:
        return parse(part, held_places=("榆川县", "枫林县"), today=TODAY)

    questions = parse_parts(text, understand)
    assert len(questions) == parts
    assert all("榆川县" in question.slots.places for question in questions)


def test_how_about_goes_on_with_what_was_asked() -> None:
    asked = _talk(
        "How many legal vice-principals did Jiangbei District hire in 2024?",
        "how about Gaoping City in 2023?",
    )
    assert asked.kind == "count"
    assert asked.slots.years == (2023,)
    assert asked.slots.places == ("山西省晋城市高平市",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("榆川县法治副校长", "count"),
        ("榆川县持证执法人员", "count"),
        ("榆川县法治副校长聘请率", "rate"),
        ("榆川县教育局局长", "open"),
        ("榆川县政务公开", "open"),
    ],
)
def test_a_name_alone_asks_for_what_is_told_of_it(text: str, kind: str) -> None:
    assert parse(text, held_places=("榆川县",), today=TODAY).kind == kind


def test_politeness_is_no_part_of_what_is_asked() -> None:
    plain = parse("榆川县聘任了多少名法治副校长？", held_places=("榆川县",), today=TODAY)
    polite = parse(
        "您好，麻烦您查一下榆川县聘任了多少名法治副校长，谢谢！",
        held_places=("榆川县",),
        today=TODAY,
    )
    assert polite.concepts == plain.concepts
