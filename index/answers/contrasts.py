"""What stands at a figure and excludes what the question asks: another deed, another whole."""

from __future__ import annotations

import re

from index.answers.asked import DONE_TO, FLOW, NEGATED, STOCK, AskedSense
from index.answers.matching import SAID, is_light, share_in
from index.answers.zones import Zones
from index.figures import unit_class
from index.fold import fold
from index.models import Concept, Question
from index.questions.patterns import cue
from index.questions.units import units_of_noun

# 其中土地纠纷58件、婚姻纠纷31件，
_ROW_OF_PARTS = re.compile(r"\d[^，,；;]*、[^，,；;]*\d[^，,；;]*[，,]$")
# 对全市教师共500余人进行了培训
_TOWARDS = re.compile(r"^对")
_DEED = re.compile(r"^[^，,；;]{0,12}?(?:进行|开展|实施)")
_WHOLE = re.compile("全[省市县区州镇乡局校]$")
_ENGAGED = re.compile(
    r"组织|发动|动员|选派|指派|派出|互派|参加|参与|参训|参赛|参观|获|获得|获奖|荣获|夺得|走访|涉及|交流|申诉|惠及|服务|覆盖|选送|推荐|遴选"
)
_THERE_ARE = re.compile(r"在册|现有|实有|共有|存量")
# 在12所学校开设, 为113所学校聘用
_AT_SOME = re.compile(
    r"(?<![存现])(?:在|走进|深入|进入|为|给|向|于|选取|选择|抽取|推进|实施|改造|支持|帮扶)\s?$"
)
_OF_ALL = re.compile(r"(?:全[省市区县州镇乡局校]|[现共拥]有|在册|登记)[^，,；;]{0,6}$")
# 沁源、黎城两县律师不足5人 counts those of some.
_OF_SOME = re.compile(
    r"[两三四五六七八九十](?:个)?(?:县|区|市|镇|乡|街道|村|社区|校|院|局|所)(?![级直长人])"
)


def is_contrast(asked: AskedSense, zones: Zones) -> bool:
    """Whether what stands at the figure excludes what the question asks (受理 and 办结).

    A word next to the figure, or its verb, is of the same line of contrasts.txt as a
    word of the question, which stands nowhere in the clause itself.
    """
    question = asked.question
    if (
        _is_undone(question, zones)
        or (not asked.negated and any(map(zones.denies, question.concepts)))
        or _is_rate_of_whole(question, zones)
        or (asked.only_things and _is_done_to(zones))
        or (asked.there_is and (_is_engaged(zones) or _is_of_another(question, zones)))
        or (asked.only_things and not asked.flow and _has_come(asked, zones))
        or _is_of_some(question, zones)
        or _counts_otherwise(question, zones)
        or (not asked.stock and _is_what_there_is(question, zones))
    ):
        return True
    for concept, excluded in zip(question.concepts, asked.excluded, strict=True):
        said_of = zones.near if zones.owner(concept) == "alike" else zones.clause + zones.near
        if any(word in said_of for word in concept.alternatives):
            continue
        beside = {other for other in excluded if other in zones.near}
        named = question.folded + " ".join(w for c in question.concepts for w in c.words)
        asked_too = any(other in named for other in beside)
        # 招聘…多少人报名 asks for those who did the last.
        if beside and (not asked_too or (concept.main and _stands_last(question, concept.text))):
            return True
    return False


def _is_done_to(zones: Zones) -> bool:
    """Whether the words at the figure say what was done to those that it counts."""
    verb, figure = fold(zones.figure.verb or "").text, zones.figure
    before = zones.held.text.between(figure.clause_start, figure.start)
    so_far = zones.held.text.between(figure.sentence_start, figure.start)
    if DONE_TO.fullmatch(verb) and verb in so_far:
        return True
    after = zones.held.text.between(figure.end, figure.clause_end)
    # 对全县60余家机构开展巡查 counts all of them.
    return bool(_TOWARDS.search(before) and _DEED.search(after) and not _WHOLE.search(before))


def _is_engaged(zones: Zones) -> bool:
    """Whether the figure is of those that took part, or were sent or honoured, not of all there are.

    组织全区5000余名教职工 counts all of them.
    """
    figure = zones.figure
    before = zones.held.text.between(figure.clause_start, figure.start)
    engaged = _ENGAGED.fullmatch(fold(figure.verb or "").text) or _AT_SOME.search(before)
    return bool(engaged) and not _OF_ALL.search(before)


def _has_come(asked: AskedSense, zones: Zones) -> bool:
    """Whether the figure is of those that came in the year: 新增公职律师1人 tells not how many there are.

    高架桥几座 may well be asked of those that were built.
    """
    if not asked.there_is and unit_class(zones.figure.unit) != unit_class("人"):
        return False
    near = zones.near + zones.clause
    return bool(FLOW.search(near)) and not STOCK.search(near)


def _is_of_another(question: Question, zones: Zones) -> bool:
    """Whether people are counted by a name that the question does not say: 教职工 for 教师."""
    thing = fold(zones.figure.thing or "").text
    if unit_class(zones.figure.unit) != unit_class("人"):
        return False
    asked = _asked_things(question)
    return bool(asked and units_of_noun(thing)) and not any(
        share_in(concept, thing) for concept in asked
    )


def _asked_things(question: Question) -> list[Concept]:
    """What a question asks for that has measure words of its own."""
    return [c for c in question.concepts if c.focus and units_of_noun(c.text)]


def _is_rate_of_whole(question: Question, zones: Zones) -> bool:
    """Whether a rate follows parts, of which the question names one: 其中婚姻纠纷31件，成功率96%."""
    figure, text = zones.figure, zones.held.text
    if figure.kind != "rate":
        return False
    whole, part, parts = text.between(figure.sentence_start, figure.clause_start).rpartition("其中")
    return bool(part and _ROW_OF_PARTS.search(parts)) and any(
        share_in(concept, parts) >= SAID > share_in(concept, whole + zones.clause)
        for concept in question.concepts
    )


def _is_undone(question: Question, zones: Zones) -> bool:
    """Whether the question asks for what was not done (没整改), and the clause says what was (已整改)."""
    return any(
        concept.deed
        and re.search(rf"(?:没有?|未|不曾){re.escape(concept.text)}", question.folded)
        and any(word in zones.near for word in concept.alternatives)
        and not NEGATED.search(zones.clause)
        for concept in question.concepts
    )


def _stands_last(question: Question, word: str) -> bool:
    """Whether a word of the question stands behind its cue (多少人)."""
    asked = cue().search(question.folded)
    return asked is not None and question.folded.find(word) >= asked.end()


def _is_what_there_is(question: Question, zones: Zones) -> bool:
    """Whether the figure is of all there are (在册机构1084家), and the question asks what was done to some.

    The sentence says nothing of that deed.
    """
    deeds = [c for c in question.concepts if c.deed and not is_light(c.words)]
    if not deeds or any(share_in(c, zones.sentence) >= SAID for c in deeds):
        return False
    so_far = zones.held.text.between(zones.figure.sentence_start, zones.figure.start)
    return bool(_THERE_ARE.search(re.split("[；;]", so_far)[-1]))


def _counts_otherwise(question: Question, zones: Zones) -> bool:
    """Whether the figure counts what is counted in other words than all that is asked for.

    七部门对40所机构进行了检查 does not tell 几个部门 by its 40所.
    """
    figure = zones.figure
    thing = fold(figure.thing or "").text
    if figure.unit not in units_of_noun(thing) or unit_class(figure.unit) in question.units:
        return False
    asked = _asked_things(question)
    return bool(asked) and not any(
        figure.unit in units_of_noun(c.text) or share_in(c, thing) for c in asked
    )


def _is_of_some(question: Question, zones: Zones) -> bool:
    """Whether the figure is of some of the places or bodies alone, of which the question names none."""
    before = zones.held.text.between(zones.figure.clause_start, zones.figure.start)
    some = _OF_SOME.search(before)
    return some is not None and some[0] not in question.folded
