"""The sentence that says why there is no answer, and what is held or could be asked instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.answers.wording import relative
from index.divisions import resolve
from index.models import Coverage, Finding, Missing, Question

# 河南省三门峡市陕州区 is spoken of as 陕州区.
_ANCESTORS = re.compile(r"^.*(?:省|自治区|市|州|盟)(?=..)")
_SLOT_ENGLISH = {"place": "place", "year": "year", "issuer": "issuing body", "topic": "topic"}
_SLOT_CHINESE = {"place": "地区", "year": "年份", "issuer": "发布机构"}
_CHAPTERS_CHINESE = {"problems": "存在的问题", "plans": "下一步安排", "measures": "主要举措"}
_CHAPTERS_ENGLISH = {"problems": "problems", "plans": "plans", "measures": "measures"}


def refusal(
    question: Question, missing: Missing, coverage: Coverage, related: Sequence[Finding]
) -> str:
    """What is missing and what is held instead."""
    english = question.language == "en"
    if missing.slot != "topic":
        return _slot_refusal(question, missing, english)
    if coverage.in_scope == 0:
        return (
            "No reports are held yet. An administrator can add some with: reportbot index FOLDER"
            if english
            else "还没有任何报告。管理员可用 reportbot index 文件夹 添加。"
        )
    topic = question.topic or (_CHAPTERS_ENGLISH if english else _CHAPTERS_CHINESE).get(
        question.kind, ""
    )
    if english:
        line = f"The reports do not say ({coverage.in_scope} read): {topic}.{relative(question)}"
        return line + (" See the related passages." if related else "")
    scope = "、".join((*_places(question), *(f"{year}年" for year in question.slots.years)))
    line = f"报告未载明：{scope + '，' if scope else ''}{topic}（已查{coverage.in_scope}份报告）。"
    return line + relative(question) + ("相关段落供参考。" if related else "")


def meant(question: Question, corrected: str) -> str:
    """The offer of the question without its slips."""
    if question.language == "en":
        return f" Did you mean: {corrected}"
    return f"您是否想问：{corrected}"


def _slot_refusal(question: Question, missing: Missing, english: bool) -> str:
    """Which place, issuer or year is not held, and of what."""
    held = (", " if english else "、").join(missing.held)
    # A year is missing of the place and issuer asked about, an issuer of the place.
    of = list(_places(question)) if missing.slot in ("issuer", "year") else []
    if missing.slot == "year" and question.slots.issuer:
        of.append(question.slots.issuer)
    if english:
        line = f"No report for the {_SLOT_ENGLISH[missing.slot]} asked about ({missing.asked})"
        line += f" of {', '.join(of)}." if of else "."
        line += relative(question) + _why_english(question, missing)
        return line + (f" Held: {held}." if held else "")
    short = _ANCESTORS.sub("", missing.asked)
    # 宁波市江北区 is not the 江北区 that is held.
    asked = missing.asked if short in missing.held or not resolve(missing.asked) else short
    line = f"没有{''.join(of)}{asked}的报告{relative(question)}。{_why(question, missing)}"
    return line + (f"现有{_SLOT_CHINESE[missing.slot]}：{held}。" if held else "")


def _why(question: Question, missing: Missing) -> str:
    """Why it cannot be held: the year is still to come, or there is no such place."""
    if missing.slot == "year" and min(question.slots.years) > question.this_year:
        return f"{missing.asked}尚未到来。"
    if missing.slot != "place" or resolve(missing.asked):
        return ""
    own = _own_place(missing.asked)
    if own is None:
        return f"区划名录中没有“{missing.asked}”，请核对地名。"
    name, regions = own
    return f"名录中的{name}是{'、'.join(regions)}，请核对上级地名。"


def _why_english(question: Question, missing: Missing) -> str:
    if missing.slot == "year" and min(question.slots.years) > question.this_year:
        return " That year is still to come."
    return ""


def _own_place(asked: str) -> tuple[str, tuple[str, ...]] | None:
    """The place at the end of a name that is not within what stands before it, and where it is."""
    for start in range(1, len(asked) - 1):
        if asked[start - 1] in "省市州区盟" and (divisions := resolve(asked[start:])):
            return asked[start:], tuple(division.region for division in divisions[:3])
    return None


def _places(question: Question) -> tuple[str, ...]:
    return tuple(_ANCESTORS.sub("", place) for place in question.slots.places)
