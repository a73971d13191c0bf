"""Figures that stand beside the words of a question and are of something else, and what there was none of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tiny_reports import asked, report, values

ValuesOf = Callable[..., list[str]]
_PEOPLE = "年末常住人口77.6万人。全年出生人口0.57万人，死亡人口0.66万人。"
_DESKS = "全县办件30751件，其中行政许可16634件、其他14117件；县本级办件9651件，其中行政许可9310件。"
_POWERS = """信息内容 | 上一年项目数量（前一年事项数） | 处理决定数量（本年办件量）
行政许可 | 8 | 93
其他管理事项（指行政许可以外的事项，含行政处罚等） | 117 | 165"""


@pytest.mark.parametrize(
    ("question", "line", "stated"),
    [
        # What is said not to have happened has no number beside it.
        ("榆川县行政诉讼应诉多少件？", "全年行政诉讼33件，出庭率100%，均无败诉。", ["33件"]),
        ("榆川县收到举报多少件？", "全年收到举报5件，未收到投诉。", ["5件"]),
        # A count of other things in the same clause.
        (
            "榆川县联合几个部门开展检查？",
            "联合市场、公安、消防等七部门检查全县40所校外培训机构。",
            ["七部门"],
        ),
        (
            "榆川县联合几个部门开展检查？",
            "联合市场、公安、消防等部门检查全县40所校外培训机构。",
            [],
        ),
        # All there are, where the question asks what was done to some.
        (
            "榆川县关停了多少家校外培训机构？",
            "在册校外培训机构84家，检查校外培训机构120家次。",
            [],
        ),
        ("榆川县在册的校外培训机构有多少家？", "在册校外培训机构84家，整治后有序。", ["84家"]),
        # Some, or those that came, where the question asks how many there are.
        ("榆川县有多少所学校？", "为13所学校配备了法治书屋。", []),
        ("榆川县有多少所学校？", "指导全县80所学校修订章程。", ["80所"]),
        ("榆川县为多少所学校配备了法治书屋？", "为13所学校配备了法治书屋。", ["13所"]),
        ("榆川县有几名公职律师？", "新增公职律师1人，培训公职律师。", []),
        ("榆川县新增了几名公职律师？", "新增公职律师1人，培训公职律师。", ["1人"]),
        # 非诉讼 is no 诉讼.
        ("榆川县诉讼案件多少件？", "办理非诉讼调解等事务56件。", []),
        # The whole stands in the sentence before the parts.
        (
            "榆川县公开了多少条信息？",
            "主动公开食品、药品等信息312条。其中，网站84条，省级媒体信息21条，市级媒体信息68条。",
            ["312条"],
        ),
        (
            "榆川县市级媒体公开信息多少条？",
            "主动公开食品、药品等信息312条。其中，网站84条，省级媒体信息21条，市级媒体信息68条。",
            ["68条"],
        ),
        # 增加值 is no change, 上涨 is one.
        ("榆川县第二产业增加值是多少？", "第二产业增加值42.61亿元，增长9.5%。", ["42.61亿元"]),
        ("榆川县居民消费价格上涨多少？", "居民消费价格比上年上涨0.1%。", ["0.1%"]),
        ("榆川县GDP是多少？", "全年实现GDP201.2亿元，增长6.5%。", ["201.2亿元"]),
        ("榆川县GDP是多少？", "全年地区生产总值201.2亿元，增长6.5%。", ["201.2亿元"]),
        ("榆川县教材印制费多少？", "保障教材（含读本5400册印制费2.2万元）等投入。", ["2.2万元"]),
        ("榆川县有多少个村？", "目前，全县及下辖39个村均设有法律顾问。", ["39个"]),
        # Parts by the words that narrow the question down, each of its own whole.
        (
            "榆川县农村低保对象多少人？",
            "在册低保对象8439人，其中，城镇492人，农村7947人。",
            ["7947人"],
        ),
        ("榆川县集中供养人员多少人？", "供养2253人（其中分散人员1731人，集中人员522人）。", []),
        ("榆川县公办幼儿园多少所？", "全县共有小学28所，幼儿园17所（公办5所，民办12所）。", []),
        ("榆川县行政许可多少件？", _DESKS, ["16634件"]),
        ("榆川县本级行政许可多少件？", _DESKS, ["9310件"]),
        # How many there are, not how many came or went.
        ("榆川县人口有多少？", _PEOPLE, ["77.6万人"]),
        ("榆川县出生人口多少？", _PEOPLE, ["0.57万人"]),
        ("what is the population of Yuchuan", _PEOPLE, ["77.6万人"]),
        # A number is asked for, not the rate that its word may stand for.
        ("榆川县民告官输了多少？", "行政诉讼结案521件，败诉38件，败诉率7.29%。", ["38件"]),
        ("榆川县有多少家校外培训机构？", "检查校外培训机构118家次，发现问题64个。", []),
        (
            "榆川县检查校外培训机构多少家次？",
            "检查校外培训机构118家次，发现问题64个。",
            ["118家次"],
        ),
        # How often is no length of time.
        ("榆川县执法培训几次？", "开展镇街综合执法培训4次，执法人员培训60学时以上。", ["4次"]),
        # What a row of a table explains is another thing.
        ("榆川县行政许可处理决定多少件？", _POWERS, ["93"]),
        ("榆川县行政处罚处理决定多少件？", _POWERS, []),
    ],
)
def test_only_the_figure_of_what_isasked(
    values_of: ValuesOf, question: str, line: str, stated: list[str]
) -> None:
    assert values_of(question, line) == stated


@pytest.mark.parametrize(
    ("question", "line", "clause"),
    [
        (
            "榆川县收到多少件信息公开申请？",
            "（二）依申请公开。本年度未收到信息公开申请。",
            "本年度未收到信息公开申请",
        ),
        ("榆川县败诉了几件？", "行政诉讼33件，出庭率100%，均无败诉。", "均无败诉"),
        (
            "榆川县有几起复议案件？",
            "全年无诉讼、无复议案件，案卷获评优秀。",
            "全年无诉讼、无复议案件",
        ),
        (
            "how many applications for information disclosure did Yuchuan receive",
            "（二）依申请公开。本年度未收到信息公开申请。",
            "本年度未收到信息公开申请",
        ),
    ],
)
def test_that_there_was_none_is_stated_as_the_report_says_it(
    tmp_path: Path, question: str, line: str, clause: str
) -> None:
    answer = asked(tmp_path, question, a=report("榆川县", "一、主要工作", line))
    assert answer.text == clause
    (found,) = answer.findings
    assert found.value
    assert found.value.number == 0
    assert clause in found.quote


@pytest.mark.parametrize(
    ("question", "line"),
    [
        # There may have been others.
        ("榆川县收到多少件信息公开申请？", "未收到涉及商业秘密的信息公开申请。"),
        ("榆川县收到多少件信息公开申请？", "上半年未收到信息公开申请。"),
        ("榆川县发生多少起安全事故？", "未发生重大安全事故。"),
        # Something else there was none of.
        ("榆川县收到多少件信息公开申请？", "全年未收到投诉。"),
        ("榆川县有多少名法治副校长？", "部分学校没有法治副校长。"),
    ],
)
def test_what_is_denied_only_in_part_is_not_none(
    values_of: ValuesOf, question: str, line: str
) -> None:
    assert values_of(question, line) == []


def test_bodies_of_every_level_are_read_where_several_are_named(tmp_path: Path) -> None:
    reports = {
        "a": report("榆川县", "一、主要工作", "收到信息公开申请5件。"),
        "b": report("沙渚区", "一、主要工作", "收到信息公开申请2件。"),
        "c": report("鹿溪区", "一、主要工作", "收到信息公开申请3件。"),
    }
    answer = asked(tmp_path, "各区县教育局收到多少件信息公开申请？", **reports)
    assert sorted(values(answer)) == ["2件", "3件", "5件"]
    answer = asked(tmp_path, "哪个区的教育局收到的信息公开申请最多？", **reports)
    assert values(answer) == ["3件", "2件"]


def test_a_figure_of_another_year_is_not_stated_without_its_year(tmp_path: Path) -> None:
    held = report("榆川县", "一、主要工作", "2021年共受理信息公开申请3件。")
    assert asked(tmp_path, "榆川县受理信息公开申请多少件？", a=held).findings == ()


def test_what_is_denied_of_a_body_is_a_yes_where_that_isasked(tmp_path: Path) -> None:
    reports = {
        "a": report("榆川县", "一、主要工作", "行政诉讼结案21件，败诉8件，败诉率38%。"),
        "b": report("枫林县", "一、主要工作", "行政诉讼33件，出庭率100%，均无败诉。"),
        "c": report("芦河县", "一、主要工作", "加强行政应诉工作。"),
    }
    for question, body in (("哪些地方败诉了？", "榆川县"), ("哪些地方没有败诉？", "枫林县")):
        (found,) = asked(tmp_path, question, **reports).findings
        assert (found.place, found.value and found.value.yes) == (body, True)
    rows = asked(tmp_path, "各县行政诉讼败诉多少件？", **reports)
    assert sorted(values(rows)) == ["8件", "均无败诉"]


def test_places_are_asked_for_in_english(tmp_path: Path) -> None:
    reports = {
        "a": report(
            "榆川县", "本报告包括总体情况、收到和处理信息公开申请情况。", "收到信息公开申请5件。"
        ),
        "b": report("枫林县", "一、主要工作", "全年未收到信息公开申请。"),
        "c": report("芦河县", "一、主要工作", "加强信息公开工作。"),
    }
    places = {
        "which places received information disclosure applications": "榆川县",
        "which places received no information disclosure applications": "枫林县",
    }
    for question, body in places.items():
        (found,) = asked(tmp_path, question, **reports).findings
        assert (found.place, found.value and found.value.yes) == (body, True)
        assert "包括总体情况" not in found.quote


@pytest.mark.parametrize(
    "question",
    ["哪些报告提到了校外培训机构？", "which reports mention off-campus training institutions"],
)
def test_reports_that_speak_of_something_are_named(tmp_path: Path, question: str) -> None:
    reports = {
        "a": report("榆川县", "一、主要工作", "联合公安、消防等部门检查校外培训机构。"),
        "b": report("枫林县", "一、主要工作", "加强行政应诉工作。"),
        "c": report("芦河县", "一、主要工作", "校外培训机构还不规范。"),
    }
    answer = asked(tmp_path, question, **reports)
    assert {found.place for found in answer.findings} == {"榆川县", "芦河县"}


def test_a_rank_names_the_body_where_it_alone_states_any(tmp_path: Path) -> None:
    reports = {
        "a": report("榆川县", "一、主要工作", "行政诉讼结案21件，败诉8件，败诉率38%。"),
        "b": report("枫林县", "一、主要工作", "加强行政应诉工作。"),
    }
    answer = asked(tmp_path, "败诉率最高的是哪个县？", **reports)
    assert answer.text.startswith("榆川县2024年 38%")
    answer = asked(tmp_path, "哪些地方败诉了？", **reports)
    assert answer.text.startswith("榆川县2024年 是")


def test_a_rate_behind_a_semicolon_is_of_something_else(tmp_path: Path) -> None:
    line = "活动覆盖师生4.6万人次；组织学生在线学习，参与率97.5%。"
    held = report("榆川县", "一、主要工作", line)
    assert asked(tmp_path, "榆川县活动覆盖师生多少人次？", a=held).text == "4.6万人次"


def test_a_goal_for_a_year_without_a_report_is_stated_without_regret(tmp_path: Path) -> None:
    held = report(
        "榆川县", "一、主要工作", "参与率97.5%。", "二、2025年工作计划", "力争参与率达到99%以上。"
    )
    answer = asked(tmp_path, "榆川县2025年参与率目标是多少？", a=held)
    assert answer.text == "99%以上"


def test_none_counts_in_a_comparison(tmp_path: Path) -> None:
    reports = {
        "a": report("榆川县", "一、主要工作", "收到信息公开申请5件。"),
        "b": report("枫林县", "一、主要工作", "全年未收到信息公开申请。"),
        "c": report("芦河县", "一、主要工作", "加强信息公开工作。"),
    }
    answer = asked(tmp_path, "哪个县收到的信息公开申请最少？", **reports)
    assert values(answer) == ["全年未收到信息公开申请", "5件"]
    assert (answer.coverage.in_scope, answer.coverage.stating) == (3, 2)
