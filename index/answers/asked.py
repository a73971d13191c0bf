"""The sense of a question: whether it asks for a change, a target, a part, a sum, a stock."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from index.answers.matching import is_light
from index.lexicon import data_lines
from index.models import Concept, Question
from index.questions.words import is_verb

_CHANGE = re.compile(
    r"降了|升了|(?:提速|缩短|压缩)(?![到至为])|同比|环比|增加(?!值)|上涨|下跌|涨了|减少|提高|下降|增长|上升|降低|提升|多了|少了|变化|增幅|降幅|压减|比上年|比去年|较上年"
    r"|increase|decrease|rise|rose|fell|drop|grow|grew|change|more than last|less than last"
)
_TARGET = re.compile(
    r"力争|争取|目标|计划|拟|来年|准备|今后|接下来|预计|想要?|确保|不低于|明年|下一年|下年|\b(?:targets?|plans?|planned|aims?|goals?|wants?|intends?|hopes?|will|going to)\b|要达|打算|将"
)
_ASKS_FORMER = re.compile(r"原来|原先|之前|以前|法定|起初|最初|年初|from|originally")
EACH_OF = re.compile(
    r"每(?!校一|年一度)|一(?:个|名|位|家|所|户)[^,，。]{0,4}(?:多少|几)|一年(?:要|得|下来|大概|大约)?(?:花|用|付|交|多少|几)|\b(each|every|per)\b|人均|平均|年均|月均"
)
NEGATED = re.compile(
    r"没有|(?<!罚)没(?!收)|未(?!成年|来|央|检)|尚无|无(?=一|需|人受|固定)"
    r"|(?<!拒)不(?!少于|低于|超过|断|仅|得|同|足\d|再|含|合理|合格)|剩余|遗留|免(?=予|于)|\b(not|no|never)\b"
)
# A sum is asked for, and a sum is what the clause states.
ALTOGETHER = re.compile(
    r"一?共(?!同|享|青|建)|总(?:共|计|额|数|量)|累计|合计|全年|全部|\b(?:total|altogether|in all)\b"
)
FLOW = re.compile(
    r"新(?:增|设|登记|开|办|建|注册|取得|评|创|招|聘)|净增|出生|死亡|接收|解除|注销|吊销|退出|移出|列入|入矫|\bnew(?:ly)?\b|\b(?:births?|deaths?|born|died)\b"
)
STOCK = re.compile(
    r"在册|登记的|实有|现有|持有|存量|总量|保有|年末|年底|期末|在岗|累计|历年|目前|(?<!新)总数|\btotal\b|\bregistered\b"
)
# What is done to some of what there is: 查处违规网约车421台 tells not how many there are.
DONE_TO = re.compile(
    r"查处|查获|查扣|查封|查办|检查|抽查|排查|巡查|督查|出动|处罚|处理|处置|取缔|关停|整治|整改|责令|约谈|培训(?!机构)|轮训|走访|移送|拆除|曝光|表彰|表扬|奖励|帮助|救助|资助|安置|审批|批准|核准"
)
# 有多少示范校 asks for those there are, whenever they came.
_THERE_IS = re.compile(r"有(?:多少|几)|\bare there\b|\b(?:have|has)\b")
# Parts of what is counted: the whole is meant where the question does not name the part.
OWN_LEVEL = re.compile(
    r"[省市县区州]直|本级|直属|各(?:镇|街|乡|村|社区|校|学校)|镇街|街镇|(?<!公安)(?<!司法)(?<!检察)(?<!行政)(?<!税务)机关"
)


# 最后查实的有几条: the word before the cue picks out some of what is spoken of.
_SELECTS = re.compile(
    r"[，,里中]\s*(?P<before>[^，,]{2,12})的(?:一共|总共|又|都)?(?:有|是|占)?(?:多少|几)"
)


@dataclass(frozen=True, slots=True)
class AskedSense:
    """What the words of a question tell about the sense of the figure it asks for.

    `question` is the one as it is put to a report; `verbs` are the words of its deeds;
    `unnamed` the lines of qualifiers.txt of which it names no word. `later` says that the
    year it asks about is yet to come in the report, which may only plan it. `only_things`
    says that it names things and nothing done to them, `there_is` that it asks besides how
    many there are of them. `excluded` has for each concept the words that exclude it (contrasts.txt), `selecting` is the concept
    that picks out some of what is spoken of: 举报的线索，查实的有几条.
    """

    question: Question
    change: bool
    target: bool
    later: bool
    negated: bool
    each: bool
    former: bool
    altogether: bool
    flow: bool
    stock: bool
    there_is: bool
    only_things: bool
    own_level: bool
    verbs: tuple[str, ...]
    unnamed: tuple[tuple[str, ...], ...]
    excluded: tuple[frozenset[str], ...]
    selecting: Concept | None


def asked_sense(question: Question, narrowed: Question, year: int | None) -> AskedSense:
    """The sense of a question, put to a report of `year` as `narrowed`: its concepts without words not held."""
    later = year is not None and bool(question.slots.years) and min(question.slots.years) > year
    folded = question.folded
    words = folded + "".join(w for c in question.concepts for w in c.alternatives)
    only_things = names_only_things(question)
    return AskedSense(
        question=narrowed,
        change=asks_change(question),
        target=later or bool(_TARGET.search(folded)),
        later=later,
        negated=bool(NEGATED.search(folded)),
        each=bool(EACH_OF.search(folded)),
        former=bool(_ASKS_FORMER.search(folded)),
        altogether=bool(ALTOGETHER.search(folded)),
        flow=bool(FLOW.search(folded)),
        stock=bool(STOCK.search(folded)),
        there_is=only_things and bool(_THERE_IS.search(folded)),
        only_things=only_things,
        own_level=bool(OWN_LEVEL.search(folded)),
        verbs=_verbs(question),
        unnamed=tuple(line for line in qualifiers() if not any(word in words for word in line)),
        excluded=tuple(
            frozenset(other for word in concept.words for other in _excluded().get(word, ()))
            for concept in question.concepts
        ),
        selecting=_selecting(narrowed),
    )


def _verbs(question: Question) -> tuple[str, ...]:
    """The words of a question's deeds; of one that names none, the verbs its words end in.

    公平竞争审查的文件: those that were 审查.
    """
    stated = tuple(
        word
        for concept in question.concepts
        if concept.deed and not is_light(concept.words)
        for word in concept.alternatives
    )
    return stated or tuple(
        word[-2:]
        for concept in question.concepts
        for word in concept.words
        if len(word) > 3 and is_verb(word[-2:])
    )


def _selecting(question: Question) -> Concept | None:
    match = _SELECTS.search(question.folded)
    if match is None:
        return None
    before = match["before"]
    return next((c for c in question.concepts if c.text and before.endswith(c.text)), None)


def names_only_things(question: Question) -> bool:
    """Whether a question counts things without a word of what was done to them."""
    named = any(concept.focus for concept in question.concepts)
    deed = any(concept.deed for concept in question.concepts) or DONE_TO.search(question.folded)
    return question.kind == "count" and named and not deed


def asks_change(question: Question) -> bool:
    """Whether a question asks by how much something changed within a report."""
    return question.operation is None and bool(_CHANGE.search(question.folded))


@functools.cache
def qualifiers() -> tuple[tuple[str, ...], ...]:
    """The lines of qualifiers.txt: words that divide one whole."""
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
