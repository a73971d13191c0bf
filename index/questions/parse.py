"""A question as it is typed becomes a Question: kind, operation, slots, concepts, units."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from index.dictionary import look_up
from index.figures import find_figures
from index.fold import fold, fold_characters
from index.lexicon import stop_words, synonyms, translate
from index.models import Concept, Figure, Language, Question, QuestionKind, Slots
from index.paraphrases import find_paraphrases, said_for
from index.questions.patterns import (
    COMPLETE,
    INTERROGATIVE,
    KINDS,
    MEASURES,
    cue,
    find_operation,
    without_operation,
)
from index.questions.quoted import quoted_concepts
from index.questions.slots import find_slots
from index.questions.units import classes_of_units, is_measure, units_of_noun
from index.questions.words import asks, is_thing_too, is_verb
from index.questions.years import find_years
from index.tokens import segmenter

# A question is asked in English when it has this many English words, or no Chinese at all.
_ENGLISH_WORDS = 3
_LATIN = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_HAN = re.compile(r"[一-鿿]")
_RATE = re.compile(r"率|比例|占比|比重|\b(rate|percentage|share|proportion)\b")
_MONEY = re.compile(r"经费|资金|金额|罚款|罚没|投入|投资|预算|支出|收入|花费|多少钱")
# A verb whose object stands behind the number: 立了多少案子 asks 立案多少, 讲了几次课 讲课几次.
_SEPARATED = re.compile(
    r"(?P<verb>[立办结审查罚开讲上授发招拨捐退收])[了过]?(?:一共|总共|共)?"
    r"(?P<cue>(?:多少|几)[个件起宗例次场节笔份]?)"
    r"(?P<noun>案(?!件|例)|款|会(?![议计员])|课(?!程|题|后)|文(?![件书化])|证(?![件书据])|费)子?"
)
_TOGETHER = re.compile(r"一共|总共|共|总数|\btotal\b")
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
# Nearly everything may be asked for with 个: 几个机构.
_ANY_UNIT = "个"
# What is asked of all reports goes on with no place.
_EVERYWHERE = re.compile(r"各[县区市地局]|所有|全部(?:报告|县|区|地)|\ball\b|\bevery\b|\beach\b")
_PARTICLE = re.compile(r"(?<=.)[了过着的]$")
# Nouns that only close a compound: 行政许可事项 may stand as 行政许可.
_CLOSING = re.compile(
    r"(?<=..)(?:事项|活动|工作|人员|案件|事件|项目|总数|数量|人数|次数|件数|情况)$"
)
# Deeds of one character, which are no words to look for.
_DEEDS = frozenset("办搞做拿抓查罚发开建买花用给让被去来上得收进是在由从对有没不被获")
# Single characters that change what is asked for.
_TELLING = frozenset("女男")
_RATE_NAME = re.compile("(?:率|比例|占比|比重)$")
_HOW_MANY = re.compile(
    r"\bhow (?:many|much)\b|\bnumber of\b|\b(?:most|fewest|highest|lowest|least)\b"
)
# "How about Gaoping?" asks what was asked before, not how.
_ABOUT = re.compile(r"^\s*(?:and\s+)?(?:how|what) about\b")
_FOLLOW_UP = re.compile(r"^(那|那么|还有|其中|它|他们|该|and |what about|how about)|呢\s*\??$")
# A short question behind another one goes on with its place and year.
_SHORT = 12
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
    language = _language(folded)
    slots, rest = find_slots(folded, _cased(text_read), held_places, today.year)
    kind = _kind(folded if language == "en" else rest)
    operation = find_operation(rest) if _several(slots) else None
    several = len(slots.places) > 1 or len(slots.years) > 1
    if operation is None and several and _TOGETHER.search(rest):
        operation = "total"
    if operation and kind not in MEASURES:
        kind = "rate" if _RATE.search(rest) else "amount" if _MONEY.search(rest) else "count"
    rest = _SEPARATED.sub(r"\g<verb>\g<noun>\g<cue>", rest)
    asked = _cue(rest)
    if operation and kind in MEASURES:
        rest = without_operation(rest)
        asked = _cue(rest)
    concepts = _concepts(rest, asked, kind, share)
    concepts = (*concepts, *quoted_concepts(rest, concepts))
    units, stated = _units(rest, asked, kind, concepts)
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
    return _inherit(question, folded, previous) if previous else question


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


def _language(folded: str) -> Language:
    latin = _LATIN.findall(folded)
    return "en" if latin and (len(latin) >= _ENGLISH_WORDS or not _HAN.search(folded)) else "zh"


def _kind(folded: str) -> QuestionKind:
    asked = _ABOUT.sub("", folded)
    return next((row.kind for row in KINDS if row.pattern.search(asked)), "open")


def _cue(rest: str) -> re.Match[str] | None:
    """ "How many" and its like, behind which stands what is counted."""
    return cue().search(rest) or _HOW_MANY.search(rest)


def _concepts(
    rest: str,
    asked: re.Match[str] | None,
    kind: QuestionKind,
    share: Callable[[str], float] | None,
) -> tuple[Concept, ...]:
    """The content words of a question, English ones translated, with what is asked for marked."""
    counted = asked.end() if asked else len(rest) + 1
    found: dict[str, _Found] = {}
    last = 0
    translations = translate(rest)
    if share:
        translations = look_up(rest, translations, share)
    for translation in (*translations, None):
        start = translation.start if translation else len(rest)
        for low, high in _around(asked, last, start):
            after = behind = low >= counted
            for word, said in _words(rest[low:high]):
                # 多少大学生办了贷款: what a deed is done to is not what is counted.
                behind = behind and word not in _DEEDS
                if _is_content(word, kind, said):
                    found.setdefault(word, _Found((word,), said, behind, after))
        # A letter by itself is no word: of <b>, or of a list.
        named = translation and (translation.chinese or len(translation.english) > 1)
        if translation and named and not asks(translation.english.lower(), kind):
            chinese = tuple(map(fold_characters, translation.chinese))
            close = translation.close
            after = start >= counted
            found.setdefault(translation.english, _Found(chinese, close, after, after))
        last = translation.end if translation else start
    focus = _focus(found, kind)
    main = _main_deed(found)
    return tuple(_concept(text, f, text in focus, text == main) for text, f in found.items())


def _around(asked: re.Match[str] | None, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """[start, end) without the cue, which the segmenter might join to what is beside it."""
    if asked is None or asked.end() <= start or asked.start() >= end:
        return ((start, end),)
    return (start, max(start, asked.start())), (min(end, asked.end()), end)


class _Found(NamedTuple):
    """The Chinese words of a concept, and those that come close.

    `after` tells whether it stands after the cue, `behind` whether so close that it
    may be what is counted.
    """

    words: tuple[str, ...]
    close: tuple[str, ...]
    behind: bool
    after: bool

    @property
    def deed(self) -> bool:
        """Whether it says what happened, and to nothing in particular."""
        words = self.words or self.close
        return bool(words) and all(map(is_verb, words))


def _words(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The words and known phrases of a text in order, each with what reports may say for it."""
    blanked = INTERROGATIVE.sub(lambda match: " " * len(match[0]), text)
    tokens = [(s, e) for _, s, e in segmenter().tokenize(blanked)]
    phrases = find_paraphrases(blanked, {at for token in tokens for at in token})
    spans = [(p.start, p.end, p.said) for p in phrases]
    covered = {at for start, end, _ in spans for at in range(start, end)}
    spans += [(start, end, ()) for start, end in tokens if start not in covered]
    found = []
    for start, end, said in sorted(spans):
        raw = blanked[start:end]
        word = _PARTICLE.sub("", raw)
        found.append((word, said or said_for(raw) or said_for(word)))
    return found


def _is_content(word: str, kind: QuestionKind, said: tuple[str, ...]) -> bool:
    return (
        bool(_HAN.search(word))
        and word not in stop_words()
        and not asks(word, kind)
        and (len(word) > 1 or word in _TELLING or bool(said or synonyms(word)))
    )


def _focus(found: Mapping[str, _Found], kind: QuestionKind) -> set[str]:
    """What is asked for: nouns right behind the cue, else the last one before it."""
    if kind not in MEASURES:
        return set()
    if kind == "rate":
        rates = {text for text, f in found.items() if any(map(_RATE_NAME.search, f.words))}
        if rates:
            return rates
    behind: set[str] = set()
    for text, concept in found.items():
        if not concept.behind:
            continue
        if behind and (concept.deed or not _HAN.search(text)):
            break
        # 几次培训: what is as often a thing as a deed is a thing right behind the cue.
        if not concept.deed or (not behind and is_thing_too(text)):
            behind.add(text)
    if behind:
        return behind
    before = [text for text, concept in found.items() if not concept.behind]
    if before and found[before[-1]].deed and not is_thing_too(before[-1]) and len(before[-1]) > 1:
        # 线上报名多少人 asks for those who did that and nothing else.
        return {before[-1]}
    nouns = [text for text in before if not found[text].deed]
    return set((nouns or before)[-1:])


def _main_deed(found: Mapping[str, _Found]) -> str | None:
    """The deed asked about: the first one after the cue (多少人报名), else the last before it."""
    deeds = [(text, f.after) for text, f in found.items() if f.deed or _mostly_verbs(f.close)]
    after = [text for text, is_after in deeds if is_after and not is_thing_too(text)]
    before = [text for text, is_after in deeds if not is_after]
    deed = after[:1] or before[-1:]
    return deed[0] if deed else None


def _concept(text: str, found: _Found, focus: bool, main: bool) -> Concept:
    chinese = found.words
    close = [fold_characters(other) for word in chinese for other in synonyms(word)]
    close += map(fold_characters, found.close)
    # 打赢 is no verb of the table, but what reports say for it is.
    deed = any(map(is_verb, chinese)) or _mostly_verbs(found.close)
    chinese = tuple(dict.fromkeys((*chinese, *(_CLOSING.sub("", word) for word in chinese))))
    if chinese and close and all(len(word) == 1 for word in chinese):
        # 聘 alone would be found in 解聘, too.
        chinese, close = tuple(word for word in close if len(word) > 1) or chinese, []
    return Concept(
        text,
        chinese,
        tuple(dict.fromkeys(w for w in close if w not in chinese and len(w) > 1)),
        focus,
        deed,
        main,
    )


def _mostly_verbs(said: tuple[str, ...]) -> bool:
    return bool(said) and sum(map(is_verb, said)) * 2 > len(said)


def _units(
    rest: str, asked: re.Match[str] | None, kind: QuestionKind, concepts: tuple[Concept, ...]
) -> tuple[tuple[str, ...], bool]:
    if kind == "rate":
        return classes_of_units(("%", "成", "")), True
    if kind == "amount":
        return classes_of_units(("元",)), True
    if kind != "count":
        return (), False
    unit = asked.groupdict().get("unit") if asked else None
    if unit and unit != _ANY_UNIT:
        return classes_of_units((unit,)), True
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
                if units := units_of_noun(word):
                    return classes_of_units((*units, *any_unit)), False
    if not unit and _PAYING.search(rest):
        # 责任险赔出去多少 asks for a sum of money.
        return classes_of_units(("元",)), False
    return (), False


def _claimed(rest: str) -> Figure | None:
    """The figure that a question for yes or no states itself: 聘任了100名…吗."""
    figures = find_figures(rest, ((0, len(rest)),))
    return next((f for f in figures if f.kind in ("count", "rate", "money")), None)


def _inherit(question: Question, folded: str, previous: Question) -> Question:
    """What a follow-up leaves out, from the question before it."""
    short = question.language == "zh" and len(_HAN.findall(folded)) <= _SHORT
    follows = (bool(_FOLLOW_UP.search(folded)) or short) and not _EVERYWHERE.search(folded)
    if not follows:
        return question
    slots = question.slots.or_else(previous.slots)
    if question.concepts or question.kind in COMPLETE:
        return replace(question, slots=slots)
    return replace(
        previous,
        text=question.text,
        language=question.language,
        slots=slots,
        operation=question.operation or previous.operation,
    )
