"""Small reports in our own words, of places that do not exist."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from index import Library
from index.models import Answer

TODAY = date(2026, 11, 22)


def report(place: str, *lines: str, year: int = 2024, office: str = "教育局") -> str:
    """A report as an office publishes it: title, opening, `lines`, signature."""
    return "\n".join(
        (
            f"{place}{office}{year}年法治政府建设情况报告",
            f"{year}年，{place}{office}把法治建设放在心上、抓在手上。",
            *lines,
            f"{place}{office}",
            f"{year + 1}年1月10日",
            "",
        )
    )


def values(answer: Answer) -> list[str]:
    """The value of every finding as it is stated, or the quote where there is none."""
    return [found.value.text if found.value else found.quote for found in answer.findings]


def asked(folder: Path, question: str, **reports: str) -> Answer:
    """The answer from small reports, added under their names as text files in `folder`."""
    with Library.open(folder) as held:
        for name, text in reports.items():
            held.add(f"{name}.txt", text.encode(), "test")
        return held.ask(question, today=TODAY)


YUCHUAN = report(
    "榆川县",
    "一、主要工作",
    "（一）配强法治队伍。全县共聘任法治副校长46名，另聘法治辅导员9名。38所学校聘请了法治副校长，聘请率达到95%。",
    "（二）规范招生入学。秋季小学录取新生3310人，其中通过线上录取3275人。",
    "（三）严格执法监管。查处违规办学案件7起，罚款2.4万元，没收违法所得0.8万元。2024年巡查培训机构67家次，2023年巡查培训机构52家次。全年未发生校园欺凌案件。",
    "（四）厘清权力边界。权责清单保留行政许可5项。公开行政许可结果71条。",
    "（五）办好普法活动。5月18日举办法治辩论赛。年初组织318岁学生参加宪法晨读。与县检察院签订了保护合作协议。",
    "二、存在的问题",
    "一是专职人员偏少。二是宣传形式单一。三是山区学校覆盖不足。",
    "三、2025年工作打算",
    "（一）充实执法力量。计划招录法律专业人员3名。",
    "（二）创新普法形式。制作普法短片12部。",
)
YUCHUAN_2023 = report(
    "榆川县",
    "一、主要工作",
    "（一）配强法治队伍。全县共聘任法治副校长41名。33所学校聘请了法治副校长，聘请率达到82%。",
    "（二）严格执法监管。查处违规办学案件11起，罚款3.1万元。",
    "二、2024年工作打算",
    "（一）补齐队伍短板。新聘法治副校长5名。",
    "（二）办好法治赛事。举办一次全县法治辩论赛。",
    year=2023,
)
FENGLIN = report(
    "枫林县",
    "一、主要工作",
    "（一）建强工作队伍。全县共聘任法治副校长28名。21所学校聘请了法治副校长，聘请率达到70%。",
    "（二）规范执法行为。查处违规办学案件4起，罚款1.5万元。",
)
LUHE_JUSTICE = report(
    "芦河县",
    "一、主要工作",
    "（一）做实法律援助。全年受理法律援助案件214件，办结198件。",
    "（二）抓好人民调解。调解矛盾纠纷876件，调解成功率98.3%。",
    office="司法局",
)
