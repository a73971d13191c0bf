"""Answers that several reports have a part in: sweeps, restated figures, the same bytes again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.render import as_json
from index import Library
from index.models import Answer
from tests.tiny_reports import (
    FENGLIN,
    LUHE_JUSTICE,
    TODAY,
    YUCHUAN,
    YUCHUAN_2023,
    asked,
    report,
)


def _rows(answer: Answer) -> dict[str, str]:
    return {f.report: f.value.text if f.value else f.quote for f in reversed(answer.findings)}


def test_a_report_that_counts_something_else_has_no_row(tmp_path: Path) -> None:
    answer = asked(
        tmp_path,
        "各县聘任了多少名法治副校长？",
        a=report("榆川县", "全县聘任法治副校长46名。"),
        b=report("枫林县", "全县聘任法治副校长28名。"),
        c=report("芦河县", "评出优秀法治副校长5名，法治副校长聘任率100%。"),
    )
    rows = _rows(answer)
    assert (rows["a.txt"], rows["b.txt"]) == ("46名", "28名")
    assert rows.get("c.txt") != "100%"


def test_rows_are_of_one_kind_of_unit(tmp_path: Path) -> None:
    answer = asked(
        tmp_path,
        "各县经营主体有多少？",
        a=report("榆川县", "全县实有经营主体2300户。"),
        b=report("枫林县", "全县实有经营主体1800户。"),
        c=report("芦河县", "检查经营主体35户次。"),
    )
    assert set(_rows(answer).values()) <= {"2300户", "1800户"}


def test_what_the_next_report_says_otherwise_is_shown(tmp_path: Path) -> None:
    answer = asked(
        tmp_path,
        "榆川县2023年聘任了多少名法治副校长？",
        old=report("榆川县", "全县聘任法治副校长41名。", year=2023),
        new=report("榆川县", "全县聘任法治副校长46名，2023年聘任法治副校长44名。"),
    )
    assert _rows(answer) == {"old.txt": "41名"}
    assert "2024年报告所载2023年数为44名" in answer.text
    assert [found.report for found in answer.related] == ["new.txt"]


@pytest.mark.parametrize(
    "restated", ["2023年聘任法治副校长41名", "比2023年增加5名", "选聘法治辅导员44名"]
)
def test_what_agrees_or_is_of_something_else_is_no_conflict(tmp_path: Path, restated: str) -> None:
    answer = asked(
        tmp_path,
        "榆川县2023年聘任了多少名法治副校长？",
        old=report("榆川县", "全县聘任法治副校长41名。", year=2023),
        new=report("榆川县", f"全县聘任法治副校长46名，{restated}。"),
    )
    assert "注意" not in answer.text
    assert answer.related == ()


QUESTIONS = (
    "各县聘任了多少名法治副校长？",
    "榆川县2024年存在哪些问题？",
    "哪个县罚款最多？",
    "榆川县2024年采购了多少辆校车？",
    "how many schools hired legal vice-principals",
)


def test_the_same_question_gives_the_same_bytes_also_after_reindexing(tmp_path: Path) -> None:
    texts = {"a": YUCHUAN, "b": YUCHUAN_2023, "c": FENGLIN, "d": LUHE_JUSTICE}
    files = tmp_path / "reports"
    files.mkdir()
    for name, text in texts.items():
        (files / f"{name}.txt").write_text(text, "utf-8")

    def answers(data: Path, order: list[str]) -> list[dict[str, object]]:
        with Library.open(data) as held:
            for name in order:
                held.index([files / f"{name}.txt"])
            for name in order[:2]:
                held.remove(f"{name}.txt")
                held.index([files / f"{name}.txt"])
            return [as_json(held.ask(q, today=TODAY), "q", 0.0) for q in QUESTIONS * 2]

    first = answers(tmp_path / "one", ["a", "b", "c", "d"])
    assert first[: len(QUESTIONS)] == first[len(QUESTIONS) :]
    assert first == answers(tmp_path / "two", ["d", "c", "b", "a"])


@pytest.mark.parametrize(
    ("question", "sentence", "stated"),
    [
        ("榆川县办结案件多少件？", "办结398件（含上年结转25件）。", "398件"),
        (
            "榆川县网络购物投诉占百分之几？",
            "投诉较集中的是预付卡、网络购物和餐饮服务，分别占31%、24%、17%。",
            "24%",
        ),
        (
            "榆川县组织了多少所中小学参观禁毒基地？",
            "组织32所中小学9000名学生参观禁毒基地。",
            "32所",
        ),
    ],
)
def test_the_figure_that_is_asked_for_among_its_neighbours(
    tmp_path: Path, question: str, sentence: str, stated: str
) -> None:
    answer = asked(tmp_path, question, a=report("榆川县", "一、主要工作", sentence))
    assert _rows(answer) == {"a.txt": stated}


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("榆川县食品类案件的罚没款是多少？", "全年立案412件，罚没款275.6万元。"),
        ("榆川县第十五届运动会有多少运动员参赛？", "承办赛事23场，参赛运动员7000余人。"),
        ("榆川县法规哪天审议通过？", "审议通过法规1件，自2024年10月1日起施行。"),
    ],
)
def test_a_figure_of_something_else_is_not_stated(
    tmp_path: Path, question: str, sentence: str
) -> None:
    answer = asked(tmp_path, question, a=report("榆川县", "一、主要工作", sentence))
    assert answer.status == "not_found", answer.text


def test_years_each_is_one_question_about_two_reports(tmp_path: Path) -> None:
    answer = asked(tmp_path, "榆川县的罚款，2023年和2024年各多少？", a=YUCHUAN, b=YUCHUAN_2023)
    assert _rows(answer) == {"a.txt": "2.4万元", "b.txt": "3.1万元"}
    assert answer.coverage.stating == 2


def test_a_claim_is_held_against_the_figure(tmp_path: Path) -> None:
    answer = asked(tmp_path, "榆川县法治副校长聘请率达到90%了吗？", a=YUCHUAN)
    assert answer.findings[0].value
    assert answer.findings[0].value.yes
    answer = asked(tmp_path, "榆川县法治副校长聘请率达到98%了吗？", a=YUCHUAN)
    assert answer.findings[0].value
    assert answer.findings[0].value.yes is False


def test_a_number_that_is_taken_for_granted_is_no_claim(tmp_path: Path) -> None:
    held = report("榆川县", "一、主要工作", "全年办结398件（含上年结转25件）。")
    answer = asked(tmp_path, "榆川县办结的398件含不含上年结转的案件？", a=held)
    assert answer.findings[0].value
    assert answer.findings[0].value.yes


def test_a_rate_of_something_else_stands_not_beside_a_count(tmp_path: Path) -> None:
    held = report(
        "榆川县", "一、主要工作", "聘任法治副校长60人，法治辅导员6人，逐步实现法治副校长聘任100%。"
    )
    assert asked(tmp_path, "榆川县法治辅导员有几位？", a=held).text == "6人"
    held = report("榆川县", "一、主要工作", "办理信访事项140件，化解率97.9%。")
    assert asked(tmp_path, "榆川县办理信访事项多少件？", a=held).text == "140件（化解率97.9%）"


def test_a_change_that_a_cell_and_a_sentence_tell_is_told_once(tmp_path: Path) -> None:
    held = report(
        "榆川县",
        "一、主要工作",
        "纠错率9.7%，较上年下降1.0个百分点。",
        "指标 | 2023年 | 2024年 | 变化\n纠错率 | 10.7% | 9.7% | -1.0个百分点",
    )
    (found,) = asked(tmp_path, "榆川县纠错率比上年变化了多少？", a=held).findings
    assert found.value
    assert found.value.text == "1.0个百分点"
    assert "下降" in found.quote


def test_a_cell_is_found_by_the_head_of_its_column(tmp_path: Path) -> None:
    rows = "\n".join(f"第{n}镇 | {n} | {n * 2} | {n * 3}" for n in range(10, 40))
    table = (
        f"县区 | 学校（所） | 法治副校长（名） | 法治辅导员（名）\n{rows}\n合计 | 735 | 1119 | 285"
    )
    answer = asked(
        tmp_path, "榆川县法治辅导员共有多少名？", a=report("榆川县", "一、主要工作", table)
    )
    assert answer.findings[0].value
    assert answer.findings[0].value.number == 285


def test_what_a_hotline_did_is_told_by_its_number(tmp_path: Path) -> None:
    aid = report("枫林县", "一、主要工作", "法律援助为群众挽回损失40万元。", office="司法局")
    line = report("榆川县", "一、主要工作", "12315平台受理投诉31件，为消费者挽回损失6万元。")
    answer = asked(tmp_path, "12315挽回了多少损失？", a=aid, b=line)
    assert _rows(answer) == {"b.txt": "6万元"}


def test_a_sum_that_only_tells_what_was_paid_goes_with_the_deed_before(tmp_path: Path) -> None:
    held = report("榆川县", "一、主要工作", "资助家庭经济困难学生8.6万人次，发放资金1.32亿元。")
    assert asked(tmp_path, "榆川县资助学生花了多少钱？", a=held).text == "1.32亿元"


def test_a_compound_asks_with_the_verb_it_ends_in(tmp_path: Path) -> None:
    held = report(
        "榆川县",
        "一、主要工作",
        "（一）公平竞争审查。牵头审查拟出台文件28份；抽查已印发文件60份。",
    )
    assert asked(tmp_path, "榆川县公平竞争审查的文件有多少份？", a=held).text == "28份"


def test_who_only_keeps_company_is_not_counted(tmp_path: Path) -> None:
    held = report("榆川县", "一、主要工作", "选聘法治辅导员9名，与法治副校长搭档上课。")
    assert asked(tmp_path, "榆川县法治副校长有多少人？", a=held).status == "not_found"
    assert asked(tmp_path, "榆川县法治辅导员有多少人？", a=held).text == "9名"


def test_the_bodies_of_which_something_is_denied_are_named_by_their_own_reports(
    tmp_path: Path,
) -> None:
    answer = asked(
        tmp_path,
        "哪些单位没有发生行政复议？",
        a=report("榆川县", "会同民政、公安等部门抽查70户次。全年收到行政复议案件3件。"),
        b=report("枫林县", "全年没有发生行政复议案件。"),
        c=report("芦河县", "开展普法活动12场。"),
    )
    assert {found.report for found in answer.findings} == {"b.txt"}
    assert (answer.coverage.in_scope, answer.coverage.stating) == (3, 2)


def test_asked_for_the_towns_only_the_reports_of_towns_are_ranked(tmp_path: Path) -> None:
    town = "{0}2024年法治政府建设情况报告\n2024年，{0}配备执法人员{1}名。\n{0}人民政府\n"
    answer = asked(
        tmp_path,
        "哪个镇的执法人员最多？",
        a=town.format("柳河镇", 18),
        b=town.format("槐树镇", 9),
        c=report("榆川县", "全县配备执法人员412名。"),
    )
    assert _rows(answer) == {"a.txt": "18名", "b.txt": "9名"}
    assert answer.text.startswith("柳河镇")


def test_asked_for_the_bureaus_of_a_kind_no_other_body_is_ranked(tmp_path: Path) -> None:
    answer = asked(
        tmp_path,
        "哪个教育局罚款最多？",
        a=report("榆川县", "全年罚款2.4万元。"),
        b=report("枫林县", "全年罚款3.1万元。"),
        c=report("芦河县", "全年罚款88万元。", office="交通运输局"),
    )
    assert set(_rows(answer)) == {"a.txt", "b.txt"}


def test_plans_for_a_year_are_those_of_every_report_before_it(tmp_path: Path) -> None:
    answer = asked(
        tmp_path,
        "各教育局2025年有什么打算？",
        a=report("榆川县", "一、工作", "开展普法12场。", "二、2025年打算", "一是招人。二是普法。"),
        b=report("枫林县", "一、工作", "开展普法9场。", "二、下一步打算", "一是培训。二是检查。"),
    )
    assert {found.report for found in answer.findings} == {"a.txt", "b.txt"}


def test_places_of_one_name_are_told_apart_and_never_taken_for_one(library: Library) -> None:
    for name, place, number, year in (
        ("a.txt", "重庆市江北区", 73, 2024),
        ("b.txt", "宁波市江北区", 35, 2023),
    ):
        text = report(place, "一、主要工作", f"全区聘任法治副校长{number}名。", year=year)
        library.add(name, text.encode(), "test")
    told = library.ask("江北区聘任了多少名法治副校长？").text
    assert "重庆市江北区2024年 73名" in told
    assert "浙江省宁波市江北区2023年 35名" in told
    # Two districts, not two years of one: both count.
    assert "108" in library.ask("各区一共聘任了多少名法治副校长？").text


@pytest.mark.parametrize(
    ("question", "rows", "line"),
    [
        ("哪些县的法治副校长聘请率超过90%？", {"y": "95%"}, "其中1份超过90%】"),
        ("哪些地方聘请率达到70%？", {"y": "95%", "f": "70%", "o": "82%"}, "其中3份达到70%】"),
        ("2024年哪些地方聘请率不到80%？", {"f": "70%"}, "其中1份不到80%】"),
        ("哪些县聘任的法治副校长在41名以下？", {"f": "28名", "o": "41名"}, "其中2份在41名以下】"),
        (
            "哪些地方聘请率达到99%？",
            {"y": "95%", "f": "70%", "o": "82%"},
            "没有一份达到99%：",
        ),
    ],
)
def test_those_are_named_that_reach_a_bound(
    tmp_path: Path, question: str, rows: dict[str, str], line: str
) -> None:
    answer = asked(tmp_path, question, y=YUCHUAN, f=FENGLIN, o=YUCHUAN_2023)
    assert _rows(answer) == {f"{name}.txt": value for name, value in rows.items()}
    assert line in answer.text
    assert answer.question == question


@pytest.mark.parametrize(
    "question",
    ["哪些地方聘请了法律顾问？", "哪些县聘请了法律顾问？", "哪些地方的学校聘请了法律顾问？"],
)
def test_places_are_asked_for_by_what_they_did(tmp_path: Path, question: str) -> None:
    answer = asked(
        tmp_path,
        question,
        a=report("榆川县", "全县学校聘请法律顾问3名。"),
        b=report("枫林县", "全县学校评出优秀教师28名。"),
        c=report("芦河县", "聘请律师事务所担任各学校法律顾问。"),
    )
    assert {f.report: f.value.yes for f in answer.findings if f.value} == {
        "a.txt": True,
        "c.txt": True,
    }
    assert "3份报告中2份载明" in answer.text


def test_a_system_of_another_kind_is_not_the_one_asked_for(tmp_path: Path) -> None:
    text = report("榆川县", "聘请法律顾问1名。", "组织学生讨论，7条建议写进学校管理制度。")
    for question in ("榆川县建立了法律顾问制度吗？", "哪些地方建立了法律顾问制度？"):
        answer = asked(tmp_path, question, a=text, b=FENGLIN)
        assert answer.status == "not_found", question
        assert "地方" not in answer.text
    said = report("芦河县", "全面建立法律顾问制度。")
    answer = asked(tmp_path, "哪些地方建立了法律顾问制度？", c=said)
    assert [f.report for f in answer.findings] == ["c.txt"]


@pytest.mark.parametrize(
    ("question", "line"),
    [
        (
            "榆川县有没有发生校园欺凌？",
            "印发学生欺凌综合治理方案，各校开展防治校园暴力与学生欺凌自查。",
        ),
        ("榆川县招聘教师了吗？", "凡涉及人员招聘、教师调配、评优等事项，均由集体研究。"),
        ("榆川县公开招聘教师了吗？", "由心理教师一对一辅导，表彰教师12名。"),
        ("榆川县购买法律服务了吗？", "公共法律服务板块任务57项全部完成。"),
        ("榆川县修订学校章程了吗？", "抽查发现2所学校的章程多年未修订。"),
        ("榆川县配备心理教师了吗？", "有71所学校没有专职心理教师。"),
    ],
)
def test_what_is_only_spoken_of_is_no_yes_and_what_some_lack_no_no(
    tmp_path: Path, question: str, line: str
) -> None:
    answer = asked(tmp_path, question, a=report("榆川县", line))
    assert answer.status == "not_found"


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("榆川县公开招聘教师了吗？", "面向社会公开招聘教师118名。"),
        ("榆川县召开听证会了吗？", "列入目录的决策3项，组织听证会2场。"),
        ("榆川县修订章程了吗？", "指导43所学校修订章程。"),
    ],
)
def test_a_deed_that_is_told_is_a_yes(tmp_path: Path, question: str, line: str) -> None:
    answer = asked(tmp_path, question, a=report("榆川县", line))
    assert [f.value.yes for f in answer.findings if f.value] == [True]
