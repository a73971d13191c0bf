"""Finding what is named like a place and is in no table: 青岚县, Qinglan County."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from index.divisions import Level, Place, is_han, level_of, resolve, stem
from index.fold import simplify
from index.lexicon import data_words

# What would make another word of the suffix: 高平市|场, 江北区|域, 高平县|级.
FOLLOWED: Mapping[str, str] = {
    "省": "级直略份",
    "市": "场民级直值面",
    "区": "域别间块划分级长内外位直县",
    "县": "级直",
    "州": "级直",
    "旗": "帜下级",
    "盟": "友员",
    "乡": "村镇土亲",
    "镇": "区街压静定",
}
_SUFFIX = re.compile(
    r"经济技术开发区|经济开发区|开发区|高新区|经开区|新区|街道|[省市区县旗州盟镇乡]"
)
# Characters that no name of a place holds but the words before one do: 全县, 哪些市, 的街道.
_NEVER = frozenset(
    "的了个些几哪各每该我你您他她它们全这此某所有其是在不对及与或被把将由从向到于年月日号为两"
    "聘办开发查建设做请问多少共比和跟同呢吗吧，。、；：？！省市县区"
)
# Words that may stand directly before a name, longest first: 请问|青岚县.
_LEADING = re.compile(
    r"^(?:请问|想问|问下|想知道|介绍|查询|查看|查找|关于|比较|对比|统计|告诉|说说|说一下|看看|今年|去年|上年|目前|"
    r"截至|根据|依据|按照|以及|还有|那么|如果|假如|除了|除|就|据|称|说|那|若|至|自|以|按|给|替|看|读|列出|列举|"
    r"汇总|总结|概括|帮|找|讲|谈|叫|去|来|往|给出|里|内|中|上|下|时|后|前)"
)
_LEVELS: Mapping[str, Level] = {
    "county": "county",
    "district": "county",
    "banner": "county",
    "city": "city",
    "municipality": "city",
    "prefecture": "city",
    "province": "province",
    "town": "town",
    "township": "town",
}
# Qinglan County, Qing Lan District
_ENGLISH = re.compile(
    r"\b((?:[A-Z][a-z']+[ -]){1,3})(" + "|".join(word.title() for word in _LEVELS) + r")\b", re.I
)
# A syllable of pinyin, without tone.
_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|"
    r"ui|un|uo|a|e|i|o|u|v))"
)
_PINYIN = re.compile(rf"{_SYLLABLE}(?:'?{_SYLLABLE}){{1,3}}")


def find_unknown_places(text: str) -> tuple[Place, ...]:
    """Names with a suffix (县, 区, County, …) that no table holds, in the order of the text.

    Generic words (全县, 示范区, 城乡) are left out. `region` is the name with
    what is written directly before it (云川市青岚县), None if that is nothing.
    """
    simple = simplify(text)
    found = sorted([*_chinese(simple), *_english(simple)], key=lambda place: place.start)
    merged: list[Place] = []
    for place in found:
        if merged and merged[-1].end == place.start:
            before = merged.pop()
            region = (before.region or before.name) + place.name
            place = Place(place.name, region, place.level, before.start, place.end)
        merged.append(place)
    return tuple(merged)


def _chinese(text: str) -> Iterator[Place]:
    last = 0
    for match in _SUFFIX.finditer(text):
        suffix = match[0]
        if text[match.end() : match.end() + 1] in tuple(FOLLOWED.get(suffix[-1], "")):
            continue
        start = match.start()
        while start > max(last, match.start() - 4) and _may_belong(text[start - 1]):
            start -= 1
        own = _bare(text[start : match.start()])
        name = own + suffix
        if len(own) < 2 or _is_generic(own, name) or _ends_known(name):
            continue
        start = match.start() - len(own)
        before = _known_before(text, max(last, start - 16), start)
        last = match.end()
        region = text[before:last] if before < start else None
        yield Place(name, region, level_of(name), before, last)


def _ends_known(name: str) -> bool:
    """Whether the name is one of the table, or words before one: 入选|重庆市.

    Names of two characters do not count as ends: 青岚县 is not 岚县.
    """
    return any(resolve(name[start:]) for start in range(max(1, len(name) - 2)))


def _known_before(text: str, first: int, end: int) -> int:
    """Where the place of the table that ends at `end` begins, `end` if there is none."""
    return next((start for start in range(first, end - 1) if resolve(text[start:end])), end)


def _may_belong(character: str) -> bool:
    return is_han(character) and character not in _NEVER


def _bare(own: str) -> str:
    """`own` without the words that lead up to a name."""
    while match := _LEADING.match(own):
        own = own[match.end() :]
    if len(own) == 4 and own[:2] in data_words("common_words.txt"):
        own = own[2:]
    return own


def _is_generic(own: str, name: str) -> bool:
    """Whether the name is made of ordinary words: 示范区, 教育强县, 边远乡."""
    generic, words = data_words("generic_places.txt"), data_words("common_words.txt")
    if any(
        name[-size:] in generic for size in range(2, len(name) + 1) if name[-size:] not in _KEPT
    ):
        return True
    if own[-1] in "一二三四五六七八九十":  # 其余四县
        return True
    return own[-2:] in words or (len(own) == 3 and own[:2] in words)


# Generic on their own, but part of a name behind one: 云川新区, 青岚开发区.
_KEPT = frozenset(["新区", "开发区", "高新区", "经开区", "经济开发区", "经济技术开发区"])


def _english(text: str) -> Iterator[Place]:
    for match in _ENGLISH.finditer(text):
        words = match[1].split()
        while words and not _PINYIN.fullmatch(words[-1].lower()):
            words.pop()
        if not words or not words[-1][0].isupper():
            continue
        start = match[1].rindex(words[-1]) + match.start()
        if resolve(stem(words[-1])):
            continue
        name = text[start : match.end()]
        yield Place(name, None, _LEVELS[match[2].lower()], start, match.end())
