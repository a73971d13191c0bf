"""What is answered from small reports: literal in, literal out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.render import as_text
from index import Library
from index.models import Answer, Question
from tests.tiny_reports import (
    FENGLIN,
    LUHE_JUSTICE,
    TODAY,
    YUCHUAN,
    YUCHUAN_2023,
    report,
    values,
)

Ask = Callable[..., Answer]
known_bug = pytest.mark.xfail(strict=True)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Two years of one county, another county, and an office of another kind."""
    with Library.open(tmp_path_factory.mktemp("answers")) as held:
        held.add("yuchuan-2024.txt", YUCHUAN.encode(), "test")
        held.add("yuchuan-2023.txt", YUCHUAN_2023.encode(), "test")
        held.add("fenglin-2024.txt", FENGLIN.encode(), "test")
        held.add("luhe-2024.txt", LUHE_JUSTICE.encode(), "test")
        yield held


@pytest.fixture
def ask(library: Library) -> Ask:
    """Asks the four reports; every quote of every answer is compared with the stored text."""

    def asked(text: str, previous: Question | None = None) -> Answer:
        answer = library.ask(text, previous, today=TODAY)
        for found in (*answer.findings, *answer.related):
            assert library.report(found.report).text[found.start : found.end] == found.quote
        return answer

    return asked


def _reports(answer: Answer) -> list[str]:
    return [found.report for found in answer.findings]


def _yes(answer: Answer) -> bool | None:
    value = answer.findings[0].value
    return value.yes if value else None


class Case(NamedTuple):
    """A question to the report of 榆川县 on 2024, with the figure and the sentence to be found."""

    question: str
    value: str
    quote: str
    heading: str


_STAFF, _ENTRY, _LAW, _POWERS, _EVENTS = (
    "（一）配强法治队伍",
    "（二）规范招生入学",
    "（三）严格执法监管",
    "（四）厘清权力边界",
    "（五）办好普法活动",
)
_HIRED = "全县共聘任法治副校长46名，另聘法治辅导员9名。"
_SCHOOLS = "38所学校聘请了法治副校长，聘请率达到95%。"
_ADMITTED = "秋季小学录取新生3310人，其中通过线上录取3275人。"
_FINED = "查处违规办学案件7起，罚款2.4万元，没收违法所得0.8万元。"
_PATROLS = "2024年巡查培训机构67家次，2023年巡查培训机构52家次。"

FIGURES = (
    Case("榆川县2024年聘任了多少名法治副校长？", "46名", _HIRED, _STAFF),
    Case("榆川县2024年法治辅导员有几名？", "9名", _HIRED, _STAFF),
    Case("榆川县2024年多少所学校聘请了法治副校长？", "38所", _SCHOOLS, _STAFF),
    Case("榆川县2024年法治副校长聘请率是多少？", "95%", _SCHOOLS, _STAFF),
    Case("榆川县2024年录取新生多少人？", "3310人", _ADMITTED, _ENTRY),
    Case("榆川县2024年线上录取了多少人？", "3275人", _ADMITTED, _ENTRY),
    Case("榆川县2024年查处违规办学案件多少起？", "7起", _FINED, _LAW),
    Case("榆川县2024年罚款多少万元？", "2.4万元", _FINED, _LAW),
    Case("榆川县2024年没收违法所得多少？", "0.8万元", _FINED, _LAW),
    Case("榆川县2024年巡查培训机构多少家次？", "67家次", _PATROLS, _LAW),
    Case("榆川县2024年行政许可有几项？", "5项", "权责清单保留行政许可5项。", _POWERS),
    Case("榆川县2024年公开了多少条行政许可结果？", "71条", "公开行政许可结果71条。", _POWERS),
    Case("榆川县2024年法治辩论赛是哪天举办的？", "5月18日", "5月18日举办法治辩论赛。", _EVENTS),
    # The same asked in other words, scripts and a language.
    Case("请问2024年榆川县一共聘了几位法治副校长", "46名", _HIRED, _STAFF),
    Case("2024年度，榆川县教育局聘任的法治副校长是多少人？", "46名", _HIRED, _STAFF),
    Case("榆川縣2024年聘任了多少名法治副校長？", "46名", _HIRED, _STAFF),
    Case("榆川县２０２４年聘任了多少名法治副校（园）长？", "46名", _HIRED, _STAFF),
    Case("How many legal vice-principals did Yuchuan County hire in 2024?", "46名", _HIRED, _STAFF),
    Case(
        "How many schools in Yuchuan County hired legal vice-principals in 2024?",
        "38所",
        _SCHOOLS,
        _STAFF,
    ),
)


class TestTheRightFigure:
    @pytest.mark.parametrize("case", FIGURES, ids=lambda case: case.question)
    def test_of_the_sentence_verbatim_with_its_place(self, ask: Ask, case: Case) -> None:
        answer = ask(case.question)
        (found,) = answer.findings
        assert found.value is not None
        assert (found.value.text, found.quote) == (case.value, case.quote)
        assert (found.report, found.place, found.year) == ("yuchuan-2024.txt", "榆川县", 2024)
        assert (found.issuer, found.title) == (
            "榆川县教育局",
            "榆川县教育局2024年法治政府建设情况报告",
        )
        assert found.section == ("一、主要工作", case.heading)
        assert answer.text.startswith(case.value)
        assert (answer.coverage.in_scope, answer.coverage.stating) == (1, 1)

    def test_a_rate_stands_beside_its_count(self, ask: Ask) -> None:
        answer = ask("榆川县2024年多少所学校聘请了法治副校长？")
        assert [value.text for value in answer.findings[0].beside] == ["95%"]
        assert "38所" in answer.text
        assert "95%" in answer.text

    def test_two_that_answer_equally_well_are_both_shown(
        self, values_of: Callable[..., list[str]]
    ) -> None:
        line = "城区学校聘任法治副校长12名，山区学校聘任法治副校长34名。"
        assert values_of("榆川县聘任了多少名法治副校长？", line) == ["12名", "34名"]
        assert values_of("榆川县山区学校聘任了多少名法治副校长？", line) == ["34名"]

    @pytest.mark.parametrize(
        ("question", "value"),
        [
            ("榆川县聘任了多少名法治副校长？", "60余名"),
            ("榆川县培训了多少教师？", "约1200人次"),
            ("榆川县投入了多少钱？", "近70万元"),
            ("榆川县整改率是多少？", "99%以上"),
        ],
    )
    def test_is_stated_with_its_qualifier(
        self, values_of: Callable[..., list[str]], question: str, value: str
    ) -> None:
        line = "聘任法治副校长60余名，培训教师约1200人次，投入近70万元，整改率达99%以上。"
        assert values_of(question, line) == [value]

    def test_a_change_is_told_from_what_it_led_to(
        self, values_of: Callable[..., list[str]]
    ) -> None:
        line = "全年聘任法治副校长46名，比上年增加5名。"
        assert values_of("榆川县聘任了多少名法治副校长？", line) == ["46名"]
        assert values_of("榆川县法治副校长比上年增加多少名？", line) == ["5名"]

    @pytest.mark.parametrize(
        ("question", "never"),
        [
            pytest.param("榆川县2024年聘任了多少名法治副县长？", "46名"),
            pytest.param("榆川县2024年聘任了多少名校长？", "46名"),
            pytest.param("榆川县2024年线上报名多少人？", "3275人"),
            ("榆川县2024年有多少名教师？", "46名"),
            ("榆川县2024年退回违法所得多少？", "0.8万元"),
            ("榆川县2024年行政处罚有几项？", "5项"),
            ("榆川县2024年查处校园欺凌案件多少起？", "7起"),
        ],
    )
    def test_is_not_that_of_a_thing_that_looks_alike(
        self, ask: Ask, question: str, never: str
    ) -> None:
        answer = ask(question)
        assert never not in values(answer)
        # Nor is another place understood than the one that was named.
        assert answer.missing is None or answer.missing.slot == "topic"

    def test_is_not_one_that_is_only_planned(self, ask: Ask) -> None:
        assert ask("榆川县2024年招录了多少名法律专业人员？").status == "not_found"


class TestSlots:
    @pytest.mark.parametrize(
        ("question", "slot", "asked", "held", "words"),
        [
            (
                "江北区聘任了多少名法治副校长？",
                "place",
                "江北区",
                ("枫林县", "榆川县", "芦河县"),
                ("没有江北区", "枫林县", "榆川县", "芦河县"),
            ),
            (
                "How many legal vice-principals did Jiangbei District hire?",
                "place",
                "江北区",
                ("枫林县", "榆川县", "芦河县"),
                ("No report", "江北区", "Held", "榆川县"),
            ),
            (
                "榆川县2019年聘任了多少名法治副校长？",
                "year",
                "2019年",
                ("2023年", "2024年"),
                ("没有", "2019年", "2023年", "2024年"),
            ),
            (
                "How many legal vice-principals were hired in Yuchuan County in 2019?",
                "year",
                "2019年",
                ("2023年", "2024年"),
                ("No report", "2019", "Held", "2023", "2024"),
            ),
            (
                "芦河县教育局2024年聘任了多少名法治副校长？",
                "issuer",
                "教育局",
                ("芦河县司法局",),
                ("没有", "教育局", "芦河县司法局"),
            ),
            (
                "去年榆川县聘任了多少名法治副校长？",
                "year",
                "2025年",
                ("2023年", "2024年"),
                ("没有", "2025年", "2024年"),
            ),
        ],
    )
    def test_what_none_meets_is_named_with_what_is_held(
        self,
        ask: Ask,
        question: str,
        slot: str,
        asked: str,
        held: tuple[str, ...],
        words: tuple[str, ...],
    ) -> None:
        answer = ask(question)
        assert answer.status == "missing_slot"
        assert answer.findings == answer.related == ()
        assert answer.missing is not None
        assert (answer.missing.slot, answer.missing.held) == (slot, held)
        assert answer.missing.asked.endswith(asked)
        for word in words:
            assert word in answer.text

    @pytest.mark.parametrize(
        ("question", "value", "where"),
        [
            ("榆川县2023年聘任了多少名法治副校长？", "41名", "yuchuan-2023.txt"),
            ("2023年度榆川县罚款多少？", "3.1万元", "yuchuan-2023.txt"),
            ("枫林县聘任了多少名法治副校长？", "28名", "fenglin-2024.txt"),
            ("芦河县司法局受理法律援助案件多少件？", "214件", "luhe-2024.txt"),
            ("2023年罚款多少万元？", "3.1万元", "yuchuan-2023.txt"),
            ("山西榆川县2023年罚款多少？", "3.1万元", "yuchuan-2023.txt"),
            pytest.param("山西省榆川县2023年罚款多少？", "3.1万元", "yuchuan-2023.txt"),
        ],
    )
    def test_restrict_the_reports(self, ask: Ask, question: str, value: str, where: str) -> None:
        answer = ask(question)
        assert values(answer) == [value]
        assert _reports(answer) == [where]

    @pytest.mark.parametrize(
        "question",
        [
            "枫林县2024年没收违法所得多少？",
            "枫林县法治辅导员有几名？",
            "榆川县2024年受理法律援助案件多少件？",
            "榆川县2023年录取新生多少人？",
        ],
    )
    def test_the_figure_of_another_report_is_not_offered(self, ask: Ask, question: str) -> None:
        answer = ask(question)
        assert answer.status == "not_found"
        assert answer.missing is not None
        assert answer.missing.slot == "topic"
        assert (answer.coverage.in_scope, answer.coverage.stating) == (1, 0)
        assert answer.text.startswith("报告未载明")
        assert {found.place for found in answer.related} <= {question[:3]}

    def test_the_figure_of_another_year_in_the_same_report_is_not_offered(
        self, ask: Ask, values_of: Callable[..., list[str]]
    ) -> None:
        # The report on 2024 restates 52家次 of 2023; that on 2023 does not say.
        assert ask("榆川县2023年巡查培训机构多少家次？").status == "not_found"
        line = "2023年巡查培训机构52家次。"
        assert values_of("榆川县2024年巡查培训机构多少家次？", line) == []

    def test_two_places_give_a_row_each(self, ask: Ask) -> None:
        answer = ask("榆川县和枫林县2024年分别聘任了多少名法治副校长？")
        assert sorted(values(answer)) == ["28名", "46名"]
        assert answer.coverage.in_scope == 2

    def test_one_of_two_places_that_is_not_held_is_named(self, ask: Ask) -> None:
        answer = ask("榆川县和江北区2024年分别聘任了多少名法治副校长？")
        assert answer.status == "missing_slot"
        assert answer.missing is not None
        assert answer.missing.asked.endswith("江北区")

    @pytest.mark.parametrize(
        ("question", "untrue"),
        [
            # 榆川县 has a report on 2023, and 榆川县 one of its 教育局.
            pytest.param("枫林县2023年聘任了多少名法治副校长？", "没有2023年的报告"),
            pytest.param("芦河县教育局罚款多少？", "没有教育局的报告"),
        ],
    )
    def test_it_is_not_said_that_nothing_is_held_that_another_place_has(
        self, ask: Ask, question: str, untrue: str
    ) -> None:
        answer = ask(question)
        assert answer.status == "missing_slot"
        assert untrue not in answer.text


class TestSweep:
    @pytest.mark.parametrize(
        "question", ["多少所学校聘请了法治副校长？", "how many schools hired legal vice-principals"]
    )
    def test_one_row_a_report_and_those_that_say_nothing_counted(
        self, ask: Ask, question: str
    ) -> None:
        answer = ask(question)
        rows = {
            (found.report, found.quote): text
            for found, text in zip(answer.findings, values(answer), strict=True)
        }
        assert rows == {
            ("yuchuan-2024.txt", _SCHOOLS): "38所",
            ("yuchuan-2023.txt", "33所学校聘请了法治副校长，聘请率达到82%。"): "33所",
            ("fenglin-2024.txt", "21所学校聘请了法治副校长，聘请率达到70%。"): "21所",
        }
        assert len(answer.findings) == 3
        assert (answer.coverage.in_scope, answer.coverage.stating) == (4, 3)
        assert "4" in answer.text
        assert "3" in answer.text
        for row in ("38所", "33所", "21所"):
            assert row in as_text(answer)

    def test_of_one_year(self, ask: Ask) -> None:
        answer = ask("2024年各县法治副校长聘请率是多少？")
        assert sorted(values(answer)) == ["70%", "95%"]
        assert (answer.coverage.in_scope, answer.coverage.stating) == (3, 2)

    def test_of_one_kind_of_office(self, ask: Ask) -> None:
        answer = ask("司法局2024年调解成功率是多少？")
        assert values(answer) == ["98.3%"]
        assert answer.coverage.in_scope == 1

    def test_what_one_report_states(self, ask: Ask) -> None:
        answer = ask("2024年法治辅导员有多少名？")
        assert values(answer) == ["9名"]
        assert (answer.coverage.in_scope, answer.coverage.stating) == (3, 1)

    def test_what_none_states(self, ask: Ask) -> None:
        answer = ask("各县采购了多少辆校车？")
        assert answer.status == "not_found"
        assert (answer.coverage.in_scope, answer.coverage.stating) == (4, 0)
        assert "4" in answer.text


class TestSeveralReports:
    def test_a_total_shows_its_parts(self, ask: Ask) -> None:
        answer = ask("2024年各县一共聘任了多少名法治副校长？")
        assert "枫林县2024年 28名 + 榆川县2024年 46名 = 74名" in answer.text
        assert sorted(values(answer)) == ["28名", "46名"]
        assert (answer.coverage.in_scope, answer.coverage.stating) == (3, 2)

    def test_a_total_of_decimals_is_exact(self, ask: Ask) -> None:
        assert "= 3.9万元" in ask("2024年各县罚款合计多少？").text

    def test_two_places_are_added_up(self, ask: Ask) -> None:
        assert "= 74名" in ask("榆川县和枫林县2024年一共聘任了多少名法治副校长？").text

    def test_a_county_is_not_added_to_itself_of_another_year(self, ask: Ask) -> None:
        assert "115" not in ask("各县总共聘任了多少名法治副校长？").text

    def test_unlike_units_are_not_added_up(self, tmp_path: Path) -> None:
        with Library.open(tmp_path) as held:
            held.add("a.txt", report("榆川县", "全年罚款2.4万元。").encode(), "test")
            held.add("b.txt", report("枫林县", "全年罚款8600元。").encode(), "test")
            answer = held.ask("2024年各县罚款合计多少？", today=TODAY)
        assert sorted(values(answer)) == ["2.4万元", "8600元"]
        assert "=" not in answer.text

    def test_units_of_another_scale_are_compared(self, tmp_path: Path) -> None:
        with Library.open(tmp_path) as held:
            held.add("a.txt", report("榆川县", "全年罚款2.4万元。").encode(), "test")
            held.add("b.txt", report("枫林县", "全年罚款8600元。").encode(), "test")
            answer = held.ask("2024年哪个县罚款最多？", today=TODAY)
        assert values(answer) == ["2.4万元", "8600元"]
        assert "榆川县2024年 2.4万元 > 枫林县2024年 8600元" in answer.text

    @pytest.mark.parametrize(
        ("question", "order"),
        [
            ("2024年哪个县聘任的法治副校长最多？", ["46名", "28名"]),
            ("2024年哪个县聘任的法治副校长最少？", ["28名", "46名"]),
            ("哪个县2024年聘请率最高？", ["95%", "70%"]),
            ("2024年罚款最多的是哪个县？", ["2.4万元", "1.5万元"]),
            ("榆川县和枫林县2024年哪个县罚款多？", ["2.4万元", "1.5万元"]),
        ],
    )
    def test_a_rank_names_the_one_asked_for_first(
        self, ask: Ask, question: str, order: list[str]
    ) -> None:
        answer = ask(question)
        assert values(answer) == order
        assert answer.text.startswith(f"{answer.findings[0].place}")
        assert all(value in answer.text for value in order)

    def test_a_rank_from_the_bottom_does_not_call_less_more(self, ask: Ask) -> None:
        assert ">" not in ask("2024年哪个县聘任的法治副校长最少？").text

    @pytest.mark.parametrize(
        "question",
        [
            "榆川县法治副校长人数这两年有什么变化？",
            "榆川县2023年到2024年聘任法治副校长人数的变化",
        ],
    )
    def test_a_trend_goes_from_year_to_year(self, ask: Ask, question: str) -> None:
        answer = ask(question)
        assert values(answer) == ["41名", "46名"]
        assert [found.year for found in answer.findings] == [2023, 2024]
        assert answer.text.index("41名") < answer.text.index("46名")


class TestLists:
    def test_problems_in_their_order(self, ask: Ask) -> None:
        (found,) = ask("榆川县2024年存在哪些问题？").findings
        assert found.value is not None
        assert found.value.items == ("一是专职人员偏少", "二是宣传形式单一", "三是山区学校覆盖不足")
        assert found.quote == "一是专职人员偏少。二是宣传形式单一。三是山区学校覆盖不足。"
        assert found.section == ("二、存在的问题",)

    @pytest.mark.parametrize(
        "question", ["榆川县2025年有什么工作打算？", "What are Yuchuan County's plans for 2025?"]
    )
    def test_plans_of_a_year_stand_in_the_report_on_the_year_before(
        self, ask: Ask, question: str
    ) -> None:
        (found,) = ask(question).findings
        assert found.value is not None
        assert found.value.items == ("（一）充实执法力量", "（二）创新普法形式")
        assert (found.report, found.section) == ("yuchuan-2024.txt", ("三、2025年工作打算",))

    @pytest.mark.parametrize(
        "question", ["榆川县2024年的工作打算是什么？", "榆川县2023年报告里对2024年有什么打算？"]
    )
    def test_plans_of_the_year_that_also_has_a_report(self, ask: Ask, question: str) -> None:
        (found,) = ask(question).findings
        assert found.value is not None
        assert found.value.items == ("（一）补齐队伍短板", "（二）办好法治赛事")
        assert found.report == "yuchuan-2023.txt"

    def test_what_is_planned_is_no_problem(self, ask: Ask) -> None:
        # 补齐队伍短板 is a heading among the plans; the report on 2023 tells no problems.
        assert ask("榆川县2023年有什么不足？").status == "not_found"

    def test_a_report_that_tells_no_problems_is_said_not_to(self, ask: Ask) -> None:
        answer = ask("枫林县存在哪些问题？")
        assert answer.status == "not_found"
        assert answer.text.startswith("报告未载明")


class TestYesOrNo:
    @pytest.mark.parametrize(
        ("question", "yes"),
        [
            ("榆川县2024年和检察院签订保护合作协议了吗？", True),
            ("榆川县2024年发生校园欺凌案件了吗？", False),
            ("榆川县2024年有没有发生校园欺凌案件？", False),
            ("榆川县2024年没有发生校园欺凌案件吗？", True),
            ("Did Yuchuan County have any campus bullying cases in 2024?", False),
        ],
    )
    def test_is_affirmed_or_denied(self, ask: Ask, question: str, yes: bool) -> None:
        answer = ask(question)
        assert _yes(answer) is yes
        english = question.isascii()
        assert answer.text.startswith(
            {True: "Yes" if english else "是", False: "No" if english else "否"}[yes]
        )

    def test_is_not_guessed(self, ask: Ask) -> None:
        assert ask("榆川县2024年采购校车了吗？").status == "not_found"


class TestRefusal:
    @pytest.mark.parametrize(
        "question",
        [
            # The words stand in the report, a figure for them does not.
            "榆川县2024年法治副校长的工资是多少？",
            "榆川县2024年组织多少学生参加宪法晨读？",
            "榆川县2024年保护合作协议有多少份？",
            "榆川县2024年违规办学案件的办结率是多少？",
            "榆川县2024年采购了多少辆校车？",
        ],
    )
    def test_rather_than_a_guess(self, ask: Ask, question: str) -> None:
        answer = ask(question)
        assert answer.status == "not_found"
        assert answer.findings == ()
        assert all(found.value is None for found in answer.related)
        assert answer.text.startswith("报告未载明")

    def test_in_english(self, ask: Ask) -> None:
        answer = ask("How many school buses did Yuchuan County buy in 2024?")
        assert answer.status == "not_found"
        assert answer.text.startswith("The reports do not say")

    @pytest.mark.parametrize(
        ("question", "line"),
        [
            ("宪法晨读有多少岁的学生参加？", "组织318岁学生参加宪法晨读。"),
            ("培训机构面向多少岁的儿童？", "培训机构面向318岁儿童招生。"),
            ("新办法什么时候施行？", "自20246月起施行新办法。"),
            ("述法会是哪天召开的？", "于2025115召开述法会。"),
        ],
    )
    def test_a_damaged_figure_is_never_offered(
        self, values_of: Callable[..., list[str]], question: str, line: str
    ) -> None:
        assert values_of(question, line) == []


class TestFollowUps:
    def test_a_year_a_place_and_a_topic_go_on_with_the_rest(self, ask: Ask) -> None:
        first = ask("榆川县2024年聘任了多少名法治副校长？")
        second = ask("那2023年呢？", first.asked)
        assert values(second) == ["41名"]
        third = ask("2024年枫林县呢？", second.asked)
        assert values(third) == ["28名"]
        fourth = ask("聘请率呢？", third.asked)
        assert values(fourth) == ["70%"]


_ODD = {
    "nothing": "",
    "blank": " \n\t ",
    "10,000 characters": "法治副校长" * 2_000,
    "10,000 letters": "a" * 10_000,
    "10,000 question marks": "?" * 10_000,
    "a question and 10,000 characters": "榆川县聘任了多少名法治副校长" + "啊" * 10_000,
    "emoji": "😀🏫👩‍🏫",
    "emoji in a question": "榆川县聘任了多少名法治副校长😀？",
    "SQL": "'; DROP TABLE reports; --",
    "more SQL": '" OR 1=1 UNION SELECT text FROM reports',
    "HTML": "<b>榆川县</b><script>alert(1)</script>",
    "only stop words": "的了吗呢",
    "only English stop words": "the of and is",
    "only a question word": "多少？",
    "only a place": "榆川县",
    "only a year": "2024年",
    "formats": "%s %d {} {0} \\u0000",
    "path": "../../etc/passwd",
    "control characters": "\x00\x07\x1b[31m",
    "rare characters": "𠮷𠀀" * 50,
    "other digits": "٣٤٥ १२३",
}


class TestAnything:
    @pytest.mark.parametrize("text", _ODD.values(), ids=_ODD.keys())
    def test_gets_a_plain_answer(self, ask: Ask, text: str) -> None:
        answer = ask(text)
        assert answer.question == text
        assert answer.text.strip()
        assert as_text(answer).strip()

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("", "请输入问题"),
            ("？！", "请输入问题"),
            ("的了吗呢", "请问得具体一些"),
            ("多少？", "请问得具体一些"),
            ("榆川县", "请说明想查什么"),
            ("榆川县2024年有多少？", "请说明想查什么"),
            ("what about it", "Please ask about something"),
            ("学校はいくつありますか", "请用中文或英文提问"),
            ("Сколько школ?", "Please ask in Chinese or English"),
        ],
    )
    def test_that_asks_for_nothing_is_asked_back(self, ask: Ask, text: str, sentence: str) -> None:
        answer = ask(text)
        assert answer.status == "not_found"
        assert sentence in answer.text
        assert answer.findings == ()

    @pytest.mark.parametrize(
        ("text", "sentences"),
        [
            ("榆川县2999年聘任了多少名法治副校长？", ("2999年尚未到来", "现有年份")),
            ("去年榆川县聘任了多少名法治副校长？", ("去年即2025年",)),
            ("甲乙丙县聘任了多少名法治副校长？", ("区划名录中没有“甲乙丙县”", "现有地区")),
            ("山西省江北区聘任了多少名法治副校长？", ("名录中的江北区是", "重庆市江北区")),
            ("北京市朝阳区聘任了多少名法治副校长？", ("没有朝阳区的报告", "现有地区")),
        ],
    )
    def test_that_cannot_be_held_is_told_why(
        self, ask: Ask, text: str, sentences: tuple[str, ...]
    ) -> None:
        answer = ask(text)
        assert answer.status == "missing_slot"
        for sentence in sentences:
            assert sentence in answer.text

    def test_a_slip_is_offered_not_answered(self, ask: Ask) -> None:
        answer = ask("榆川县2024年采购了多少名法治付校长？")
        assert answer.status == "not_found"
        assert answer.meant == "榆川县2024年采购了多少名法治副校长？"
        assert answer.meant in answer.text

    def test_does_not_harm_the_reports(self, ask: Ask, library: Library) -> None:
        ask("'; DELETE FROM reports; DROP TABLE figures; --")
        assert len(library.reports()) == 4

    def test_a_place_repeated_without_end(self, ask: Ask) -> None:
        assert ask("榆川县" * 3_000).text

    def test_bytes_that_are_no_text(self, ask: Ask) -> None:
        # As the command line hands over what is not UTF-8.
        assert ask("\udcff榆川县聘任了多少名法治副校长？").text


class TestEmptyLibrary:
    @pytest.mark.parametrize(
        ("question", "line"),
        [
            ("榆川县聘任了多少名法治副校长？", "还没有任何报告"),
            ("how many schools hired legal vice-principals", "No reports are held yet"),
            pytest.param("榆川县存在哪些问题？", "还没有任何报告"),
        ],
    )
    def test_says_so(self, tmp_path: Path, question: str, line: str) -> None:
        with Library.open(tmp_path) as empty:
            answer = empty.ask(question, today=TODAY)
        assert answer.status == "not_found"
        assert answer.text.startswith(line)
        assert (answer.coverage.in_scope, answer.coverage.stating) == (0, 0)


# The form that all bodies publish on the information they made public.
_DISCLOSURE = (
    "一、主动公开政府信息情况",
    "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数",
    "规章 | 0 | 0 | 0",
    "行政规范性文件 | 1 | 2 | 6",
    "信息内容 | 本年处理决定数量",
    "行政许可 | 1865",
    "行政处罚 | 74",
    "信息内容 | 本年收费金额（单位：万元）",
    "行政事业性收费 | 38.6",
    "二、收到和处理政府信息公开申请情况",
    "（说明） | 申请人情况",
    "（说明） | 自然人 | 商业企业 | 其他 | 总计",
    "一、本年新收政府信息公开申请数量 | 7 | 1 | 0 | 8",
    "三、本年度办理结果 | （一）予以公开 | 4 | 1 | 0 | 5",
    "三、本年度办理结果 | （二）部分公开（区分处理的，只计这一情形） | 3 | 0 | 0 | 3",
    "四、行政复议情况",
    "结果维持 | 结果纠正 | 总计 | 结果维持 | 结果纠正 | 总计",
    "1 | 0 | 1 | 2 | 0 | 2",
)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("榆川县教育局办理了多少行政许可？", "1865"),
        ("榆川县行政处罚多少件？", "74"),
        ("榆川县废止了几件规范性文件？", "2"),
        ("榆川县现行有效的规范性文件有几件？", "6"),
        ("榆川县新收政府信息公开申请多少件？", "8"),
        ("榆川县信息公开申请予以公开多少件？", "5"),
        ("榆川县部分公开多少件？", "3"),
        ("榆川县行政事业性收费金额多少？", "38.6"),
    ],
)
def test_tables_with_several_heads(
    values_of: Callable[..., list[str]], question: str, value: str
) -> None:
    assert values_of(question, *_DISCLOSURE) == [value]


def test_a_column_that_is_named_twice_answers_nothing(
    values_of: Callable[..., list[str]],
) -> None:
    assert values_of("榆川县行政复议结果维持几件？", *_DISCLOSURE) == []


def test_the_unit_in_the_head_of_a_column_is_said_with_the_figure(tmp_path: Path) -> None:
    with Library.open(tmp_path) as held:
        held.add("a.txt", report("榆川县", *_DISCLOSURE).encode(), "test")
        answer = held.ask("榆川县行政事业性收费金额多少？", today=TODAY)
    assert answer.text == "38.6（万元）"


@pytest.mark.parametrize(
    ("question", "lines", "values"),
    [
        # What there is, rather than what came new.
        ("榆川县有多少依法治校示范校？", "命名依法治校示范校12所，累计达到45所。", ["45所"]),
        ("榆川县命名了多少依法治校示范校？", "命名依法治校示范校12所，累计达到45所。", ["12所"]),
        # Each part has its own whole.
        (
            "榆川县本级行政许可办件多少？",
            "全县窗口办件307件，其中行政许可166件、其他事项141件；县本级办件96件，其中行政许可93件、其他事项3件。",
            ["93件"],
        ),
        # What is said of each stands behind what was counted.
        ("榆川县有多少司法所？", "全县139个司法所平均每所2.4人。", ["139个"]),
        # What was not done is no other than what was.
        ("榆川县还有几处隐患没整改？", "发现隐患67处，已整改65处，剩余2处限期整改。", ["2处"]),
        # By how much a sum fell is no sum.
        ("榆川县罚没款同比下降多少？", "罚没款1264.5万元，同比下降11.6%。", ["11.6%"]),
        ("榆川县行政许可提速多少？", "办理行政许可8412件，平均提速92%。", ["92%"]),
        # Messages, not people.
        ("榆川县处理了多少群众留言？", "处理群众留言92条。", ["92条"]),
        ("榆川县法律援助办了多少案子？", "办理法律援助案件6217件。", ["6217件"]),
        # The topic of an item is said once, at its head.
        (
            "榆川县校外培训退费多少？",
            "一是整治校园安全。检查学校85所。二是治理校外培训。出动检查人员110人次，查处违规机构47家，退费312万元。",
            ["312万元"],
        ),
        # Parts of a whole, and what is left of it, in a row.
        (
            "榆川县废止了几件文件？",
            "（一）统筹谋划，打牢基础。废止文件2件，修改1件，继续有效14件。",
            ["2件"],
        ),
        (
            "榆川县有多少经营主体？",
            "全县实有经营主体7.62万户；全年新登记经营主体9843户，注销3217户。",
            ["7.62万户"],
        ),
        ("榆川县为多少劳动者追回工资？", "为3462名劳动者追回工资6215.8万元。", ["3462名"]),
        ("榆川县移送公安的案件有几件？", "移送公安机关涉嫌拒不支付劳动报酬案3件。", ["3件"]),
        (
            "榆川县企业开办时间压缩到多久？",
            "企业开办时间由1个工作日压缩至0.5个工作日。",
            ["0.5个工作日"],
        ),
        (
            "榆川县哪些学校被评为示范校？",
            "石桥小学、黄泥中学、礼义初中被评为示范校。",
            ["石桥小学、黄泥中学、礼义初中"],
        ),
        (
            "榆川县取缔的是哪两家机构？",
            "取缔无证机构2家，分别为启航作文班、星河舞蹈室。",
            ["启航作文班、星河舞蹈室"],
        ),
        ("榆川县拆除违法建设面积多少？", "拆除违法建设38处1.26万平方米。", ["1.26万平方米"]),
        ("榆川县教育局有几个人被开除？", "执法过错责任追究7人，开除1人。", ["1人"]),
        ("榆川县2025年要建几座公厕？", "二、2025年计划\n新建公厕6座、口袋公园9个。", ["6座"]),
        # Without a word that asks.
        ("榆川县罚款总额", "作出行政处罚1105件，罚款人民币486.72万元。", ["486.72万元"]),
        ("榆川县法治教育基地面积", "建成法治教育基地，面积320平方米。", ["320平方米"]),
        ("榆川县公众号粉丝数", "公众号发布推文213篇，关注人数3.4万。", ["3.4万"]),
    ],
)
def test_what_officials_ask_in_their_own_way(
    values_of: Callable[..., list[str]], question: str, lines: str, values: list[str]
) -> None:
    assert values_of(question, "一、主要工作", lines) == values


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        # What was done to some tells not how many there are.
        ("榆川县网约车有多少辆？", "检查车辆890台次，查处违规网约车421台、巡游车63台。"),
        ("榆川县执法人员有多少？", "出动执法人员2.6万人次，检查车辆8.9万台次。"),
        ("榆川县法律顾问有几名？", "农村法律顾问坐班147次，提供咨询2897人次。"),
        # Those of some places are not all.
        ("榆川县律师多少人？", "律师行业发展不平衡，沁水、黎山两镇律师不足5人。"),
        # The rate of the whole is not that of a part.
        (
            "榆川县婚姻纠纷调解成功率",
            "调处各类纠纷143件，其中土地纠纷58件、婚姻家庭纠纷31件，调解成功率96.5%。",
        ),
        ("榆川县行业指导员月薪多少？", "聘任27名行业指导员。"),
        (
            "榆川县法治副校长是辅导员的几倍？",
            "全县法治副校长60人，辅导员6人，法治副校长配备率100%。",
        ),
        ("榆川县有多少名教师？", "加强教师队伍建设，全县5000余名教职工参加测试。"),
        ("榆川县有多少名学生？", "组织300名学生参加普法竞赛。"),
        ("榆川县有多少所学校？", "组织30余所学校参观禁毒教育基地。"),
        ("榆川县检查了多少所学校？", "对全县30余家培训机构开展巡查100人次。"),
        ("榆川县有多少所幼儿园？", "全年审批民办学校1所，3所民办幼儿园设立。"),
        ("榆川县有多少名教师？", "对全县校长及班主任教师共500余人进行了集中培训。"),
        ("榆川县有多少所小学？", "全县12个社区为小学生办暑托班，惠及210户。"),
        ("榆川县有多少法治教育基地？", "组织新生参观一次法治教育基地。"),
        ("榆川县有多少流动摊贩？", "设置便民摊点区12处，安置流动摊贩460余户。"),
    ],
)
def test_what_comes_near_is_no_answer(
    values_of: Callable[..., list[str]], question: str, lines: str
) -> None:
    assert values_of(question, "一、主要工作", lines) == []


def test_a_plan_for_the_year_asked_about_is_stated_from_the_report_before_it(
    values_of: Callable[..., list[str]],
) -> None:
    lines = ("一、工作", "全县法律明白人97名。", "二、2025年打算", "新增法律明白人30名。")
    assert values_of("榆川县2025年要新增多少法律明白人？", *lines) == ["30名"]


def test_shortcomings_and_plans_under_one_heading_are_told_apart(tmp_path: Path) -> None:
    lines = (
        "一、工作",
        "开展普法12场。",
        "二、不足与展望",
        "（一）执法人员业务不熟。",
        "（二）非现场执法比例较低，仅占12%。",
        "2025年将（1）举办两期轮训，（2）推广说理式文书。",
    )
    with Library.open(tmp_path) as held:
        held.add("a.txt", report("榆川县", *lines).encode(), "test")
        plans = held.ask("榆川县2025年计划", today=TODAY)
        problems = held.ask("榆川县存在哪些不足？", today=TODAY)
        share = held.ask("榆川县非现场执法占多少？", today=TODAY)
    assert plans.text == "2025年将（1）举办两期轮训；（2）推广说理式文书"
    assert problems.text == "（一）执法人员业务不熟；（二）非现场执法比例较低，仅占12%"
    assert share.text == "12%"


def test_how_often_somebody_was_looked_into_is_not_how_many_there_are(
    values_of: Callable[..., list[str]],
) -> None:
    lines = ("一、工作", "对全县60余家培训机构开展巡查200人次，检查机构310余所次。")
    assert values_of("榆川县检查了多少家次培训机构？", *lines) == ["310余所次"]
    assert values_of("榆川县有多少家培训机构？", *lines) == ["60余家"]


def test_a_word_behind_a_hyphen_is_no_place(ask: Ask) -> None:
    answer = ask("How many ride-hailing cars did Yuchuan deal with?")
    assert "海陵" not in answer.text
