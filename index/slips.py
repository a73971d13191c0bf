"""Slips of the input method: words of a question that no report holds, alike to one that is held.

付校长 sounds like 副校长, 法冶 looks like 法治. Only a suggestion comes of it. What is
an ordinary word, or the name of a real place, is never taken for a slip.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from index.divisions import gazetteer
from index.figures.verbs import EITHER, FIRM
from index.fold import fold
from index.lexicon import data_lines, stop_words, synonym_groups, terms
from index.romanised import syllables
from index.tokens import segmenter

_HAN_RUN = re.compile(r"[一-鿿]+")
_LONGEST = 8
_LEVELS = frozenset("省市县区旗州镇乡")
# Words that count, refer or ask; beside one, two characters are no word.
_LOOSE = re.compile(
    r"[一二两三四五六七八九十百千万几每各某本全该哪多少第新老大小个件名位次条项处所家场起户年月日时]"
)
# Deeds of one character, which follow a word rather than end it: 培训|办, not 培训班.
_DEEDS = frozenset(
    "聘请招发派查罚批收办搞做开抓讲上下看打写拿用建修评选送帮教学考走出进买卖花管判赢输领交改撤关停来到"
)


def suggestions(text: str, vocabulary: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The slips in a question, each with the word meant, in the order of the text.

    `vocabulary` are the terms that the reports hold, folded: words and the
    bigrams of their characters, and names of places.
    """
    held = frozenset(vocabulary)
    found: list[tuple[str, str]] = []
    for run in _HAN_RUN.findall(fold(text).text):
        pieces = list(segmenter().cut(run, HMM=False))
        first = 0
        while first < len(pieces):
            # 澄浦|市|用: what ends the name of a place begins no word.
            ends_name = bool(first) and pieces[first] in _LEVELS
            slip, used = (None, 1) if ends_name else _slip(pieces, first, held)
            found += [slip] if slip else []
            first += used
    return tuple(dict.fromkeys(found))


def _slip(
    pieces: list[str], first: int, held: frozenset[str]
) -> tuple[tuple[str, str] | None, int]:
    """The longest slip that begins with a piece of the text, and how many pieces it takes up."""
    for last in range(len(pieces), first + 1, -1):
        written = "".join(pieces[first:last])
        if len(written) <= _LONGEST and _may_be_slip(pieces[first:last], written, held):
            meant = _meant(written, held)
            if meant and not _only_joined(pieces[first:last], meant):
                return (written, meant), last - first
    return None, 1


def _may_be_slip(pieces: list[str], written: str, held: frozenset[str]) -> bool:
    """Whether no report, no dictionary and no map has what is written."""
    if len(written) == 2 and any(p in stop_words() or _LOOSE.search(p) for p in pieces):
        return False
    bigrams = {written[at : at + 2] for at in range(len(written) - 1)}
    return not (bigrams <= held or written in held or _is_word(written) or _is_place(written))


def _meant(written: str, held: frozenset[str]) -> str | None:
    """The one word that is alike, None if there is none or several as close."""
    by_sound, words = _candidates(held)
    found = {*by_sound.get(syllables(written), ()), *words.intersection(_forms(written))}
    closest = sorted((_changed(written, word), word) for word in found)
    if not closest or closest[0][0] > len(written) // 2:
        return None
    alone = len(closest) == 1 or closest[0][0] < closest[1][0]
    return closest[0][1] if alone else None


def _changed(written: str, word: str) -> int:
    return sum(one != other for one, other in zip(written, word, strict=True))


def _only_joined(pieces: list[str], meant: str) -> bool:
    """Whether what differs is a word by itself: 高平是 is no slip for 高平市."""
    at = 0
    for piece in pieces:
        differs = meant[at : at + len(piece)] != piece
        at += len(piece)
        if differs and piece not in stop_words() and not (at == len(meant) and piece in _DEEDS):
            return False
    return True


def _is_word(written: str) -> bool:
    return bool(segmenter().FREQ.get(written))


def _is_place(written: str) -> bool:
    table = gazetteer()
    return written in table.full or written in table.short


@functools.lru_cache(maxsize=4)
def _candidates(
    held: frozenset[str],
) -> tuple[Mapping[tuple[str, ...], tuple[str, ...]], frozenset[str]]:
    """The words that may be meant, by their sounds, and all of them.

    Of two characters only words of the field: a term may be a mere bigram, and a rare
    name has its like among ordinary words.
    """
    by_sound: defaultdict[tuple[str, ...], tuple[str, ...]] = defaultdict(tuple)
    field = {*chain.from_iterable(synonym_groups()), *FIRM, *EITHER}
    known = (word for word in held if len(word) > 2 or word in field)
    words = frozenset(filter(_HAN_RUN.fullmatch, (*known, *terms())))
    for word in sorted(words):
        if sounds := syllables(word):
            by_sound[sounds] += (word,)
    return by_sound, words


def _forms(written: str) -> Iterator[str]:
    """What is written with one character in the place of one that looks like it."""
    for at, character in enumerate(written):
        for other in _shapes().get(character, ""):
            yield written[:at] + other + written[at + 1 :]


@functools.cache
def _shapes() -> Mapping[str, str]:
    groups = [line.replace(" ", "") for line in data_lines("similar.txt")]
    return {one: group.replace(one, "") for group in groups for one in group}
