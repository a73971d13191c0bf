"""The sense a figure is stated in, against the sense it is asked for in.

The same words may stand around a total and a change, a result and a target, what
was done and what was not.
"""

from __future__ import annotations

import functools
import re

from index.answers.findings import PLANS
from index.answers.matching import is_light, share_in
from index.answers.zones import Zones
from index.figures import unit_class
from index.fold import fold
from index.lexicon import data_lines
from index.models import Question

_CHANGE = re.compile(
    r"降了|升了|同比|环比|增加|减少|提高|下降|增长|上升|降低|提升|多了|少了|变化|增幅|降幅|压减|比上年|比去年|较上年"
    r"|increase|decrease|rise|rose|fell|drop|grow|grew|change|more than last|less than last"
)
_EACH_OF = re.compile(
    r"每(?!校一|年一度)|一(?:个|名|位|家|所|户)[^,，。]{0,4}(?:多少|几)|\b(each|every|per)\b|人均|平均|年均|月均"
)
_TARGET = re.compile(
    r"力争|争取|目标|计划|拟|来年|准备|今后|接下来|预计|确保|不低于|明年|下一年|下年|\b(target|plan|planned|aim|goal|will|going to)\b|要达|打算|将"
)
# A figure that a report plans: by the heading above it, or by its own clause.
_GOAL = re.compile(r"力争|争取|确保|目标")
_NEGATED = re.compile(
    r"没有|(?<!罚)没(?!收)|未(?!成年|来|央|检)|尚无|无(?=一|需|人受|固定)"
    r"|不(?!少于|低于|超过|断|仅|得|同|足\d|再|含|合理|合格)|免(?=予|于)|\b(not|no|never)\b"
)
_ALL_SCHOOLS = re.compile(
    r"中小学(?:校)?(?:[(（、和及与]?(?:含)?幼儿园[)）]?)?|学校[、和及与]幼儿园"
)
_APART = re.compile(r"^另(?!案|一)")
# A sum is asked for, and a sum is what the clause states.
_ALTOGETHER = re.compile(
    r"一?共(?!同|享|青|建)|总(?:共|计|额|数|量)|累计|合计|全年|全部|\b(?:total|altogether|in all)\b"
)
# A year alone tells little of when something happened.
_BARE_YEAR = re.compile(r"\d{4}(?:/\d{4})?")
# The level before a change, and the change that leads away from it.
_FROM = re.compile(r"[由从自][^，,。；;]{0,16}$")
_UP_TO = re.compile(
    r"[^，,。；;\d]{0,8}(?:增|减|压|缩|提|升|降|扩|上|下|变|调|改)[^，,。；;\d]{0,6}[到至为]"
)
_ASKS_FORMER = re.compile(r"原来|原先|之前|以前|法定|起初|最初|年初|from|originally")
# Parts of what is counted: the whole is meant where the question does not name the part.
_OWN_LEVEL = re.compile(r"[省市县区州]直|本级|直属|各(?:镇|街|乡|村|社区|校|学校)|镇街|街镇|机关")
_TOTAL_ROW = re.compile(r"合计|总计|总数|小计|共计|^全")
# 43所中小学中39所已经配备: the first is the whole that the second is a part of.
_OF_WHICH = re.compile(r"^[^，,。；;：:]*[中里](?:已?有|的)?$")
_FLOW = re.compile(
    r"新(?:增|设|登记|开|办|建|注册|取得|评|创|招|聘)|净增|接收|解除|注销|吊销|退出|移出|列入|入矫"
)
_STOCK = re.compile(
    r"在册|实有|现有|持有|存量|总量|保有|年末|年底|期末|在岗|累计|历年|目前|(?<!新)总数|\btotal\b|\bregistered\b"
)
_YEAR = re.compile(r"((?:19|20)\d{2})年")


def asks_change(question: Question) -> bool:
    """Whether a question asks by how much something changed within a report."""
    return question.operation is None and bool(_CHANGE.search(question.folded))


def sense_features(question: Question, zones: Zones) -> dict[str, float]:
    """The differences between the two senses, each 1 where there is one; [0, 1] for verbs."""
    figure, asked = zones.figure, question.folded
    planned = _is_planned(zones)
    asks_plan = bool(_TARGET.search(asked))
    denied = bool(_NEGATED.search(zones.clause)) != bool(_NEGATED.search(asked))
    each = bool(_EACH_OF.search(zones.clause)) and not _EACH_OF.search(asked)
    differences = {
        "other_year": _of_other_year(zones),
        "other_change": _is_change(zones) != asks_change(question),
        "each": each,
        "former": _is_former(zones) and not _ASKS_FORMER.search(asked),
        "planned": planned != asks_plan and (planned or "目标" in asked),
        "polarity": denied and figure.kind != "date",
        "whole": _is_whole(zones),
        "part": _is_part(question, zones),
        "flow": _is_flow(question, zones),
        "contrast": _is_contrast(question, zones),
        "qualified": _is_qualified(question, zones),
        "bare_year": figure.kind == "date" and bool(_BARE_YEAR.fullmatch(figure.date or "")),
    }
    features = {name: 1.0 for name, differs in differences.items() if differs}
    if _ALTOGETHER.search(asked) and _ALTOGETHER.search(zones.clause):
        features["altogether"] = 1.0
    return features | _verb_features(question, zones)


def _is_change(zones: Zones) -> bool:
    """Whether the figure is a change; 降为3687户次, 增至81名 tell the level that was reached."""
    start = zones.figure.start
    reached = zones.held.report.text[max(0, start - 1) : start] in ("为", "到", "至")
    return zones.figure.kind == "delta" and not reached


def _is_former(zones: Zones) -> bool:
    """Whether the figure is the level before a change: 由90天压缩至20天, 从14份减至9份."""
    text, figure = zones.held.text, zones.figure
    before = text.between(figure.clause_start, figure.start)
    after = text.between(figure.end, figure.sentence_end)
    return bool(_FROM.search(before) and _UP_TO.match(after))


def _is_planned(zones: Zones) -> bool:
    headings = zones.held.headings[zones.section]
    return any(map(PLANS.search, headings)) or bool(_GOAL.search(zones.clause))


def _is_flow(question: Question, zones: Zones) -> bool:
    """Whether what came new in the year stands against what there is at its end, or the reverse."""
    if zones.figure.kind == "date":
        return False
    asks_flow, asks_stock = (bool(p.search(question.folded)) for p in (_FLOW, _STOCK))
    is_flow, is_stock = (bool(p.search(zones.near + zones.clause)) for p in (_FLOW, _STOCK))
    return (asks_stock and is_flow and not is_stock) or (asks_flow and is_stock and not is_flow)


def _is_whole(zones: Zones) -> bool:
    figure, text = zones.figure, zones.held.report.text
    following = next((o for o in zones.rivals if o.start >= figure.end), None)
    return (
        following is not None
        and unit_class(following.unit) == unit_class(figure.unit)
        and bool(_OF_WHICH.search(text[figure.end : following.start]))
    )


def _is_part(question: Question, zones: Zones) -> bool:
    """Whether the figure is one of a part (其中…, 区直…, a row) that the question does not name."""
    figure, between = zones.figure, zones.held.text.between
    own = between(min(zones.left, figure.start), figure.start)
    if _OWN_LEVEL.search(own) and not _OWN_LEVEL.search(question.folded):
        return True
    if _APART.match(zones.clause) and "另" not in question.folded:
        return True
    since = re.split(r"[；;]", between(figure.sentence_start, figure.start))[-1]
    if in_table(zones):
        named = between(figure.sentence_start, figure.sentence_end).split(" | ")[0]
        if _TOTAL_ROW.search(named):
            return False
        of_whole = ""
    elif "其中" in since:
        named = between(zones.left, zones.right)
        of_whole = between(figure.sentence_start, figure.start).rpartition("其中")[0]
    else:
        return False
    # A word that is said of the whole, too, does not name the part.
    shares = (
        (share_in(concept, named, parts=False), share_in(concept, of_whole, parts=False))
        for concept in question.concepts
    )
    return not any(part > 0 == whole or part == 1 > whole for part, whole in shares)


def in_table(zones: Zones) -> bool:
    """Whether the figure stands in a row of a table."""
    figure = zones.figure
    return " | " in zones.held.report.text[figure.sentence_start : figure.sentence_end]


def _of_other_year(zones: Zones) -> bool:
    """Whether the figure is said of a year other than the report's, by its column or the sentence."""
    figure, held = zones.figure, zones.held
    year = held.report.description.year
    if year is None or figure.kind == "date":
        return False
    if in_head := _YEAR.search(figure.thing or ""):
        return int(in_head[1]) != year
    text = held.report.text
    named = None
    for other in held.figures_between(figure.sentence_start, figure.start):
        # 比2023年 names the year that is compared with, 与2023年的312万元 that of the figure.
        compared = text[max(0, other.start - 1) : other.start] in ("比", "较", "同", "与", "和")
        of_figure = text[other.end : figure.start] in ("", "的")
        if other.date and other.date[:4].isdigit() and (of_figure or not compared):
            named = int(other.date[:4])
    return named is not None and named != year


def _verb_features(question: Question, zones: Zones) -> dict[str, float]:
    """Whether the verb of a figure is one that the question asks about, or another."""
    verbs = [c for c in question.concepts if c.deed and not is_light(c.words)]
    if not zones.figure.verb or not verbs:
        return {}
    own = fold(zones.figure.verb).text
    asked = [word for concept in verbs for word in concept.alternatives]
    agrees = any(word in own or own in word for word in asked)
    return {"same_verb": 1.0} if agrees else {"other_verb": 1.0}


def _is_contrast(question: Question, zones: Zones) -> bool:
    """Whether what stands at the figure excludes what the question asks (受理 and 办结).

    A word next to the figure, or its verb, is of the same line of contrasts.txt as a
    word of the question, which stands nowhere in the clause itself.
    """
    for concept in question.concepts:
        if any(word in zones.clause or word in zones.near for word in concept.alternatives):
            continue
        for word in concept.words:
            others = _excluded().get(word, frozenset())
            if any(other in zones.near and other not in question.folded for other in others):
                return True
    return False


def _is_qualified(question: Question, zones: Zones) -> bool:
    """Whether the figure is of a part (线上, 初中) where the question names no such part."""
    asked = question.folded + "".join(w for c in question.concepts for w in c.alternatives)
    # 中小学、幼儿园 are all schools.
    near = _ALL_SCHOOLS.sub("", zones.near)
    return any(
        any(word in near for word in line) and not any(word in asked for word in line)
        for line in _qualifiers()
    )


@functools.cache
def _qualifiers() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(re.split(r"[ /]", line)) for line in data_lines("qualifiers.txt"))


@functools.cache
def _excluded() -> dict[str, frozenset[str]]:
    """The words that each word of contrasts.txt excludes."""
    excluded: dict[str, frozenset[str]] = {}
    for line in data_lines("contrasts.txt"):
        groups = [tuple(group.split("/")) for group in line.split()]
        for group in groups:
            others = frozenset(word for other in groups if other is not group for word in other)
            for word in group:
                excluded[word] = excluded.get(word, frozenset()) | others
    return excluded
