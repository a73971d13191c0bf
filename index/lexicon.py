"""The words of the field, read once each from the data files under index/data.

Terms for the segmenter, groups of synonyms, words left out of ranking, and
English words with what the reports say for them.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
# Pieces that a colloquial word may be cut into: 输|了|官司.
# Between the words of one phrase: off-campus training.
GAP = re.compile(r"[ \t]+|[ \t]*-[ \t]*")


@dataclass(frozen=True, slots=True)
class Translation:
    """The English words at [start, end) of a text, and Chinese terms for them, best first.

    `chinese` is empty for a word that the glossary does not know; `close` are then
    words of the reports that a dictionary has for it (index.dictionary).
    """

    english: str
    chinese: tuple[str, ...]
    start: int
    end: int
    close: tuple[str, ...] = ()


@functools.cache
def data_lines(name: str) -> tuple[str, ...]:
    """The lines of a data file without empty ones and comments, which begin with #."""
    text = resources.files("index").joinpath("data", name).read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@functools.cache
def data_words(name: str) -> frozenset[str]:
    """The words of a data file, separated by spaces or on lines of their own."""
    return frozenset(word for line in data_lines(name) for word in line.split())


def terms() -> tuple[str, ...]:
    """Words of the field that the segmenter must keep whole."""
    return data_lines("terms.txt")


@functools.cache
def synonym_groups() -> tuple[tuple[str, ...], ...]:
    """Groups of words that stand for one another, the usual one first."""
    return tuple(tuple(line.split()) for line in data_lines("synonyms.txt"))


def synonyms(term: str) -> tuple[str, ...]:
    """The other words of the groups that `term` is in, none if it is in no group."""
    found = (other for group in _groups_by_word().get(term, ()) for other in group)
    return tuple(dict.fromkeys(other for other in found if other != term))


def stands_for_another(word: str) -> bool:
    """Whether a word is in a group for the sake of another: 要回 for 追回, not 培训会 for 培训."""
    return any(group[0] not in word for group in _groups_by_word().get(word, ()))


@functools.cache
def _groups_by_word() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    groups: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for group in synonym_groups():
        for word in group:
            groups[word].append(group)
    return {word: tuple(found) for word, found in groups.items()}


def stop_words() -> frozenset[str]:
    """Words that ask, link and refer, Chinese and English (lower case)."""
    return data_words("stopwords.txt")


@functools.lru_cache(maxsize=1024)
def translate(text: str) -> tuple[Translation, ...]:
    """The English words of `text` in Chinese: longest phrases first, in the order of the text.

    Stop words are passed over; unknown words come back with no Chinese, so that
    callers can count them as missing. Names of places must be taken out before.
    """
    words = list(_WORD.finditer(text))
    glossary, longest = _glossary()
    found: list[Translation] = []
    position = 0
    while position < len(words):
        run = _run(text, words, position, longest)
        keys = (_key(run[:size]) for size in range(len(run), 0, -1))
        key = next((key for key in keys if key in glossary), ())
        count = len(key)
        word = words[position]
        if count == 0 or (count == 1 and _is_stop(word[0])):
            if not _is_stop(word[0]):
                found.append(Translation(word[0], (), word.start(), word.end()))
            position += 1
            continue
        start, end = word.start(), run[count - 1].end()
        found.append(Translation(text[start:end], glossary[key], start, end))
        position += count
    return tuple(found)


def _run(
    text: str, words: list[re.Match[str]], first: int, longest: int
) -> tuple[re.Match[str], ...]:
    """The words from `first` on that may be one phrase: not parted by punctuation."""
    run = [words[first]]
    for word in words[first + 1 : first + longest]:
        if not GAP.fullmatch(text, run[-1].end(), word.start()):
            break
        run.append(word)
    return tuple(run)


def _is_stop(word: str) -> bool:
    return word.lower().replace("’", "'") in stop_words()


@functools.cache
def _glossary() -> tuple[Mapping[tuple[str, ...], tuple[str, ...]], int]:
    """Chinese terms by the bare words of an English phrase, and the longest phrase's length."""
    entries: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in data_lines("glossary.tsv"):
        english, _, chinese = line.partition("\t")
        key = _key(tuple(_WORD.finditer(english)))
        terms = (*entries.get(key, ()), *chinese.split("/"))
        entries[key] = tuple(dict.fromkeys(terms))
    return entries, max(len(key) for key in entries)


def bare_words(text: str) -> tuple[str, ...]:
    """The English words of a text without inflection; the same for all forms of a phrase."""
    return _key(tuple(_WORD.finditer(text)))


def _key(words: tuple[re.Match[str], ...]) -> tuple[str, ...]:
    return tuple(_bare(word[0]) for word in words)


# Endings that inflection adds, tried in order; the first that fits is taken off. What is left
# need not be a word, only the same for all forms of one: hire, hired, hiring -> hir.
_ENDINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"'s$|'$"), ""),  # school's
    (re.compile(r"(?<=..)ies$|(?<=..)ied$"), "y"),  # penalties, bullied
    (re.compile(r"(?<=ss|sh|ch)es$|(?<=[xz])es$"), ""),  # classes
    (re.compile(r"(?<=[^sui])s$"), ""),  # schools, but not campus, analysis, class
)
_VERBAL = re.compile(r"(?<=..)(?:ing|ed)$")
_VOWEL = re.compile(r"[aeiouy]")
# British and American spellings, in what the endings leave.
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"ll"), "l"),  # enrollment
    (re.compile(r"is(?=ation|$)"), "iz"),  # organisation
    (re.compile(r"our"), "or"),  # honour
    (re.compile(r"([bdfgkmnprtvz])\1$"), r"\1"),  # planned, programme
    (re.compile(r"centr$"), "center"),
)


@functools.lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    """A word without inflection, in one spelling."""
    bare = word.lower().replace("’", "'")
    bare = _irregular().get(bare, bare)
    for pattern, replacement in _ENDINGS:
        bare = pattern.sub(replacement, bare)
    stripped = _VERBAL.sub("", bare)
    if len(bare) > 4 and _VOWEL.search(stripped):  # inspected, but not bring or need
        bare = stripped
    if len(bare) > 3 and bare.endswith("e"):
        bare = bare[:-1]
    for pattern, replacement in _SPELLINGS:
        bare = pattern.sub(replacement, bare)
    return bare[:-1] + "i" if len(bare) > 3 and bare.endswith("y") else bare


@functools.cache
def _irregular() -> Mapping[str, str]:
    """Base forms by irregular ones: took -> take, children -> child."""
    forms: dict[str, str] = {}
    for line in data_lines("irregular.tsv"):
        form, base = line.split("\t")
        forms[form] = base
    return forms
