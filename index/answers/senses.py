"""The sense a figure is stated in, against the sense it is asked for in.

The same words may stand around a total and a change, a result and a target, what
was done and what was not.
"""

from __future__ import annotations

import itertools
import re

from index.answers.asked import (
    ALTOGETHER,
    EACH_OF,
    FLOW,
    NEGATED,
    OWN_LEVEL,
    STOCK,
    AskedSense,
    qualifiers,
)
from index.answers.contrasts import is_contrast
from index.answers.matching import share_in
from index.answers.topics import is_planned
from index.answers.zones import Zones
from index.figures import unit_class
from index.fold import fold
from index.models import Concept, Question
from index.tokens import subwords

# A figure that a report plans: by the heading above it, or by its own clause.
_GOAL = re.compile(r"力争|争取|确保|目标")
_ALL_SCHOOLS = re.compile(
    r"中小学(?:校)?(?:[(（、和及与]?(?:含)?幼儿园[)）]?)?|学校[、和及与]幼儿园"
)
_APART = re.compile(r"^另(?!案|一)")
# A year alone tells little of when something happened.
_BARE_YEAR = re.compile(r"\d{4}(?:/\d{4})?")
# The level before a change, and the change that leads away from it.
_FROM = re.compile(r"[由从自][^，,。；;]{0,16}$")
_UP_TO = re.compile(
    r"[^，,。；;\d]{0,8}(?:增|减|压|缩|提|升|降|扩|上|下|变|调|改)[^，,。；;\d]{0,6}[到至为]"
)
# 食品类案件, 第十五届运动会: what the question narrows down to.
_KIND = re.compile(r"^(.{2,})(?:类|型)$|^(第.+[届期批季轮])$")
_FORCE = re.compile(r"起(?:正式)?(?:施行|实施|执行|生效)")
_FORCE_ASKED = re.compile(r"施行|实施|执行|生效|起用|开始|effect|force")
_REACHED = re.compile(r"[由从][^，,。；;]*(?:增|减|压|缩|提|升|降|扩)[^，,。；;\d]{0,4}[到至为]$")
_TOTAL_ROW = re.compile(r"合计|总计|总数|小计|共计|^全")
# 43所中小学中39所已经配备: the first is the whole that the second is a part of.
_OF_WHICH = re.compile(r"^[^，,。；;：:]*[中里](?:已?有|的)?$")
# 办结398件（含上年结转25件）: what is told in brackets to be part of it.
_BRACKETED = re.compile(r"[(（](?:其中|内?含|包括|包含)[^()（）]*$")
_BY_NOW = re.compile(
    r"(?:目前|现已?|已|至今)?(?:累计|总数|总量)(?:已)?(?:达到?|为|有|命名|建成|创建)?(?:共)?$"
)
_YEAR = re.compile(r"((?:19|20)\d{2})年")


def sense_features(asked: AskedSense, zones: Zones) -> dict[str, float]:
    """The differences between the two senses, and where they agree, each 1."""
    figure = zones.figure
    planned = _is_planned(zones)
    denied = bool(NEGATED.search(zones.clause)) != asked.negated
    wants_target = asked.later or "目标" in asked.question.folded
    differences = {
        "other_year": _of_other_year(zones),
        "other_change": _is_change(zones) != asked.change,
        "each": not asked.each and _is_of_each(zones),
        "former": not asked.former and _is_former(zones),
        "planned": planned != asked.target and (planned or wants_target),
        "polarity": denied and figure.kind != "date",
        "whole": _is_whole(zones),
        "part": _is_part(asked, zones),
        "flow": _is_flow(asked, zones),
        "contrast": is_contrast(asked, zones) or _names_later_part(asked.question, zones),
        "qualified": _is_qualified(asked, zones),
        "unsaid_kind": _lacks_kind(asked.question, zones),
        "unselected": asked.selecting is not None and not _is_selected(asked.selecting, zones),
        "unqualified": _is_unqualified(asked, zones),
        "other_date": figure.kind == "date" and _is_effective(asked.question, zones),
        "bare_year": figure.kind == "date" and bool(_BARE_YEAR.fullmatch(figure.date or "")),
    }
    features = {name: 1.0 for name, differs in differences.items() if differs}
    if asked.altogether and ALTOGETHER.search(zones.clause):
        features["altogether"] = 1.0
    if asked.flow and figure.kind not in ("date", "rate"):
        features["new" if FLOW.search(zones.near + zones.clause) else "not_new"] = 1.0
    return features | _verb_features(asked, zones)


def _is_of_each(zones: Zones) -> bool:
    """Whether the clause tells what there is of each; 139个司法所平均每所2.4人 counts them first."""
    figure, text = zones.figure, zones.held.text
    goes_on = any(figure.end <= other.start < figure.clause_end for other in zones.rivals)
    end = figure.end if goes_on else figure.clause_end
    return bool(EACH_OF.search(text.between(figure.clause_start, end)))


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
    return is_planned(zones.held, zones.section, zones.sentence) or bool(_GOAL.search(zones.clause))


def _is_flow(asked: AskedSense, zones: Zones) -> bool:
    """Whether what came new in the year stands against what there is at its end, or the reverse."""
    if zones.figure.kind == "date":
        return False
    is_flow, is_stock = (bool(p.search(zones.near + zones.clause)) for p in (FLOW, STOCK))
    if asked.there_is and not asked.flow and not is_stock and (is_flow or _has_total(zones)):
        return True
    if not (asked.flow or asked.stock):
        return False
    return (asked.stock and is_flow and not is_stock) or (asked.flow and is_stock and not is_flow)


def _has_total(zones: Zones) -> bool:
    """Whether the next clause says how many there are of it by now: 命名12所，累计达到45所."""
    text, figure = zones.held.text, zones.figure
    return any(
        other.start >= figure.end
        and unit_class(other.unit) == unit_class(figure.unit)
        and _BY_NOW.match(text.between(other.clause_start, other.start))
        for other in zones.rivals
    )


def _is_whole(zones: Zones) -> bool:
    """Whether the figure is the whole that the next one is a part of."""
    figure, text = zones.figure, zones.held.report.text
    following = next((o for o in zones.rivals if o.start >= figure.end), None)
    return (
        following is not None
        and unit_class(following.unit) == unit_class(figure.unit)
        and bool(_OF_WHICH.search(text[figure.end : following.start]))
    )


def _names_later_part(question: Question, zones: Zones) -> bool:
    """Whether the question names what is told behind 其中: 受理工单18734件；其中供暖类3459件."""
    figure, between = zones.figure, zones.held.text.between
    behind = between(figure.end, figure.sentence_end)
    at = behind.find("其中")
    if at < 0:
        return False
    before = re.split("[；;]", between(figure.sentence_start, figure.end))[-1]
    part = re.split("[；;]", behind[at:])[0]
    return any(
        (share_in(concept, part, parts=False) > 0 and not share_in(concept, before))
        # 集中供养人员: of 2253人（其中集中人员522人）.
        or any(word in part and word not in before for word in _subwords(concept))
        for concept in question.concepts
        if not concept.deed
    )


def _subwords(concept: Concept) -> tuple[str, ...]:
    return subwords(concept.words[0]) if concept.words else ()


def _is_part(asked: AskedSense, zones: Zones) -> bool:
    """Whether the figure is one of a part (其中…, 区直…, a row) that the question does not name."""
    figure, between = zones.figure, zones.held.text.between
    own = between(min(zones.left, figure.start), figure.start)
    if not asked.own_level and OWN_LEVEL.search(own):
        return True
    if _APART.match(zones.clause) and "另" not in asked.question.folded:
        return True
    since = re.split(r"[；;]", between(figure.sentence_start, figure.start))[-1]
    bracketed = _BRACKETED.search(between(figure.sentence_start, figure.start))
    if zones.in_table:
        cells = between(figure.sentence_start, figure.sentence_end).split(" | ")
        named = " ".join(itertools.takewhile(lambda cell: not cell[:1].isdigit(), cells))
        if column := _column_of_total(zones):
            named = column
        elif _TOTAL_ROW.search(named):
            return False
        of_whole = ""
    elif bracketed:
        before = bracketed.string
        named = before[bracketed.start() :] + between(figure.start, zones.right)
        of_whole = before[: bracketed.start()]
    elif "其中" in since:
        before, _, part = between(figure.sentence_start, figure.start).rpartition("其中")
        # 办件9651件，其中许可…; 办件341件，其中许可…: each part has its own whole.
        of_whole = re.split("[；;]", before.rstrip("；;"))[-1] or zones.sentence_before
        if not asked.own_level and OWN_LEVEL.search(of_whole):
            return True
        # 其中幼儿园31所、合格率87.1%: the rate goes on with what the part counts.
        goes_on = figure.kind in ("rate", "money")
        named = (part if goes_on else "") + between(zones.left, zones.right)
    else:
        return False
    # A word that is said of the whole, or of another part, too, does not name the part.
    shares = (
        (share_in(concept, named, parts=False), share_in(concept, of_whole, parts=False))
        for concept in asked.question.concepts
        if zones.in_table or not zones.is_said_of_alike(concept)
    )
    if any(part > 0 == whole or part == 1 > whole for part, whole in shares):
        return False
    narrowing = itertools.chain.from_iterable(map(_narrowing, asked.question.concepts))
    return not any(word in named and word not in of_whole for word in narrowing)


def _column_of_total(zones: Zones) -> str:
    """The head of the figure's column, if another column of the row has the total."""
    thing = zones.figure.thing or ""
    totals = (other.thing for other in zones.rivals if other.thing and other.thing != thing)
    whole = next((total for total in totals if thing.startswith(f"{total} ")), "")
    return fold(thing[len(whole) :].strip()).text if whole else ""


def _of_other_year(zones: Zones) -> bool:
    """Whether the figure is said of a year other than the report's, by its column or the sentence."""
    figure, held = zones.figure, zones.held
    year = held.description.year
    if year is None or figure.kind == "date":
        return False
    if in_head := _YEAR.search(figure.thing or ""):
        return int(in_head[1]) != year
    text = held.report.text
    if _REACHED.search(held.text.between(figure.clause_start, figure.start)):
        # 由2023年的5120户次降为3687户次
        return False
    named = None
    for other in held.figures_between(figure.sentence_start, figure.start):
        # 比2023年 names the year that is compared with, 与2023年的312万元 that of the figure.
        compared = text[max(0, other.start - 1) : other.start] in ("比", "较", "同", "与", "和")
        of_figure = text[other.end : figure.start] in ("", "的")
        if other.date and other.date[:4].isdigit() and (of_figure or not compared):
            named = int(other.date[:4])
    return named is not None and named != year


def _verb_features(asked: AskedSense, zones: Zones) -> dict[str, float]:
    """Whether the verb of a figure is one that the question asks about, or another."""
    if not zones.figure.verb or not asked.verbs or zones.only_pays:
        return {}
    own = fold(zones.figure.verb).text
    agrees = any(word in own or own in word for word in asked.verbs)
    return {"same_verb": 1.0} if agrees else {"other_verb": 1.0}


def _lacks_kind(question: Question, zones: Zones) -> bool:
    """Whether the question names a kind (食品类, 第十五届) that neither sentence nor heading says."""
    said = zones.sentence + " ".join(zones.held.headings[zones.section])
    return any(
        (match[1] or match[2]) not in said
        for concept in question.concepts
        if (match := _KIND.search(concept.text))
    )


def _is_effective(question: Question, zones: Zones) -> bool:
    """Whether a date is that of coming into force, which the question does not ask for."""
    figure, text = zones.figure, zones.held.report.text
    return bool(_FORCE.match(text[figure.end : figure.end + 6])) and not _FORCE_ASKED.search(
        question.folded
    )


def _is_selected(selecting: Concept, zones: Zones) -> bool:
    """Whether what picks out some of the things is said in the clause of the figure."""
    return any(word in zones.clause + zones.near for word in selecting.alternatives)


def _is_unqualified(asked: AskedSense, zones: Zones) -> bool:
    """Whether the question narrows down what is told of another figure alone: 线上录取, 农村低保."""
    return any(
        zones.is_of_others(concept) or zones.is_word_of_others(word)
        for concept in asked.question.concepts
        for word in _narrowing(concept)
    )


def _narrowing(concept: Concept) -> list[str]:
    """The words of qualifiers.txt within a longer word: 农村 of 农村低保."""
    text = concept.words[0] if concept.words else ""
    return [word for line in qualifiers() for word in line if word in text and word != text]


def _is_qualified(asked: AskedSense, zones: Zones) -> bool:
    """Whether the figure is of a part (线上, 初中) where the question names no such part."""
    # 中小学、幼儿园 are all schools.
    near = _ALL_SCHOOLS.sub("", zones.near)
    return any(word in near for line in asked.unnamed for word in line)
