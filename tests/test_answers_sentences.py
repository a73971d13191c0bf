"""What is answered with names, rows, yes or no, and sections: literal in, literal out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from index import Library
from index.answers.names import person_names
from index.answers.rows import number_asked, rows_in
from index.models import Answer, Value
from tests.tiny_reports import report

TODAY = date(2026, 11, 22)
Ask = Callable[..., Answer]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Asks a report of 榆川县 on 2024 that consists of the lines given."""

    def asked(question: str, *lines: str) -> Answer:
        with Library.open(tmp_path / "one") as held:
            held.add("one.txt", report("榆川县", "一、主要工作", *lines).encode(), "test")
            answer = held.ask(question, today=TODAY)
            for found in answer.findings:
                assert held.report("one.txt").text[found.start : found.end] == found.quote
            return answer

    return asked


def _value(answer: Answer) -> Value | None:
    return answer.findings[0].value if answer.findings else None


class Case(NamedTuple):
    """A question, the lines of the report, and the name or items; None when it must be refused."""

    question: str
    lines: tuple[str, ...]
    states: str | tuple[str, ...] | None


_LEADERS = (
    "局党组书记、局长程道远任领导小组组长，副局长奉晓岚任副组长并分管法治工作，局法规股负责日常工作。",
)
_CHANGED = ("2024年6月，县教育局局长由宋知秋调整为江一帆。",)
_PRIZES = (
    "在县中学生演讲比赛中，榆川二中学生叶知非获高中组一等奖，榆川三中学生唐小满获初中组一等奖。",
)
WHO = (
    Case("榆川县教育局谁分管法治？", _LEADERS, "奉晓岚"),
    Case("榆川县法治领导小组组长是谁？", _LEADERS, "程道远"),
    Case("榆川县教育局哪个科室负责日常工作？", _LEADERS, "局法规股"),
    Case(
        "榆川县哪支队伍获最美搜救人称号？",
        ("水上搜救队荣获县政法委等4部委表彰的“最美搜救人”称号。",),
        "水上搜救队",
    ),
    Case(
        "榆川县普法工作由哪个处室牵头？",
        ("普法工作建立由校园安全与法规处牵头、各有关处室各司其职的机制。",),
        "校园安全与法规处",
    ),
    Case("榆川县法治领导小组组长是谁？", ("成立以县长为组长的法治领导小组，统筹推进。",), "县长"),
    Case(
        "榆川县法治工作由哪个科室负责？",
        ("相关股室负责人为成员，负责普法工作。", "机关设置了法治安全股，加强对法治工作的领导。"),
        "法治安全股",
    ),
    Case("接任榆川县教育局局长的是谁？", _CHANGED, "江一帆"),
    Case("榆川县教育局局长是谁？", _CHANGED, "江一帆"),
    Case("榆川县教育局原任局长是谁？", _CHANGED, "宋知秋"),
    Case("榆川县谁拿了演讲比赛初中组一等奖？", _PRIZES, "唐小满"),
    Case("榆川县谁拿了演讲比赛高中组一等奖？", _PRIZES, "叶知非"),
    Case("榆川县谁拿了演讲比赛高中组二等奖？", _PRIZES, None),
    Case("榆川县教育局局长叫什么名字？", ("局长把法治工作列入议事日程，主持召开会议3次。",), None),
    Case("榆川县行政诉讼谁出庭应诉？", ("行政诉讼1件，由副局长罗文昭出庭应诉。",), "罗文昭"),
    Case(
        "榆川县哪个队员评上了全省最美城管人？",
        ("1名队员获评全省“最美城管人”，即城关中队队员沈晓峰。",),
        "沈晓峰",
    ),
    Case(
        "榆川县法治副校长聘任由谁牵头？",
        ("由县委政法委牵头，为全县中小学聘任了法治副校长。",),
        "县委政法委",
    ),
)
WHICH = (
    Case(
        "榆川县法律顾问是哪家律所？",
        ("聘请江南明理律师事务所担任常年法律顾问。",),
        "江南明理律师事务所",
    ),
    Case(
        "榆川县防欺凌培训会在哪所学校开的？",
        ("5月，县教育局在榆川六中召开防欺凌培训会。",),
        "榆川六中",
    ),
    Case(
        "榆川县哪两所学校评上了依法治校示范校？",
        ("榆川一中、城关小学2所学校被评为依法治校示范校。",),
        ("榆川一中", "城关小学"),
    ),
    Case("榆川县被吊销许可证的是哪家企业？", ("移送公安机关2件，吊销许可证1张。",), None),
    Case("榆川县被罚2万元的那家养老院叫什么？", ("对1家养老院罚款2万元。",), None),
    Case(
        "榆川县哪所学校评上了依法治校示范校？",
        ("榆川二中学生叶知非获演讲比赛一等奖。", "新增依法治校示范校3所。"),
        None,
    ),
)
LISTS = (
    Case(
        "榆川县重大行政决策是哪3项？",
        ("列入目录的重大行政决策3项，分别为学校布局规划、午餐收费办法和校车管理办法。",),
        ("学校布局规划", "午餐收费办法", "校车管理办法"),
    ),
    Case(
        "榆川县说的“五个一”是哪五样？",
        ("开展“五个一”活动（一次晨会、一堂班课、一场讲座、一次参观、一次竞赛）。",),
        ("一次晨会", "一堂班课", "一场讲座", "一次参观", "一次竞赛"),
    ),
    Case(
        "榆川县布局规划走了哪些程序？",
        ("布局规划在制定中履行了公众参与、专家论证、风险评估和集体讨论等程序。",),
        ("公众参与", "专家论证", "风险评估", "集体讨论"),
    ),
    Case(
        "榆川县跟哪些部门联合检查？",
        ("会同公安、市场监管、城管等部门开展春、秋季联合检查14次。",),
        ("公安", "市场监管", "城管"),
    ),
    Case(
        "榆川县重大行政决策有哪些？",
        ("公布重大行政决策目录。", "保留行政处罚17项、行政许可6项。"),
        None,
    ),
)
_POWERS = "梳理行政权力事项76项，其中行政许可9项、行政处罚53项、其他14项，较上年减少2项。"
_STAGES = "公开招聘教师88名，其中高中21名、初中35名、小学32名，报名3142人。"
BREAKDOWNS = (
    Case(
        "榆川县行政权力事项分哪几类、各几项？",
        (_POWERS,),
        ("行政许可9项", "行政处罚53项", "其他14项"),
    ),
    Case(
        "榆川县公开招聘的教师各学段分别多少名？", (_STAGES,), ("高中21名", "初中35名", "小学32名")
    ),
    Case(
        "榆川县学生演讲比赛拿了哪些奖、各几个？",
        ("演讲比赛中，我县6名学生获冠军2个、一等奖1个、3个二等奖。",),
        ("冠军2个", "一等奖1个", "3个二等奖"),
    ),
    Case("榆川县行政许可分哪几类、各多少项？", (_POWERS,), None),
)


class TestNamesAndRows:
    @pytest.mark.parametrize(
        "case", [*WHO, *WHICH, *LISTS, *BREAKDOWNS], ids=lambda case: case.question
    )
    def test_are_those_asked_for(self, ask: Ask, case: Case) -> None:
        value = _value(ask(case.question, *case.lines))
        if case.states is None:
            assert value is None
        elif isinstance(case.states, str):
            assert value is not None
            assert value.name == case.states
        else:
            assert value is not None
            assert value.items == case.states

    def test_a_row_of_another_length_is_none_of_so_many(self, ask: Ask) -> None:
        line = "列入目录的重大行政决策3项，分别为学校布局规划、午餐收费办法和校车管理办法。"
        assert _value(ask("榆川县重大行政决策是哪两项？", line)) is None


class Told(NamedTuple):
    """A question for yes or no, the line of the report, and the answer; None when it is not told."""

    question: str
    line: str
    yes: bool | None


YES_OR_NO = (
    Told("榆川县有没有被人告上法庭？", "行政诉讼2件，均胜诉。", True),
    Told("榆川县有没有被人告上法庭？", "行政复议1件，无行政诉讼案件。", False),
    Told("榆川县有没有被人告上法庭？", "未发生因执法不当引发的行政复议和行政诉讼案件。", False),
    Told("榆川县有没有被人告上法庭？", "未发生行政诉讼败诉案件。", None),
    Told("榆川县的官司都打赢了吗？", "行政诉讼2件，均胜诉。", True),
    Told("榆川县的官司都打赢了吗？", "行政诉讼5件，胜诉3件、败诉2件。", False),
    Told("榆川县的官司打输了没有？", "被提起行政诉讼1件，法院判决驳回原告诉讼请求。", False),
    Told("榆川县督察交办件都办完了吗？", "督察交办件14件，已办结13件，剩余1件正在推进。", False),
    Told("榆川县督察交办件都办完了吗？", "督察交办件14件，全部办结。", True),
    Told("榆川县督察交办件都办完了吗？", "收到督察交办件14件。", None),
    Told("榆川县特种设备出过安全事故没有？", "检查特种设备120台，未发生特种设备安全事故。", False),
    Told(
        "榆川县罚养老院是不是头一回？", "对1家养老院罚款2万元，系三年来首例养老院处罚案件。", True
    ),
    Told("榆川县罚养老院是不是头一回？", "对1家养老院罚款2万元。", None),
    Told("榆川县有没有被撤销的行政处罚？", "公布行政处罚17项。", None),
    Told("榆川县有没有校园欺凌？", "开展防校园欺凌宣讲20场。", None),
    Told("榆川县有公职律师吗？", "局机关有公职律师2名，参与论证9次。", True),
    Told("榆川县抽检的药品有不合格的吗？", "抽检药品45批次，均合格。", False),
)


class TestYesOrNo:
    @pytest.mark.parametrize("told", YES_OR_NO, ids=lambda told: f"{told.question}{told.line}")
    def test_only_where_it_is_told(self, ask: Ask, told: Told) -> None:
        value = _value(ask(told.question, told.line))
        assert (value.yes if value else None) is told.yes

    def test_is_not_told_by_what_is_planned(self, ask: Ask) -> None:
        lines = ("开展普法12场。", "二、2025年工作打算", "培养公职律师2名。")
        assert _value(ask("榆川县有公职律师吗？", *lines)) is None


class TestSections:
    LINES = (
        "（一）规范行政问责。修订问责办法，问责干部3名。",
        "二、存在的问题",
        "（一）普法形式单一。讲座多、互动少。",
        "（二）行政问责依据不足。缺少行业性的问责制度。",
        "三、2025年工作重点",
        "一是充实执法力量；二是解决一名法治副校长联系多所学校的问题；三是改进普法。",
    )

    def test_difficulties_are_looked_for_among_the_problems(self, ask: Ask) -> None:
        (found,) = ask("榆川县行政问责有什么难处？", *self.LINES).findings
        assert found.section == ("二、存在的问题", "（二）行政问责依据不足")

    def test_one_topic_of_the_plans(self, ask: Ask) -> None:
        question = "榆川县准备怎么解决一个法治副校长联系好几个学校的事？"
        (found,) = ask(question, *self.LINES).findings
        assert found.quote.startswith("二是解决一名法治副校长联系多所学校的问题")

    @pytest.mark.parametrize(
        "question",
        ["榆川县2025年准备怎么干？", "What does Yuchuan County plan to do in 2025?"],
    )
    def test_all_of_the_plans(self, ask: Ask, question: str) -> None:
        value = _value(ask(question, *self.LINES))
        assert value is not None
        assert len(value.items) == 3


class TestParts:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("局长唐勇任组长，书记王刚主持会议", ["唐勇", "王刚"]),
            ("由局长任组长，各股室负责人为成员", []),
            ("局长高度重视，校长和书记负责", []),
            ("副局长申屠敏具体负责，法律顾问孟祥瑞律师参与", ["申屠敏", "孟祥瑞"]),
            ("李志锋、莫小婷两名队员参加", ["李志锋", "莫小婷"]),
        ],
    )
    def test_persons_named(self, text: str, names: list[str]) -> None:
        assert [name for name, _, _ in person_names(text)] == names

    @pytest.mark.parametrize(
        ("text", "items"),
        [
            ("即2个环节、1天办结、0费用，为企业节约成本", ["2个环节", "1天办结", "0费用"]),
            ("县公安局、县法院等六部门联合印发通知", ["县公安局", "县法院"]),
            ("一是缺人手；二是缺设备、缺经费。", ["一是缺人手", "二是缺设备、缺经费"]),
            ("出台《甲办法》和《乙规定》", ["《甲办法》", "《乙规定》"]),
        ],
    )
    def test_names_in_a_row(self, text: str, items: list[str]) -> None:
        assert [text[start:end] for start, end in rows_in(text)[0].items] == items

    @pytest.mark.parametrize(
        ("question", "number"),
        [("是哪3项", 3), ("哪两所学校", 2), ("五个一是什么", 5), ("有哪些学校", None)],
    )
    def test_how_many_are_asked_for(self, question: str, number: int | None) -> None:
        assert number_asked(question) == number
