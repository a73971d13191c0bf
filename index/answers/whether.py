"""Yes or no: only where a sentence affirms or denies the very thing that is asked.

What is asked is the last word of the question that says something (发生过行政诉讼吗: 行政诉讼), or
an outcome that reports tell in other words (打赢了吗: 均胜诉).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from index.answers.denial import DENIES, denial_before
from index.answers.matching import SAID, find_concept, is_light, share_in
from index.answers.readings import Reading, Sentence
from index.models import Concept, Question, Value


class Outcome(NamedTuple):
    """An outcome by how it is asked for, and how reports say that it came about or did not."""

    asked: re.Pattern[str]
    yes: re.Pattern[str]
    no: re.Pattern[str]
    example: str
    # Whether it is said of all there are, so that one exception denies it.
    whole: bool = False


def _outcome(asked: str, yes: str, no: str, example: str, *, whole: bool = False) -> Outcome:
    return Outcome(re.compile(asked), re.compile(yes), re.compile(no), example, whole)


_NONE = r"(?:未|没有|无|零|不存在|未出现|未发生)"
_WON = r"(?:[全均都]部?为?|一审均?)胜诉|胜诉率(?:为|达到?|保持)?100%|驳回(?:原告)?[^,，。;；]{0,6}(?:请求|起诉)|(?:败诉|被撤销)0[件起]"
_LOST = r"败诉[1-9]\d*[件起宗]|[1-9]\d*[件起宗]败诉|全部败诉"
OUTCOMES: tuple[Outcome, ...] = (
    _outcome(
        r"打?赢|胜诉|\bw[io]n\b",
        rf"{_WON}|{_NONE}[^,，。;；]{{0,8}}败诉|胜诉[1-9]\d*[件起宗](?![^。]*(?:败诉|尚未|未审结|未宣判))",
        _LOST,
        "官司都打赢了吗",
        whole=True,
    ),
    _outcome(
        r"打?输了?|败诉|\blost\b|\blose\b",
        _LOST,
        rf"{_WON}|{_NONE}[^,，。;；]{{0,12}}败诉",
        "官司打输了没有",
    ),
    _outcome(
        r"不合格",
        r"不合格的?\D{0,4}[1-9]|[1-9]\d*(?:批次|件|个|家)?不合格",
        r"[全均都]部?为?合格|合格率(?:为|达到?|保持)?100%|(?:无|未发现)不合格",
        "有不合格的吗",
    ),
    _outcome(
        r"(?:都|全|均).{0,6}(?:完|结|到位|整改|解决|化解|答复|落实)|[都全均][^,，。]{0,2}(?:办|改|还|退|处理|回复|兑现)了|办完|处理完|清零|(?<!建)完成了?(?:吗|没)",
        r"(?:全部|均已?|都已?|已全部)(?:按[时期期])?(?:办结|完成|整改|化解|答复|解决|落实|办理|处置|到位|清零)|(?:办结|完成|整改|化解|答复|处置)率[^,，。;；]{0,6}100%|清零|全部[^,，。;；]{0,10}到位|[均全都]部?在[^,，。;；]{0,8}(?:办结|答复)",
        r"剩余|尚有|仍有|还有|其余\d|另有?\d+[件个]|未(?:办结|完成|整改|化解|解决|答复|到位)|正在办理|尚在|结转|(?:办结|完成|整改|化解|答复|处置)率[^,，。;；\d]{0,6}\d{1,2}(?:\.\d+)?%",
        "交办的件都办完了吗",
        whole=True,
    ),
    _outcome(
        r"头一|第一[次例回个件]|首[次例个]|\bfirst\b",
        r"首次|首例|首个|首件|首家|第一[次例个件]",
        r"(?:第[二三四五六七八九]|再)次",
        "是不是头一回",
    ),
    _outcome(
        r"撤销|推翻|纠错|被[^,，。;；]{0,4}纠正|overturn|revers",
        r"(?:被?撤销|纠错|被?纠正|确认违法)(?:的)?[1-9]\d*[件起宗份]|[1-9]\d*[件起宗份]?被(?:撤销|纠错|纠正)",
        rf"(?:{_NONE}|没有一[件起份])[^,，。;；]{{0,10}}(?:撤销|纠错|纠正)|[均全都]部?(?:予以)?维持|(?:撤销|纠错)0件",
        "复议有没有被撤销的",
    ),
)

_COUNTED = re.compile(
    r"(?:仅|共|达|为|有|了)?(?P<number>\d[\d,.]*|[一两二三四五六七八九十]+)(?:余|多)?(?:万|亿)?[一-鿿]"
)
_AFFIRMS = re.compile(
    r"实现|设有|配有|建有|具有|现有|共有|有(?!关|序|效|力|待|所|的放矢)|设立|成立|建立|组建|配备|聘请|聘任|设置|建成|存在|发生|出现|收到|受理|办理|开展|签订|被提起|提起|应诉|查处|立案|制定|出台|发现"
)
# 哪些报告提到X: that it is spoken of is all that is asked.
_MENTIONS = re.compile(r"提到|提及|谈到|讲到|写到|\bmention")
_MENTION_WORDS = re.compile(rf"(?:{_MENTIONS.pattern})(?:s|ed)?|报告|reports?")
_DENIES_ENGLISH = re.compile(r"\b(?:no|not|never|none|without)\b|n't\b")
# What may stand behind a thing that is denied without changing what is denied.
_SAME_THING = re.compile(
    r"^(?:的|案件?|诉讼|复议|事件|情况|问题|现象|事项|记录|行为|纠纷|申请|应诉|答复|发生|\d+|[件起宗例人次]|等|或者?|和|及|与|、)*$"
)
_ASKING = re.compile(r"有没有|有无|是不是|能不能|是否|没有\s*\??$|没\s*\??$|了?吗|么\s*\??$")
# 有没有执法队伍, 有…的科室吗 ask whether there is one.
_EXISTENCE = re.compile(r"有没有|是否(?:还)?有|有无|(?<![没所])有.{1,16}吗|没有\s*\??$")
# Nouns that close a compound: 民转刑案件 is asked by its first part.
_GENERIC = re.compile(r"案件|事件|情况|问题|现象|行为|事项|工作|活动|记录|cases?|incidents?")
_OUTCOME_WORDS = re.compile(
    r"办结|办完|办理完|完成|解决|答复|化解|处理完?|到位|落实|赢|输|撤销|推翻|纠正|纠错|合格|清零|完|结"
    r"|overturned|reversed|won|lost|first|completed|resolved"
)
_ALL = re.compile(r"都|全|均|完|清零")
# That they are spoken of does not say that they happened.
_OCCURS = re.compile(r"发生|出现|存在")
# 有71所学校没有专职心理教师: others may have some.
_SOME_LACK = re.compile(r"(?:\d|[两三四五六七八九十])[所个家名人户村县区][^均都全各,，。]{0,8}$")
# Whatever was held: 听证会2场 need not say that they were called.
_HELD = re.compile(r"召开|举行|举办|出现|受理|收到|接到")
# 防欺凌宣讲 is no case of bullying.
_AGAINST = re.compile(
    r"(?:防|反|预防|防范|防止|杜绝|抵制|防治|遏制|禁止|避免)(?:和|、)?[^,，。;；、]{0,10}$"
)
_AGAINST_BEHIND = re.compile(
    r"的?(?:防|预防|治理|综合治理|举报|投诉电话|整治|教育|宣传|专项|知识|隐患)"
)
# A report that lists its own sections (包括总体情况、收到和处理申请情况) says nothing of them yet.
_CONTENTS = re.compile(r"(?:包[括含]|由)[:：]?总体情况")
_END = re.compile(r"[、，,。；;和及或与]")


def whether_readings(question: Question, sentence: Sentence) -> tuple[Reading, ...]:
    """One reading where the sentence says yes or no, none where it only speaks of the thing."""
    if _CONTENTS.search(sentence.folded):
        return ()
    outcome = outcome_of(question)
    yes: bool | None
    if _MENTIONS.search(question.folded):
        telling = [c for c in question.concepts if not _MENTION_WORDS.fullmatch(c.text)]
        yes = all(share_in(c, sentence.folded) >= SAID for c in telling) or None
    elif outcome is not None:
        # What is asked is how it came out; that the thing is spoken of does not tell.
        yes = _by_outcome(outcome, question, sentence)
    else:
        yes = _by_predicate(question, sentence)
    if yes is None:
        return ()
    if _denies(question, outcome):
        yes = not yes
    return (Reading(Value(sentence.text, yes=yes), sentence.start, sentence.end, True),)


def _denies(question: Question, outcome: Outcome | None) -> bool:
    """Whether it is asked for what did not happen: 哪些单位没有…, which places received no …"""
    if question.language == "en":
        return bool(_DENIES_ENGLISH.search(question.folded))
    asked = _ASKING.sub("", question.folded)
    # 清零 is an outcome, and denies nothing.
    return bool(DENIES.search(outcome.asked.sub("", asked) if outcome else asked))


def outcome_of(question: Question) -> Outcome | None:
    """The outcome a question asks for, None if it asks for a thing."""
    return next((row for row in OUTCOMES if row.asked.search(question.folded)), None)


def _by_outcome(outcome: Outcome, question: Question, sentence: Sentence) -> bool | None:
    near = _near(question, sentence, outcome)
    yes = any(outcome.yes.search(clause) for clause in near)
    no = any(outcome.no.search(clause) for clause in near)
    if not outcome.whole:
        return True if yes else False if no else None
    # 都办完了吗: one that is left is a no. Of 打赢了吗 it is neither.
    if no:
        return False if _ALL.search(question.folded) else None
    return True if yes else None


def is_generic(concept: Concept) -> bool:
    """Whether a word only closes a compound: 案件 in 民转刑案件."""
    return bool(_GENERIC.fullmatch(concept.text))


def told_by_outcome(outcome: Outcome, concept: Concept) -> bool:
    """Whether a word of the question only asks for the outcome: 打赢, 办结."""
    return bool(outcome.asked.search(concept.text) or _OUTCOME_WORDS.fullmatch(concept.text))


def _near(question: Question, sentence: Sentence, outcome: Outcome) -> list[str]:
    """The clauses that speak of the things asked about, if any, and those that go on from them."""
    clauses = [sentence.held.text.between(*span) for span in sentence.clauses()]
    things = [
        c for c in question.concepts if not (told_by_outcome(outcome, c) or is_light(c.words))
    ]
    if not things:
        return clauses
    near = []
    # 行政复议3起,均维持;行政诉讼2起,一审均胜诉: up to the semicolon.
    for at, text in enumerate(clauses):
        if not any(share_in(c, text) >= SAID for c in things):
            continue
        for behind in clauses[at:]:
            near.append(behind)
            if behind.endswith((";", "；", "。")):
                break
    return near


def _by_predicate(question: Question, sentence: Sentence) -> bool | None:
    """What the clauses say of the last telling word of the question."""
    if question.language == "en":
        # The order of the words does not tell; what is denied of any of them is denied.
        told = [_told_of(c, question, sentence) for c in question.concepts if not is_light(c.words)]
        said = [one for one in told if one is not None]
        return all(said) if said else None
    predicate = _predicate(question)
    return _told_of(predicate, question, sentence) if predicate else None


def _told_of(predicate: Concept, question: Question, sentence: Sentence) -> bool | None:
    """What the clauses of a sentence say of one word, None if nothing or both."""
    told: list[bool] = []
    for start, end in sentence.clauses():
        clause = sentence.held.text.between(start, end)
        for spot in find_concept(predicate, sentence.held, start, end):
            before = sentence.held.text.between(start, spot.start)
            behind = sentence.held.text.between(spot.end, end)
            said = _said(question, predicate, clause, before, behind)
            if said and not _says_all(question, predicate, clause):
                said = None
            if said is not None:
                told.append(said)
    if not told:
        return None
    return told[0] if len(set(told)) == 1 else None


def _predicate(question: Question) -> Concept | None:
    telling = [c for c in question.concepts if not is_light(c.words)]
    named = [c for c in telling if not is_generic(c)]
    return next(reversed(named or telling or question.concepts), None)


def _said(
    question: Question, predicate: Concept, clause: str, before: str, behind: str
) -> bool | None:
    """Whether a clause affirms the predicate that stands in it between two texts; None if neither."""
    if _AGAINST.search(before) or _AGAINST_BEHIND.match(behind):
        return None
    denial = denial_before(before)
    rest = behind[: m.start()] if (m := _END.search(behind)) else behind
    if denial:
        if _SOME_LACK.search(before[: denial.start()]):
            return None
        return False if _SAME_THING.match(rest) else None
    zero = re.match(r"[^\d,，。;；、]{0,6}?(?:0(?![.\d])|零)[一-鿿]", behind)
    if zero:
        return False
    counted = _COUNTED.search(rest)
    if counted and counted.start() <= 6:
        return True if _SAME_THING.match(rest[: counted.start()]) else None
    if DENIES.match(behind):
        return False
    if predicate.deed and not _OCCURS.search(question.folded):
        return True
    if _COUNTED.search(before[-14:]):
        return True
    if not _EXISTENCE.search(question.folded):
        deeds = [c for c in question.concepts if c.deed and not is_light(c.words)]
        if deeds and all(
            share_in(c, _together(before) + predicate.text + behind) >= SAID for c in deeds
        ):
            return True
    return True if _AFFIRMS.search(before[-16:]) else None


def _says_all(question: Question, predicate: Concept, clause: str) -> bool:
    """Whether a clause says each deed that is asked about, and what kind of thing is asked about.

    One that denies a deed (章程多年未修订) does not say it.
    """
    if question.language == "en":
        return True
    telling = [
        concept
        for concept in question.concepts
        if concept is not predicate
        and not (is_light(concept.words[:1]) or _HELD.fullmatch(concept.text))
        # 法律顾问制度: a system of another kind says nothing of it.
        and (concept.deed or concept.text + predicate.text in question.folded)
    ]
    return all(
        share_in(concept, clause) >= SAID and not (concept.deed and _denied(concept, clause))
        for concept in telling
    )


def _denied(concept: Concept, clause: str) -> bool:
    return any(
        re.search(rf"(?:未|没有?|无法|不){re.escape(word)}", clause)
        for word in concept.alternatives
    )


def _together(before: str) -> str:
    """What stands before a thing without what only closes an item of its own: 人员招聘、教师调配."""
    return re.sub(r"[^、]{2}、", "、", before)
