"""Segmentation: the terms of a text, each with its span in the stored text.

Terms are the words that jieba's search mode finds with the word list of the
field, the character bigrams of every run of Chinese characters, and these
characters themselves: words rank well, bigrams find what segmentation cut
differently in question and text, and characters what is said in a related word
(建成 for 建立, 年 for 何年). What each of them adds is in benchmarks/README.md.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import operator
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import jieba

from index.figures.verbs import EITHER, FIRM
from index.fold import fold
from index.lexicon import terms
from index.segmenter import Segmenter

_HAN_RUN = re.compile(r"[一-鿿]+")
_WORD = re.compile(r"[0-9a-z一-鿿]")
# A word list entry must win over any split that the general dictionary prefers.
_TERM_FREQUENCY = 100_000


@dataclass(frozen=True, slots=True)
class Token:
    """A term and its [start, end) in the text it was found in."""

    term: str
    start: int
    end: int


def tokenize(text: str) -> tuple[Token, ...]:
    """The terms of `text` in reading order; a bigram or character that is a word counts once."""
    folded = fold(text)
    spans: set[tuple[int, int]] = set()
    for word, start, end in segmenter().tokenize(folded.text, mode="search"):
        if _WORD.search(word):
            spans.add((start, end))
    for run in _HAN_RUN.finditer(folded.text):
        spans.update(_grams(*run.span()))
    return tuple(Token(folded.text[s:e], *folded.span(s, e)) for s, e in sorted(spans))


def count_terms(text: str) -> Counter[str]:
    """How often each term of `text` occurs: as `tokenize` finds them, in a third of the time."""
    folded = fold(text).text
    runs = _HAN_RUN.findall(folded)
    apart = " ".join(runs)
    counts = Counter(chain("".join(runs), map(operator.add, apart, apart[1:])))
    for gram in [gram for gram in counts if " " in gram]:
        del counts[gram]
    # Characters and bigrams are counted already, be they words or not.
    words = [w for w in segmenter().cut(folded) if len(w) > 2 or w not in counts]
    counts.update(chain.from_iterable(map(_beyond_bigrams, words)))
    return counts


@functools.lru_cache(maxsize=100_000)
def _beyond_bigrams(word: str) -> tuple[str, ...]:
    """The terms that a word stands for, without characters and bigrams of Chinese ones."""
    frequency = segmenter().FREQ.get
    terms = [word]
    if len(word) > 2:
        grams = [word[at : at + 2] for at in range(len(word) - 1)]
        terms += [gram for gram in grams if frequency(gram) and not _HAN_RUN.fullmatch(gram)]
    if len(word) > 3:
        grams = [word[at : at + 3] for at in range(len(word) - 2)]
        terms += [gram for gram in grams if frequency(gram)]
    return tuple(filter(_WORD.search, terms))


def words(folded: str) -> list[str]:
    """The words of an already folded text, cut once, punctuation left out."""
    return [word for word in segmenter().lcut(folded) if _WORD.search(word)]


def subwords(word: str) -> tuple[str, ...]:
    """The shorter words a compound is made of, in order, none overlapping; () if it has none."""
    found: list[tuple[int, int]] = []
    spans = {(s, e) for piece, s, e in segmenter().tokenize(word, mode="search") if len(piece) > 1}
    for start, end in sorted(spans - {(0, len(word))}, key=lambda span: (span[0] - span[1], span)):
        if all(end <= other[0] or start >= other[1] for other in found):
            found.append((start, end))
    return tuple(word[start:end] for start, end in sorted(found))


def query_terms(word: str) -> tuple[str, ...]:
    """The index terms that stand for one word of a question: itself, its bigrams and characters."""
    pieces = {word, *(piece for piece in segmenter().cut_for_search(word) if _WORD.search(piece))}
    for run in _HAN_RUN.finditer(word):
        pieces.update(word[start:end] for start, end in _grams(*run.span()))
    return tuple(sorted(pieces))


def _grams(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span of every character of [start, end) and of every two of them in a row."""
    for at in range(start, end):
        yield at, at + 1
        if at + 1 < end:
            yield at, at + 2


@functools.cache
def _terms() -> tuple[str, ...]:
    """The word list, and the rate of every verb: 聘请率, 办结率, 参与率 are words of their own."""
    rates = (f"{verb}率" for verb in (*FIRM, *EITHER) if len(verb) == 2)
    return tuple(dict.fromkeys((*terms(), *rates)))


@functools.cache
def segmenter() -> Segmenter:
    """jieba's tokenizer with the word list of the field, private to this package."""
    logging.getLogger("jieba").setLevel(logging.WARNING)
    tokenizer = Segmenter()
    tokenizer.initialize()
    for term in _terms():
        tokenizer.add_word(term, _TERM_FREQUENCY)
    return tokenizer


@functools.cache
def segmenter_fingerprint() -> str:
    """Names the segmenter an index was made with: jieba's version and our word list."""
    digest = hashlib.sha256("\n".join(_terms()).encode()).hexdigest()[:12]
    return f"jieba {jieba.__version__}, terms {digest}"
