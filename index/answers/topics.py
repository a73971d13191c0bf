"""Sections that every annual report has, recognised by the words of their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.fold import simplify
from index.models import QuestionKind, Section
from index.snapshot import HeldReport
from index.structure import split_sentences

_HEADINGS: dict[QuestionKind, re.Pattern[str]] = {
    # 三、存在的主要问题
    "problems": re.compile(r"问题(?!导向)|短处|难点|不足|短板|弱项|困难|薄弱|差距"),
    # 四、下一年度推进法治政府建设的主要安排
    "plans": re.compile(
        r"下一?步|下一?年度?|明年|今后|下一阶段|工作计划|工作安排|主要安排|工作打算|工作思路|努力方向|改进措施|工作设想|工作谋划|谋划(?:来年|明年|20)|展望|(?:工作重点|重点工作|目标任务|工作要点|重点任务|工作目标)(?!.*(?:完成|开展|情况|落实))"
    ),
    # 一、主要举措和成效
    "measures": re.compile(r"举措|措施|做法|成效|开展情况|工作情况|工作落实|推进情况|主要工作"),
}


# Where what is planned begins in a section that also tells the problems.
_TURN = re.compile(
    r"(?:20\d\d年(?:度)?,?(?:[我本全][局县市区镇委乡])?(?:将|要|计划|拟)|下一?步|今后|接下来|针对)"
)
# What tells that a sentence speaks of plans.
_WILL = re.compile(f"{_TURN.pattern}|将|拟|力争")
_DONE = re.compile(r"完成|回顾|总结|情况|成效|以来")


def sections_about(held: HeldReport, kind: QuestionKind) -> tuple[Section, ...]:
    """The topmost sections of a report whose heading says that they are about `kind`."""
    pattern = _HEADINGS.get(kind)
    if pattern is None:
        return ()
    found: list[Section] = []
    # 补齐队伍短板 among the plans is no problem of this year.
    apart: list[Section] = []
    if kind == "problems":
        apart = [p for p in sections_about(held, "plans") if not _tells_problems(p)]
    for section in held.sections:
        inside = any(above.start <= section.start < above.end for above in (*found, *apart))
        heading = simplify(section.heading)
        speaks = is_plan(held, heading) if kind == "plans" else bool(pattern.search(heading))
        if section.kind == "heading" and section.number and not inside and speaks:
            found.append(section)
    top = min((section.level for section in found), default=0)
    return tuple(section for section in found if section.level == top)


def within_sections(
    held: HeldReport, kind: QuestionKind, passages: Sequence[tuple[int, int, int]]
) -> list[tuple[int, int, int]]:
    """The passages (section, start, end) that lie in the sections about `kind`."""
    about = sections_about(held, kind)
    return [
        passage
        for passage in passages
        if any(section.start <= passage[1] < section.end for section in about)
    ]


def outside_sections(
    held: HeldReport, kind: QuestionKind, passages: Sequence[tuple[int, int, int]]
) -> list[tuple[int, int, int]]:
    """The passages (section, start, end) that lie in none of the sections about `kind`."""
    inside = within_sections(held, kind, passages)
    return [passage for passage in passages if passage not in inside]


def part_about(held: HeldReport, section: Section, kind: QuestionKind) -> tuple[int, int]:
    """[start, end) of the body of a section that is about `kind`.

    All of it, unless its heading announces both what is lacking and what is planned
    (不足与展望): then the plans begin with the sentence that says so.
    """
    both = _tells_problems(section) and is_plan(held, simplify(section.heading))
    if both and kind in ("problems", "plans"):
        for start, end in split_sentences(held.report.text, section.body, section.end):
            if _TURN.match(held.text.between(start, end)):
                return (start, section.end) if kind == "plans" else (section.body, start)
    return section.body, section.end


def _tells_problems(section: Section) -> bool:
    return bool(_HEADINGS["problems"].search(simplify(section.heading)))


def is_plan(held: HeldReport, heading: str) -> bool:
    """Whether a heading announces plans: 下一步打算, or a year after that of the report."""
    # 2.特困人员供养：2023年目标任务为… goes on with what it tells.
    heading = re.split("(?<=.{4})[:：]", heading, maxsplit=1)[0]
    if _HEADINGS["plans"].search(heading):
        return True
    year = held.description.year
    return year is not None and f"{year + 1}年" in heading and not _DONE.search(heading)


def is_planned(held: HeldReport, number: int, sentence: str) -> bool:
    """Whether a sentence of a section tells what is planned, by the headings above it.

    Under 不足与展望 only what the sentence says itself tells.
    """
    section: Section | None = held.sections[number]
    while section is not None and section.number:
        if section.kind == "heading" and is_plan(held, simplify(section.heading)):
            return not _tells_problems(section) or bool(_WILL.search(sentence))
        section = held.sections[section.parent] if section.parent is not None else None
    return False


def plan_headings(held: HeldReport) -> tuple[str, ...]:
    """Headings of the sections that tell what is planned."""
    return tuple(section.heading for section in sections_about(held, "plans"))
