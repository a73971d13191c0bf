"""The classes of units that may answer a question, as it names them or as its words tell."""

from __future__ import annotations

import re

from index.models import Concept, QuestionKind
from index.questions.units import classes_of_units, is_measure, units_of_noun
from index.questions.words import is_rate_name

# Deeds done with money, where nothing else is named that could be counted.
_PAYING = re.compile(
    r"(?:赔|罚|花|退|追回|追缴|挽回|投|补|奖|缴|减免|节约|支付|拨)[^,，。;？?多少几]{0,4}"
    r"(?:多少|几何)\s*(?:[呢了]|$|[,，。;？?])"
)
# 多长, 多重: the classes of units that a dimension is measured in.
_DIMENSION = re.compile(r"(?<!几)多([长大久高远重深宽])(?!比例|的比例|幅度|程度)")
_DIMENSIONS: dict[str, tuple[str, ...]] = {
    "长": ("length", "years", "months", "days", "hours", "weeks", "terms"),
    "久": ("hours", "days", "months", "years", "weeks", "terms"),
    "大": ("area", "age", "volume", "weight", "length"),
    "高": ("length", "score"),
    "远": ("length",),
    "重": ("weight",),
    "深": ("length",),
    "宽": ("length",),
}
# 家数, 件数: the measure word in the name of the number.
_COUNTED = re.compile(r"([家户所件份台辆起例名位座])数(?![字据码学])")
# Nearly everything may be asked for with 个: 几个机构.
_ANY_UNIT = "个"


def asked_units(
    rest: str, asked: re.Match[str] | None, kind: QuestionKind, concepts: tuple[Concept, ...]
) -> tuple[tuple[str, ...], bool]:
    """The unit classes, the likeliest first, and whether the question names the unit itself.

    `rest` is the question without its slots, `asked` its cue (多少名). None fits where
    nothing tells: then any unit may answer.
    """
    if kind == "rate":
        return classes_of_units(("%", "成", "")), True
    if kind == "amount":
        return classes_of_units(("元",)), True
    if kind != "count":
        return (), False
    unit = asked.groupdict().get("unit") if asked else None
    if unit and unit != _ANY_UNIT:
        return classes_of_units((unit,)), True
    if "面积" in rest:
        return ("area",), True
    if counted := _COUNTED.search(rest):
        return classes_of_units((counted[1],)), True
    if dimension := _DIMENSION.search(rest):
        return _DIMENSIONS[dimension[1]], True
    any_unit = (unit,) if unit else ()
    for concept in concepts:
        # How many tonnes of waste: a unit of measure, said in English.
        if concept.focus and concept.text.isascii() and is_measure(concept.words[:1]):
            return classes_of_units(concept.words[:1]), True
    # The last noun is the head of a Chinese compound: 普法手册.
    for concept in reversed(concepts):
        if concept.focus:
            for word in concept.alternatives:
                # 输了多少 does not ask for the 败诉率 that may be meant by 输.
                of_rate = is_rate_name(word) and not is_rate_name(concept.text)
                if (units := units_of_noun(word)) and not of_rate:
                    return classes_of_units((*units, *any_unit)), False
    if not unit and _PAYING.search(rest):
        # 责任险赔出去多少 asks for a sum of money.
        return classes_of_units(("元",)), False
    return (), False
