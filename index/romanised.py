"""Finding places in English text by the pinyin of their names: Jiangbei District, Gaoping."""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from index.divisions import Division, Place, gazetteer, level_of, resolve, stem
from index.fold import simplify
from index.lexicon import data_lines, data_words

# Spellings that are not the pinyin of the name.
_OWN_SPELLINGS: Mapping[str, str] = {
    "shaanxi": "陕西省",
    "innermongolia": "内蒙古自治区",
    "tibet": "西藏自治区",
    "hongkong": "香港特别行政区",
    "macau": "澳门特别行政区",
    "macao": "澳门特别行政区",
    "harbin": "哈尔滨市",
    "hohhot": "呼和浩特市",
    "urumqi": "乌鲁木齐市",
    "lhasa": "拉萨市",
    "kashgar": "喀什地区",
    "kashi": "喀什地区",
    "ordos": "鄂尔多斯市",
    "xishuangbanna": "西双版纳傣族自治州",
    "qiqihar": "齐齐哈尔市",
    "karamay": "克拉玛依市",
    "turpan": "吐鲁番市",
    "hami": "哈密市",
    "ili": "伊犁哈萨克自治州",
    "shigatse": "日喀则市",
    "canton": "广州市",
}
# Spelled like an English word: a place only with a suffix behind it (Guide County, Mile City).
_WORDS = frozenset(["guide", "mile", "dean", "lean", "linger", "long", "main", "change", "xian"])
_SUFFIXES: Mapping[str, str] = {
    "district": "区",
    "new area": "区",
    "new district": "区",
    "county": "县",
    "autonomous county": "县",
    "city": "市",
    "municipality": "市",
    "province": "省",
    "autonomous region": "区",
    "autonomous prefecture": "州",
    "prefecture": "州",
    "banner": "旗",
    "league": "盟",
    "qu": "区",
    "xian": "县",
    "shi": "市",
    "sheng": "省",
}
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")
_SUFFIX = re.compile(
    r"[ -](" + "|".join(sorted(_SUFFIXES, key=len, reverse=True)) + r")\b", re.IGNORECASE
)
# Between two names of which one contains the other: Jiangbei District, Chongqing.
_LINK = re.compile(r"\s*[,(]\s*|\s+of\s+|\s+in\s+|\s+", re.IGNORECASE)
# The kind of place before its name: the city of Gaoping.
_KIND = re.compile(r"\b(?:the\s+)?(" + "|".join(_SUFFIXES) + r")\s+of\s+$", re.IGNORECASE)
# What clings to a name and says nothing: Linxi's, Gaoping-based.
_CLINGING = re.compile(r"'s?(?![a-z])|-based\b", re.IGNORECASE)
# Of the places spelled alike, the one that is usually meant.
_USUAL: Mapping[str, str] = {"suzhou": "苏州市", "fuzhou": "福州市", "yichun": "宜春市"}


# The divisions of held places, and those around them.
_Near = tuple[tuple[Division, ...], tuple[Division, ...]]


@dataclass(frozen=True, slots=True)
class _Mention:
    """Divisions that the spelling at [start, end) may stand for; `named` as such, by a suffix."""

    divisions: tuple[Division, ...]
    start: int
    end: int
    named: bool = False


def find_english_places(text: str, held: Collection[str] = ()) -> tuple[Place, ...]:
    """Places of the table and of `held` spelled in pinyin, in the order of the text.

    Names come back in Chinese. A spelling of several places stands for a held
    one first (`held`: names such as 江北区, with or without ancestors), then for
    one that contains a held one, then for any; `region` is None if several remain.
    """
    if not re.search(r"[A-Za-z]{2}", text):
        return ()
    text = text.replace("ü", "v").replace("Ü", "V").replace("’", "'")
    spelled = _spellings(frozenset(held))
    near = _near(frozenset(held))
    mentions: list[_Mention] = []
    words = list(_WORD.finditer(text))
    position = 0
    while position < len(words):
        since = mentions[-1].end if mentions else 0
        mention, used = _mention(text, words, position, spelled, since)
        if mention is not None and not _is_person(text, words, position, mention, near):
            mentions.append(mention)
        position += used
    return tuple(_place(mention, near) for mention in _linked(text, mentions))


def _mention(
    text: str,
    words: list[re.Match[str]],
    first: int,
    spelled: Mapping[str, tuple[Division, ...]],
    since: int,
) -> tuple[_Mention | None, int]:
    """The longest name that begins with the word `first`, and how many words were used up.

    Its kind may stand before it, but not before `since`, where the name before ends.
    """
    for count in range(min(4, len(words) - first), 0, -1):
        last = words[first + count - 1]
        start = words[first].start()
        gaps = zip(words[first : first + count], words[first + 1 : first + count], strict=False)
        if any(text[a.end() : b.start()] not in (" ", "-") for a, b in gaps):
            continue
        if text[:start].endswith("-") and words[first][0].islower():
            # ride-hailing
            continue
        key = "".join(w[0].replace("'", "") for w in words[first : first + count]).lower()
        divisions = spelled.get(key, ())
        end = last.end()
        if not divisions and last[0].lower().endswith("'s"):
            key, end = key[:-1], end - 2
            divisions = spelled.get(key, ())
        if not divisions:
            continue
        kind = _KIND.search(text, since, start)
        suffix = kind or _SUFFIX.match(text, end)
        if suffix:
            wanted = _SUFFIXES[suffix[1].lower()]
            divisions = tuple(d for d in divisions if d.name.endswith(wanted)) or divisions
            start, end = min(start, suffix.start()), max(end, suffix.end())
        else:
            divisions = tuple(d for d in divisions if len(d.name) > 2)  # never Hua for 滑县
            capital = any(w[0][0].isupper() for w in words[first : first + count])
            word = key in _WORDS and "'" not in text[start:end]  # Xi'an is none
            if not divisions or word or (count > 1 and not capital):
                continue
        clinging = _CLINGING.match(text, end)
        end = clinging.end() if clinging else end
        used = sum(word.start() < end for word in words[first:])
        return _Mention(divisions, start, end, named=suffix is not None), used
    return None, 1


def _is_person(
    text: str, words: list[re.Match[str]], first: int, mention: _Mention, near: _Near
) -> bool:
    """Whether a spelling is the name of a person: Ding Chenxi, and Liu He in two words."""
    if mention.named or any(d.key == held.key for d in mention.divisions for held in near[0]):
        return False
    before = words[first - 1] if first else None
    if before and text[before.end() : words[first].start()] == " " and _is_family(before[0]):
        return words[first][0][0].isupper()
    apart = mention.end > words[first].end() and not words[first][0].endswith("'s")
    county = all(d.level == "county" for d in mention.divisions)
    return apart and county and _is_family(words[first][0])


def _is_family(word: str) -> bool:
    return word[0].isupper() and word.lower() in data_words("family_names.txt")


def _linked(text: str, mentions: list[_Mention]) -> Iterable[_Mention]:
    """The mentions, those of a place and of one around it joined to one."""
    joined: list[_Mention] = []
    for mention in mentions:
        if joined and _LINK.fullmatch(text, joined[-1].end, mention.start):
            before = joined[-1]
            inner = tuple(
                lower
                for uppers, lowers in (
                    (before.divisions, mention.divisions),
                    (mention.divisions, before.divisions),
                )
                for lower in lowers
                if any(u.key != lower.key and u.covers(lower) for u in uppers)
            )
            if inner:
                joined[-1] = _Mention(inner, before.start, mention.end)
                continue
        joined.append(mention)
    return joined


def _place(mention: _Mention, near: _Near) -> Place:
    held, around = near
    pool = mention.divisions
    for preferred in (held, around):
        if found := tuple(d for d in pool if any(d.key == p.key for p in preferred)):
            pool = found
            break
    pool = tuple(sorted(pool, key=lambda d: (len(d.path), d.former)))
    chosen = pool[0]
    alone = len({d.key for d in pool}) == 1 and chosen.key[0] != ""
    region = chosen.region if alone else None
    return Place(chosen.name, region, chosen.level, mention.start, mention.end)


@functools.lru_cache(maxsize=64)
def _near(held: frozenset[str]) -> _Near:
    """The divisions of held places, and those around them."""
    own = [d for name in sorted(held) for d in _divisions(name)]
    around = [u for d in own for n in range(1, len(d.path)) for u in resolve("".join(d.path[:n]))]
    return tuple(own), tuple(around)


def _divisions(name: str) -> tuple[Division, ...]:
    return resolve(name) or (Division((name,), ("", name), level_of(name)),)


@functools.lru_cache(maxsize=64)
def _spellings(held: frozenset[str]) -> Mapping[str, tuple[Division, ...]]:
    """Divisions by the pinyin of their names, those of `held` beside the table's."""
    found = dict(_table_spellings())
    for name in sorted(held):
        if not resolve(name):
            for key in _keys(simplify(name)):
                found[key] = (*_divisions(name), *found.get(key, ()))
    return found


@functools.cache
def _table_spellings() -> Mapping[str, tuple[Division, ...]]:
    found: defaultdict[str, list[Division]] = defaultdict(list)
    table = gazetteer()
    for name, divisions in itertools.chain(table.full.items(), table.short.items()):
        for key in _keys(name, short=name not in table.full):
            found[key] += [d for d in divisions if d not in found[key]]
    for key, name in _OWN_SPELLINGS.items():
        found[key] = list(resolve(name))
    for key, name in _USUAL.items():
        found[key].sort(key=lambda division: division.name != name)
    return {key: tuple(divisions) for key, divisions in found.items()}


def _keys(name: str, *, short: bool = False) -> tuple[str, ...]:
    """The spellings of a name with and without its suffix (jiangbei, jiangbeiqu).

    A `short` name has lost its suffix: 西市 of 西市区 is no 西.
    """
    bare = stem(name)
    sounds = syllables(bare)
    if not sounds:
        return ()
    joined = "".join(sounds)
    spelled = [joined]
    if "v" in joined:
        spelled += [joined.replace("v", "u"), joined.replace("v", "yu")]
    if (
        len(name) == 2 and name[-1] in "县区市" and not short
    ):  # 滑县 has no stem of its own: Hua County
        spelled.append("".join(sounds[:-1]))
    if len(name) - len(bare) == 1:
        spelled += [key + "".join(syllables(name[-1])) for key in spelled]
    return tuple(spelled)


def syllables(name: str) -> tuple[str, ...]:
    """The pinyin of a name without tones; () if a character of it is in no table."""
    readings = _readings()
    if name in readings:
        return tuple(readings[name].split())
    if any(character not in readings for character in name):
        return ()
    return tuple(readings[character] for character in name)


@functools.cache
def _readings() -> Mapping[str, str]:
    readings: dict[str, str] = {}
    for line in data_lines("pinyin.tsv"):
        written, syllables = line.split("\t")
        readings[written] = syllables
    return readings
