"""The content words of a question as concepts: what it asks for, what is said of it, the deed."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from index.dictionary import look_up
from index.figures.units import units
from index.fold import fold_characters
from index.lexicon import Translation, data_words, stop_words, synonyms, translate
from index.models import Concept, QuestionKind
from index.paraphrases import find_paraphrases, said_for
from index.questions.patterns import INTERROGATIVE, MEASURES
from index.questions.units import classes_of_units, units_of_noun
from index.questions.words import asks, is_rate_name, is_thing_too, is_verb
from index.tokens import segmenter

_HAN = re.compile(r"[一-鿿]")
_PARTICLE = re.compile(r"(?<=.)[了过着的]$")
# 几个人被开除: reports tell who was without the word. 被申请, 被告 are words of their own.
_PASSIVE = re.compile(r"^被(?=..)(?!申请|执行|征|调查|审计|监督)")
# Nouns that only close a compound: 行政许可事项 may stand as 行政许可.
_CLOSING = re.compile(
    r"(?<=..)(?:事项|活动|工作|人员|案件|事件|项目|总数|数量|人数|次数|件数|情况|(?<=..)数)$"
)
# Deeds of one character, which are no words to look for.
_DEEDS = frozenset("办搞做拿抓查罚发开建买花用给让被去来上得收进是在由从对有没不被获")
# did the bureau, were: what follows ends in a verb.
_AUXILIARY = re.compile(r"\b(?:did|does|do)\b[^,;?]*$")
_ENDS_CLAUSE = re.compile(r"\s*(?:$|[?,.;]|\b(?:in|by|for|from|with|at|on|during|last|this|of)\b)")
# 12315, 12348: a number that is a name.
_HOTLINE = re.compile(r"12\d{3}")
# Single characters that change what is asked for.
_TELLING = frozenset("女男村")
# 工作中有哪些: joined by the segmenter, and no word.
_GRAMMAR = re.compile(r"^[中里内上下间还都会曾也就又才并共][有是在要能会]$")


def find_concepts(
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
            chinese = tuple(map(fold_characters, _verbs_first(rest, translation)))
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


def _verbs_first(rest: str, translation: Translation) -> tuple[str, ...]:
    """The Chinese for an English word: the verbs alone where it stands as one.

    How many cases did they file in 2024: behind did and a subject, at the end of what is said.
    """
    verbs = tuple(filter(is_verb, translation.chinese))
    ends = _ENDS_CLAUSE.match(rest, translation.end)
    if verbs and ends and _AUXILIARY.search(rest[: translation.start]):
        return verbs
    return translation.chinese


def _words(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The words and known phrases of a text in order, each with what reports may say for it."""
    blanked = INTERROGATIVE.sub(_blank, text)
    blanked = _numbered().sub(_blank, blanked)
    tokens = [(s, e) for _, s, e in segmenter().tokenize(blanked)]
    phrases = find_paraphrases(blanked, {at for token in tokens for at in token})
    spans = [(p.start, p.end, p.said) for p in phrases]
    covered = {at for start, end, _ in spans for at in range(start, end)}
    spans += [(start, end, ()) for start, end in tokens if start not in covered]
    found = []
    for start, end, said in sorted(spans):
        raw = blanked[start:end]
        word = _PASSIVE.sub("", _PARTICLE.sub("", raw))
        found.append((word, said or said_for(raw) or said_for(word)))
    return found


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


@functools.cache
def _numbered() -> re.Pattern[str]:
    """A number with its measure word, which the segmenter would join to what follows: 7家律所."""
    return re.compile(rf"(?<![\d第])\d+(?:\.\d+)?[万亿]?(?:{units()})(?=[一-鿿])")


def _is_content(word: str, kind: QuestionKind, said: tuple[str, ...]) -> bool:
    if _HOTLINE.fullmatch(word):
        return True
    return (
        bool(_HAN.search(word))
        and word not in stop_words()
        and word not in data_words("function_words.txt")
        and not _GRAMMAR.match(word)
        and not asks(word, kind)
        and (len(word) > 1 or word in _TELLING or bool(said or synonyms(word)))
    )


def _focus(found: Mapping[str, _Found], kind: QuestionKind) -> set[str]:
    """What is asked for: nouns right behind the cue, else the last one before it."""
    if kind not in MEASURES:
        return set()
    if kind == "rate":
        rates = {text for text, f in found.items() if any(map(is_rate_name, f.words))}
        if rates:
            return rates
    behind: set[str] = set()
    for text, concept in found.items():
        if not concept.behind:
            continue
        if behind and (concept.deed or _tells_deed(text) or not _HAN.search(text)):
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
    if kind == "amount":
        # 资助学生的钱: money is not counted in those who get it.
        before = [text for text in before if not _is_counted_otherwise(text)] or before
    nouns = [text for text in before if not found[text].deed]
    return set((nouns or before)[-1:])


def _tells_deed(text: str) -> bool:
    """Whether a phrase begins with what was done: 为多少劳动者追回工资."""
    return len(text) > 3 and is_verb(text[:2]) and not is_thing_too(text[:2])


def _is_counted_otherwise(noun: str) -> bool:
    """Whether a noun is counted in persons or institutions."""
    return not {"person", "institution"}.isdisjoint(classes_of_units(units_of_noun(noun)[:1]))


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
