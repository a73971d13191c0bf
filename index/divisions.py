"""The administrative divisions of China: their names, short names and what lies within what."""

from __future__ import annotations

import csv
import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from index.fold import simplify

Level = Literal["province", "city", "county", "town"]

_PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|"
    "哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|"
    "柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|锡伯|阿昌族|普米族|塔吉克族|"
    "塔吉克|怒族|鄂温克族|保安族|裕固族|独龙族|鄂伦春族|各族"
)
# 西双版纳傣族自治州 -> 西双版纳, 管城回族区 -> 管城; 东乡族自治县 would leave nothing, so its own
# people's name is kept.
_AUTONOMOUS = re.compile(
    rf"(?<=..)(?:{_PEOPLES})*(?:自治[区州县旗]|族区)$|(?<=..)(?:{_PEOPLES})+区$"
)
# 江北区 -> 江北, 浦东新区 -> 浦东, 神农架林区 -> 神农架, 大兴安岭地区 -> 大兴安岭.
_SUFFIX = re.compile(
    r"(?<=..)(?:特别行政区|地区|新区|林区|特区)$|(?<=.)(?:街道|[省市区县旗盟州镇乡])$"
)
_SUFFIXES = frozenset("省市区县旗盟州")
# 云川市青岚 -> 云川市, 青岚
_HEAD_AND_TAIL = re.compile(r"(.*[省市区县旗盟州])?(..+)")


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city or county, by the names on the way down to it.

    `path` are the names from the top (重庆市, 江北区); `key` is the same with a
    name used before replaced by today's, so that 章丘市 and 章丘区 are one.
    """

    path: tuple[str, ...]
    key: tuple[str, ...]
    level: Level
    former: bool = False

    @property
    def name(self) -> str:
        """Its own name, the last of the path."""
        return self.path[-1]

    @property
    def region(self) -> str:
        """The names on the path, joined: 山西省晋城市高平市."""
        return "".join(self.path)

    def covers(self, other: Division) -> bool:
        """Whether `other` is this division or lies within it."""
        return other.key[: len(self.key)] == self.key


@dataclass(frozen=True, slots=True)
class Place:
    """A place named at [start, end) of the text, ancestors written before it included.

    `name` is its own full name (江北区, also where the text says 江北), `region`
    the same with its ancestors (重庆市江北区), None where several have the name
    and the text does not tell which.
    """

    name: str
    region: str | None
    level: Level
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Divisions by their written names; a name of several has several.

    `full` are names with a suffix (江北区, 西双版纳州), `short` ones without (江北).
    """

    full: Mapping[str, tuple[Division, ...]]
    short: Mapping[str, tuple[Division, ...]]

    def named(self, name: str) -> tuple[Division, ...]:
        """All divisions that `name` may stand for, full names before short ones."""
        return self.full.get(name, ()) + self.short.get(name, ())


def stem(name: str) -> str:
    """`name` without its suffix: 江北区 -> 江北; the name itself if less than two would remain."""
    short = _AUTONOMOUS.sub("", name)
    if short == name:
        short = _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


@functools.cache
def gazetteer() -> Gazetteer:
    """The table of index/data/places.csv, read once."""
    full: defaultdict[str, list[Division]] = defaultdict(list)
    short: defaultdict[str, list[Division]] = defaultdict(list)
    for division in _divisions():
        name = simplify(division.name)
        bare = stem(name)
        full[name].append(division)
        if bare != name:
            short[bare].append(division)
            if name.endswith(("自治州", "自治县", "自治旗")):
                full[bare + name[-1]].append(division)
    return Gazetteer(_frozen(full), _frozen(short))


def _frozen(names: Mapping[str, list[Division]]) -> dict[str, tuple[Division, ...]]:
    return {name: tuple(divisions) for name, divisions in names.items()}


def _divisions() -> Iterable[Division]:
    """Every division once: provinces, cities, counties; those of today before former ones."""
    seen: dict[tuple[str, ...], Division] = {}
    today: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in _rows():
        *names, former = row
        path = tuple(dict.fromkeys(name for name in names if name))
        for depth in range(1, len(path) + 1):
            part = path[:depth]
            if part in seen:
                continue
            parent = seen[part[:-1]].key if depth > 1 else ()
            bare = (*parent, stem(part[-1]))
            key = today.get(bare, (*parent, part[-1])) if former else (*parent, part[-1])
            if not former:
                today[bare] = key
            seen[part] = Division(part, key, _level(part), bool(former))
    return seen.values()


def _rows() -> list[list[str]]:
    table = resources.files("index").joinpath("data", "places.csv").read_text("utf-8")
    lines = [line for line in table.splitlines() if line and not line.startswith("#")]
    return list(csv.reader(lines[1:]))


def level_of(name: str) -> Level:
    """The level that a name claims by its suffix; a 市 is taken for a city above counties."""
    if name.endswith(("省", "自治区", "特别行政区")):
        return "province"
    if name.endswith(("市", "州", "盟", "地区")):
        return "city"
    return "town" if name.endswith(("镇", "乡", "街道")) else "county"


def is_han(character: str) -> bool:
    """Whether the character is a Chinese one."""
    return "一" <= character <= "鿿"


def _level(path: tuple[str, ...]) -> Level:
    if len(path) == 1:
        return "province"
    return "county" if len(path) == 3 else level_of(path[-1])


@functools.lru_cache(maxsize=8192)
def resolve(text: str) -> tuple[Division, ...]:
    """All divisions that `text` names, wholly: 江北区, 江北, 重庆市江北区, 宁波江北.

    Empty if it names none of the table.
    """
    text = simplify(text.strip())
    found = list(gazetteer().named(text))
    for cut in range(2, len(text) - 1):
        tails = gazetteer().named(text[cut:])
        if tails:
            heads = resolve(text[:cut])
            found += [d for d in tails if any(h.key != d.key and h.covers(d) for h in heads)]
    return tuple(dict.fromkeys(found))


def ancestors(name: str) -> tuple[str, ...]:
    """The names of all that contain the place, nearest first: 高平市 -> 晋城市, 山西省.

    `name` may be written with its own ancestors; a name that several places bear
    gives the ancestors of all of them; an unknown one gives none.
    """
    found = [above for division in resolve(name) for above in reversed(division.path[:-1])]
    return tuple(dict.fromkeys(found))


def contains(asked: str, held_region: str | None, held_place: str | None) -> bool:
    """Whether the place that was asked for is, or contains, the one of a held report.

    `asked` is a name with or without ancestors and suffix (重庆, 江北区,
    重庆市江北区, 宁波江北); the held ones are as in `Description`. A held place
    whose region is unknown is given the benefit of the doubt.
    """
    held = [name for name in (held_region, held_place) if name]
    if not held:
        return False
    wanted = resolve(asked)
    known = resolve(held[0]) or resolve(held[-1])
    if wanted and known:
        return any(a.covers(b) for a in wanted for b in known)
    if wanted:  # a place of no table below one that is: 山西省青岚县
        above = _known_head(held[0])
        return any(a.covers(b) for a in wanted for b in above)
    asked, other = simplify(asked.strip()), simplify(held[0])
    ends = asked[-1:], other[-1:]
    if not known and all(end in _SUFFIXES for end in ends) and ends[0] != ends[1]:
        # 临溪县 is not 临溪区: of places in no table no change of suffix is known.
        return other.startswith(asked)
    return _same_unknown(asked, other)


def _known_head(text: str) -> tuple[Division, ...]:
    """The divisions that the longest resolvable beginning of `text` names."""
    for end in range(len(text) - 1, 1, -1):
        found = resolve(text[:end])
        if found:
            return found
    return ()


def _same_unknown(asked: str, held: str) -> bool:
    """Whether two names, not both of the table, end in the same place.

    A suffix may be missing or have changed, and either may lack the ancestors
    that the other is written with, but what both state must agree.
    """
    if asked[-1:] in _SUFFIXES and held.startswith(asked):
        return True
    (asked_head, asked_tail), (held_head, held_tail) = _parts(asked), _parts(held)
    if asked_tail != held_tail:
        return False
    if not asked_head or not held_head or asked_head.endswith(held_head):
        return True
    if held_head.endswith(asked_head):
        return True
    pairs = [(a, b) for a in resolve(asked_head) for b in resolve(held_head)]
    return any(a.covers(b) or b.covers(a) for a, b in pairs)


def _parts(name: str) -> tuple[str, str]:
    """What stands before the last place of `name`, and that place without its suffix."""
    match = _HEAD_AND_TAIL.fullmatch(stem(name))
    return (match[1] or "", match[2]) if match else ("", name)
