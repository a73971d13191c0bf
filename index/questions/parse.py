"""A question as it is typed becomes a Question: kind, operation, slots, concepts, units."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from index.figures import find_figures
from index.fold import fold
from index.models import Concept, Figure, Language, Question, QuestionKind, Slots
from index.questions.asked_units import asked_units
from index.questions.concepts import find_concepts
from index.questions.following import follow_up
from index.questions.patterns import (
    KINDS,
    MEASURES,
    cue,
    find_operation,
    without_operation,
)
from index.questions.quoted import quoted_concepts
from index.questions.slots import find_slots
from index.questions.thresholds import find_threshold
from index.questions.units import classes_of_units, units_of_noun
from index.questions.words import is_rate_name, is_sum_name
from index.questions.years import find_years

# A question is asked in English when it has this many English words, or no Chinese at all.
_ENGLISH_WORDS = 3
_LATIN = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_HAN = re.compile(r"[一-鿿]")
# What about 江北区?
_WHAT_ABOUT = re.compile(r"(?:and |so )?(?:what|how) about\b")
_RATE = re.compile(r"率|比例|占比|比重|\b(rate|percentage|share|proportion)\b")
_MONEY = re.compile(
    r"经费|资金|金额|罚款|罚没|投入|投资|预算|支出|收入|花费|多少钱|[花用]的钱|掏的钱|钱(?:最|更)"
)
# A verb whose object stands behind the number: 立了多少案子 asks 立案多少, 讲了几次课 讲课几次.
_SEPARATED = re.compile(
    r"(?P<verb>[立结罚开讲上授发招拨捐退收])[了过]?(?:一共|总共|共)?"
    r"(?P<cue>(?:多少|几)[个件起宗例次场节笔份]?)"
    r"(?P<noun>案(?!件|例)|款|会(?![议计员])|课(?!程|题|后)|文(?![件书化])|证(?![件书据])|费)子?"
)
# How many legal counsellors (法治辅导员): the Chinese says what the English before it does.
_GLOSSED = re.compile(
    r"(?<=how many)(?:\s+(?!were|was|are|is|did|have|has)[a-z'-]+){1,4}\s*(?=\([一-鿿、]+\))"
)
# 办了多少案子: cases that were dealt with, whatever they are called.
_CASES = re.compile(r"([办查审])[了过]?((?:多少|几)[个件起宗]?)案子?(?!件|例)")
_CASE_VERBS = {"办": "办理", "查": "查处", "审": "审理"}
# 打了几场官司: reports count cases.
_LAWSUITS = re.compile(r"(几|多少)场(?=官司)")
# 下一年, which the segmenter would join to what stands behind it.
_NEXT_YEAR = re.compile(r"下一?(?:个?年度?)(?=[一-鿿])")
# 公平竞争审查了多少份: the segmenter knows it as one word, of which the verb is asked.
_VERB_AT_END = re.compile(
    r"(?<=[一-鿿]{3})(审查|检查|培训|宣传|整治|监督|调解|服务|保护|管理)(?=[了过])"
)
# 花了多少钱: the segmenter would join 花 to what stands before it.
_SPENT = re.compile(r"[花掏砸用][了掉费出]?(?=(?:多少|几)[万亿百千]?(?:钱|元|块|经费|资金))")
# 专职的有几名，不要兼职的: what is not asked for.
_EXCLUDED = re.compile(
    r"(?<=.)[，,(（]\s*(?:不要?算|不要|不含|不包括|除去|除开|别算)[^，,。;；？?)）]*|(?<=.)[，,(（][^，,。;；？?)）]*(?:不算|除外|不要算|不包括在内)(?=\s*[)）？?]?\s*$)"
)
# 报告里聘了几名: the segmenter would join 里 to the verb.
_IN_REPORT = re.compile(
    r"(?:年度?|份|这|该)?(?:总结)?报告(?:里|中|内|上)(?:面|头|边)?(?:提到|写到?|说到?|显示|提及|载明)?的?"
)
# 含不含, 过没过: what is asked for is the verb.
_EITHER_WAY = re.compile(r"([一-鿿])[不没]\1(?=[一-鿿])")
# 最多罚了多少钱: the segmenter would join it to the verb.
_MOST = re.compile(r"(最[多高大少低小长重])(?=[一-鿿])")
_TOGETHER = re.compile(r"一共|总共|共|总数|\btotal\b")
_HOW_MANY = re.compile(
    r"\bhow (?:many|much)\b|\bnumber of\b|\b(?:most|fewest|highest|lowest|least)\b"
)
# "How about Gaoping?" asks what was asked before, not how.
_ABOUT = re.compile(r"^\s*(?:and\s+)?(?:how|what) about\b")
_OFFICE = re.compile("(?:局长|主任|书记|厅长|[省市县区镇]长|科长|负责人|领导)$")
# What goes on with the question before asks in its way.
_GOES_ON = re.compile(r"呢\s*\??$|^那")
_GRANTED = re.compile(r"是不是|是否|有没有|[都均]|全部|\ball\b")
# The bodies that reports are of, asked for by what they did or did not; units and towns only by
# what they did not, for there are some within every report.
_BODIES = re.compile(
    r"哪(?:些|几个|个)(?:地方|地区|县区|区县|市县|县市|县|区|市)(?!域|级|内)|(?:哪些|哪几个|哪个|哪几家|哪家|有几个|谁)(?:单位|局|地方|地区|县区|区县|市县|县|区|市|镇|乡镇|街道)?[^,。;]{0,4}(?:没|未|无|不)"
    r"|\bwhich (?:places?|count(?:y|ies)|districts?|cit(?:y|ies)|towns?|areas?|regions?|local governments|reports?)\b"
    r"|哪(?:些|几)(?:份|个)?报告"
)
_BODY_WORD = re.compile(
    r"单位|局|地方|地区|县区|区县|市县|[县区市]有|没有|没|有|发生|存在|报告|提到|提及|谈到|讲到|写到"
    r"|places?|count(?:y|ies)|districts?|cit(?:y|ies)|towns?|areas?|regions?|local|governments?|reports?|mention(?:s|ed)?"
)
_THE = re.compile(r"[的这那]$")
_COUNTED = frozenset({"person", "institution"})
_LONGEST = 500


def parse(
    text: str,
    *,
    held_places: Collection[str] = (),
    share: Callable[[str], float] | None = None,
    today: date,
    previous: Question | None = None,
) -> Question:
    """Understands `text`; `held_places` are names of places beyond the table of divisions.

    `share` says in what share of the passages a word stands; with it, English words
    that the glossary lacks are looked up in a dictionary.

    With `previous`, a follow-up (那2023年呢? / 聘请率呢?) inherits what it leaves
    out. Anything is understood somehow: at worst as an open question without
    concepts. `today` decides what 去年 means.
    """
    # What a terminal could not decode would stop the converter.
    text_read = text[:_LONGEST].strip().encode("utf-8", "replace").decode("utf-8")
    folded = fold(text_read).text
    if bounded := find_threshold(folded):
        threshold, of_each = bounded
        asked_of_each = parse(of_each, held_places=held_places, share=share, today=today)
        return replace(asked_of_each, text=text, threshold=threshold)
    language = _language(folded)
    slots, rest = find_slots(folded, _cased(text_read), held_places, today.year)
    kind = _kind(folded if language == "en" else rest)
    operation = find_operation(rest) if _several(slots) else None
    several = len(slots.places) > 1 or len(slots.years) > 1
    if operation is None and several and _TOGETHER.search(rest):
        operation = "total"
    if operation and kind not in MEASURES:
        kind = "rate" if _RATE.search(rest) else "amount" if _MONEY.search(rest) else "count"
    rest = _EXCLUDED.sub("", rest)
    rest = _IN_REPORT.sub(" ", rest)
    rest = _EITHER_WAY.sub(r"\1", rest)
    if operation is None:
        rest = _MOST.sub(r" \1 ", rest)
    rest = _GLOSSED.sub(lambda match: " " * len(match[0]), rest)
    rest = _VERB_AT_END.sub(r" \1", rest)
    rest = _SPENT.sub("支出", rest)
    rest = _LAWSUITS.sub(r"\1件", rest)
    rest = _NEXT_YEAR.sub(" ", rest)
    rest = _CASES.sub(lambda match: f"{_CASE_VERBS[match[1]]}{match[2]}案件", rest)
    rest = _SEPARATED.sub(r"\g<verb>\g<noun>\g<cue>", rest)
    asked = _cue(rest)
    if operation and kind in MEASURES:
        rest = without_operation(rest)
        asked = _cue(rest)
    concepts = find_concepts(rest, asked, kind, share)
    concepts = (*concepts, *quoted_concepts(rest, concepts))
    if kind == "open" and not _GOES_ON.search(folded):
        kind, concepts = _elliptic(concepts)
    units, stated = asked_units(rest, asked, kind, concepts)
    claimed = _claimed(rest) if kind == "yesno" else None
    if claimed:
        units, stated = classes_of_units((claimed.unit,)), True
    question = Question(
        text=text,
        folded=folded,
        language=language,
        kind=kind,
        operation=operation,
        slots=slots,
        this_year=today.year,
        relative=tuple(
            (folded[mention.start : mention.end], mention.years[0])
            for mention in find_years(folded, today.year)
            if mention.relative and mention.years[0] in slots.years
        ),
        concepts=concepts,
        units=units,
        unit_stated=stated,
        claimed=claimed.number if claimed else None,
        topic="".join(concept.text for concept in concepts)
        if language == "zh"
        else " ".join(concept.text for concept in concepts),
    )
    return follow_up(question, previous) if previous else question


def _cased(text: str) -> str:
    """The folded text with its capitals, which tell names in English, at the same places."""
    folded = fold(text)
    return "".join(
        text[at] if text[at].lower() == character else character
        for character, at in zip(folded.text, folded.positions, strict=False)
    )


def _several(slots: Slots) -> bool:
    """Whether the slots may admit more than one report, for an operation to work on."""
    return len(slots.places) != 1 or len(slots.years) != 1


def within_one(question: Question) -> Question:
    """The question as put to a single report, in which nothing is compared with other reports.

    哪个县区最多 then asks for the sentence that says so.
    """
    if question.operation == "rank" and not cue().search(question.folded):
        most = re.search(r"最[多高少低大小]", question.folded)
        said = (Concept(most[0], (most[0],)),) if most else ()
        return replace(question, operation=None, kind="which", concepts=(*question.concepts, *said))
    return replace(question, operation=None)


def put_to(question: Question, reports: int) -> Question:
    """The question as it is put to so many reports: one alone, or several bodies side by side."""
    return within_one(question) if reports == 1 else across_bodies(question)


def across_bodies(question: Question) -> Question:
    """哪些单位没有行政复议案件, put to several reports: each says yes or no for its own body."""
    bodies = _BODIES.search(question.folded)
    kinds = ("which", "who", "measures")
    if question.kind not in kinds or question.operation or bodies is None:
        return question
    concepts = tuple(c for c in question.concepts if not _BODY_WORD.fullmatch(c.text))
    if not concepts:
        return question
    topic = "".join(concept.text for concept in concepts)
    return replace(question, kind="yesno", concepts=concepts, topic=topic)


def _elliptic(concepts: tuple[Concept, ...]) -> tuple[QuestionKind, tuple[Concept, ...]]:
    """What a name alone asks for: 聘请率 the rate, 生产总值 the sum, 持证执法人员 how many there are.

    The last only of what is counted in persons or institutions; an office, as all else, stays open.
    """
    last = concepts[-1] if concepts else None
    if last is None or last.deed or last.text.isascii() or _OFFICE.search(last.text):
        return "open", concepts
    focused = (*concepts[:-1], replace(last, focus=True))
    if is_rate_name(last.text):
        return "rate", focused
    if is_sum_name(last.text):
        return "amount", focused
    classes = classes_of_units(units_of_noun(last.text)[:1])
    return ("count", focused) if classes and classes[0] in _COUNTED else ("open", concepts)


def _language(folded: str) -> Language:
    latin = _LATIN.findall(folded)
    english = len(latin) >= _ENGLISH_WORDS or not _HAN.search(folded) or _WHAT_ABOUT.match(folded)
    return "en" if latin and english else "zh"


def _kind(folded: str) -> QuestionKind:
    asked = _ABOUT.sub("", folded)
    return next((row.kind for row in KINDS if row.pattern.search(asked)), "open")


def _cue(rest: str) -> re.Match[str] | None:
    """ "How many" and its like, behind which stands what is counted."""
    return cue().search(rest) or _HOW_MANY.search(rest)


def _claimed(rest: str) -> Figure | None:
    """The figure that a question for yes or no states itself: 聘任了100名…吗."""
    figures = find_figures(rest, ((0, len(rest)),))
    claimed = next((f for f in figures if f.kind in ("count", "rate", "money")), None)
    if claimed is None:
        return None
    # 7家律所是不是都建了党支部, 办结的398件含…吗 take the number for granted.
    granted = _GRANTED.search(rest, claimed.end) or _THE.search(rest[: claimed.start])
    return None if granted else claimed
