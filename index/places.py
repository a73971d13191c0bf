"""Finding the names of places in Chinese text.

`find_places` reads documents: full names only. `find_short_places` reads
questions: names without their suffix as well, guarded against ordinary words.
`find_unknown_places` finds what looks like a place and is in no table,
`find_english_places` names spelled in pinyin. `contains` and `ancestors` tell
what lies within what.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from index.divisions import (
    Division,
    Level,
    Place,
    ancestors,
    contains,
    gazetteer,
    is_han,
    level_of,
    resolve,
    stem,
)
from index.fold import simplify
from index.lexicon import data_words
from index.romanised import find_english_places
from index.unknown_places import FOLLOWED, find_unknown_places

__all__ = [
    "Place",
    "ancestors",
    "contains",
    "find_english_places",
    "find_places",
    "find_short_places",
    "find_unknown_places",
]


# What may stand directly before a name without being a piece of it: 在|滑县 (but not 相|应县),
# 比|重庆 (although 比重 is a word).
_BEFORE_PAIRS = frozenset(
    "在是问那和与跟同比对由从到于及至了向的年月日为给按请查请看，。、：；？！"
)
_SUFFIXES = frozenset(FOLLOWED)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names to look for: those of the table, and those of held reports beside them."""

    full: Mapping[str, tuple[Division, ...]]
    short: Mapping[str, tuple[Division, ...]]
    lengths: Mapping[str, tuple[int, ...]]  # by the first two characters, longest first
    preferred: frozenset[str]
    free: frozenset[str]  # short names that count although they are ordinary words


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a name at a position; `links` is the number of names chained in it."""

    end: int
    divisions: tuple[Division, ...]
    written: str
    full: bool
    links: int


def find_places(text: str) -> tuple[Place, ...]:
    """Places by full names (江北区, 重庆市江北区), in the order of the text, none overlapping."""
    return tuple(_scan(simplify(text), _names(frozenset()), short=False))


def find_short_places(text: str, held: Collection[str] = ()) -> tuple[Place, ...]:
    """Places by full names or without suffix (高平, 江北), in the order of the text.

    A short name that is also an ordinary word (和平, 公安) counts only if it is
    a place of `held` (names such as 和平区, with or without ancestors), or stands
    behind one of its ancestors. Names of `held` outside the table are found too.
    """
    return tuple(_scan(simplify(text), _names(frozenset(held)), short=True))


def _scan(text: str, names: _Names, short: bool) -> Iterator[Place]:
    position = 0
    while position < len(text) - 1:
        reading = _best(text, position, names, short)
        if reading is None:
            position += 1
            continue
        yield _place(position, reading, names)
        position = reading.end


def _best(text: str, start: int, names: _Names, short: bool) -> _Reading | None:
    """The longest acceptable reading at `start`."""
    if text[start : start + 2] not in names.lengths:
        return None
    found = [r for r in _readings(text, start, names, None) if _accepted(r, names, short)]
    return max(found, key=lambda r: (r.end, r.full), default=None)


def _accepted(reading: _Reading, names: _Names, short: bool) -> bool:
    if reading.full:
        generic = reading.written in data_words("generic_places.txt")
        return reading.links > 1 or not generic or reading.written in names.free
    if not short:
        return False
    stopped = reading.written in data_words("short_places_stop.txt")
    return reading.links > 1 or not stopped or reading.written in names.free


def _readings(
    text: str, start: int, names: _Names, above: tuple[Division, ...] | None
) -> Iterator[_Reading]:
    """Every reading at `start`, alone and chained with what is named behind it."""
    for length in names.lengths.get(text[start : start + 2], ()):
        end = start + length
        written = text[start:end]
        if len(written) < length:
            continue
        for full in (True, False):
            divisions = (names.full if full else names.short).get(written, ())
            if above is not None:
                divisions = _below(above, divisions)
            # A place that is held stands wherever its full name does: 双减以后费县.
            trusted = above is not None or (full and written in names.preferred)
            if not divisions or not _stands(text, start, end, full, trusted):
                continue
            stop = end if full else _suffixed(text, end)
            if stop is None or (
                # 临溪县 is no other writing of 临溪区, which is in no table of former names.
                stop > end
                and all(map(_is_extra, divisions))
                and all(text[stop - 1] != division.name[-1] for division in divisions)
            ):
                continue
            yield _Reading(stop, divisions, written, full, 1)
            for reading in _readings(text, stop, names, divisions):
                yield _Reading(
                    reading.end, reading.divisions, reading.written, reading.full, reading.links + 1
                )


def _below(above: tuple[Division, ...], divisions: tuple[Division, ...]) -> tuple[Division, ...]:
    """Those of `divisions` within one of `above`; a place of no table may lie anywhere."""
    found = []
    for division in divisions:
        if _is_extra(division):
            if _is_extra(above[0]):
                # Nothing is known of what lies below a place of no table, least of all itself.
                continue
            path = (*above[0].path, division.name)
            found.append(Division(path, ("", *path), division.level))
        elif any(a.key != division.key and a.covers(division) for a in above):
            found.append(division)
    return tuple(found)


def _stands(text: str, start: int, end: int, full: bool, chained: bool) -> bool:
    """Whether the characters around [start, end) let it be a name, not a piece of words."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if full:
        if after[:1] and after[0] in FOLLOWED.get(text[end - 1], ""):
            return False
        if end - start > 2 or chained or not before:
            return True
        return before[-1] in _BEFORE_PAIRS or not is_han(before[-1])
    words = data_words("common_words.txt")
    free = chained or not before or before[-1] in _BEFORE_PAIRS
    if not free and before[-1] + text[start] in words and before not in words:
        return False
    return not (after and text[end - 1] + after[0] in words and after not in words)


def _suffixed(text: str, end: int) -> int | None:
    """The end of a short name with a suffix that the table does not have: 从化|市.

    None if the suffix makes it a place of another kind: 宝山|镇 is not 宝山区.
    """
    suffix, after = text[end : end + 1], text[end + 1 : end + 2]
    if suffix not in FOLLOWED or (after and after in FOLLOWED[suffix]):
        return None if text.startswith("街道", end) else end
    return end + 1 if suffix in "市县区旗州" else None


_RANK: Mapping[Level, int] = {"province": 0, "city": 1, "county": 2, "town": 3}


def _place(start: int, reading: _Reading, names: _Names) -> Place:
    """The place of a reading: a held one first, else the widest that bears the name."""
    pool = [d for d in reading.divisions if d.name in names.preferred] or list(reading.divisions)
    widest = min(_RANK[d.level] for d in pool)
    pool = sorted((d for d in pool if _RANK[d.level] == widest), key=lambda d: d.former)
    chosen = pool[0]
    known = len({d.key for d in pool}) == 1 and (len(chosen.path) > 1 or not _is_extra(chosen))
    region = chosen.region if known else None
    return Place(chosen.name, region, chosen.level, start, reading.end)


def _is_extra(division: Division) -> bool:
    """Whether the division is of no table, only of a held report."""
    return division.key[0] == ""


@functools.lru_cache(maxsize=64)
def _names(held: frozenset[str]) -> _Names:
    table = gazetteer()
    full, short = dict(table.full), dict(table.short)
    preferred: set[str] = set()
    free: set[str] = set()
    for name in map(simplify, sorted(held)):
        known = resolve(name)
        if not known:
            division = Division((name,), ("", name), level_of(name))
            full[name] = (division,)
            if stem(name) != name:
                short[stem(name)] = (*short.get(stem(name), ()), division)
        for own in {d.name for d in known} or {name}:
            preferred.add(own)
            free |= {simplify(own), stem(simplify(own))}
    return _Names(full, short, _lengths([*full, *short]), frozenset(preferred), frozenset(free))


def _lengths(names: list[str]) -> dict[str, tuple[int, ...]]:
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for name in names:
        if len(name) >= 2:
            lengths[name[:2]].add(len(name))
    return {begin: tuple(sorted(found, reverse=True)) for begin, found in lengths.items()}
