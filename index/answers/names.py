"""Names of persons in a report's text: a surname behind an office, or where the segmenter knows no word."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from index.lexicon import data_lines
from index.tokens import segmenter

# A name is a surname with one or two characters more.
_LONGEST = 4
# A word of the dictionary as common as this is no name behind an office, nor part of one elsewhere.
_COMMON = 400
_KNOWN = 60


def person_names(text: str) -> tuple[tuple[str, int, int], ...]:
    """(name, start, end) of every person named in `text`, in order.

    Behind an office (局长) a name is a surname and what follows it up to the word
    that goes on (唐勇|任组长, 王刚|主持). Elsewhere it is three characters or more that
    begin with a surname and are no word of the dictionary, or two before a title.
    """
    tokens = list(segmenter().tokenize(text))
    found: dict[int, tuple[str, int, int]] = {}
    for start in _behind_offices(text):
        length = _length(text, start)
        if length:
            found[start] = (text[start : start + length], start, start + length)
    covered = {at for _, start, end in found.values() for at in range(start, end)}
    for i, (token, start, end) in enumerate(tokens):
        if covered.intersection(range(start, end)):
            continue
        if len(token) == 1 and i + 1 < len(tokens) and len(tokens[i + 1][0]) == 2:
            token, end = token + tokens[i + 1][0], tokens[i + 1][2]
            if not _titled(text[end:]) or not _opens_name(token):
                continue
        behind = text[end:]
        token, end = _without_verb(token, end, behind)
        if not (2 <= len(token) <= _LONGEST and _surname(token)) or _goes_on(token[0]):
            continue
        if token[-1] in _words()["places"]:
            continue
        titled = _titled(text[end:]) and not _is_word(token, _KNOWN)
        if len(token) == 2 and not titled and _is_han(behind[:1]) and _titled(behind[1:]):
            # The segmenter parted the last character from the name.
            token, end, titled = token + behind[0], end + 1, not _goes_on(behind[0])
        if titled or (len(token) >= 3 and token not in segmenter().FREQ and _unlike_words(token)):
            found[start] = (token, start, end)
    return tuple(found[start] for start in sorted(found))


def _behind_offices(text: str) -> Iterator[int]:
    """Where a name may begin: right behind an office, a space, or the 、 after a name that stood so."""
    for office in _words()["before"]:
        at = text.find(office)
        while at >= 0:
            end = at + len(office)
            yield end + (text[end : end + 1] in ("　", " "))
            at = text.find(office, end)


def _length(text: str, start: int) -> int:
    """How many characters from `start` are a name, 0 if none."""
    surname = _surname(text[start : start + 2])
    given = start + len(surname)
    if not surname or _goes_on(text[start]) or not _is_han(text[given : given + 1]):
        return 0
    if _goes_on(text[given], strict=True):
        return 0
    if not _is_han(text[given + 1 : given + 2]) or _titled(text[given + 1 :]):
        return 0 if _is_word(text[start : given + 1], _COMMON) else len(surname) + 1
    if _titled(text[given + 2 :]):
        return len(surname) + 2
    if _is_word(text[start : given + 1], _COMMON):
        return 0
    if text[given] == "长" and _is_word(text[start : given + 1], 0):
        # 司长, 成长: a word, and none of the names that go on (顾长川).
        return 0
    third, fourth = text[given + 1], text[given + 2 : given + 3]
    parted = _goes_on(third) or (bool(fourth) and _opens_word(third + fourth))
    if parted:
        return len(surname) + 1
    return 0 if third in _words()["places"] else len(surname) + 2


def _opens_word(pair: str) -> bool:
    """Whether two characters behind a name of two are the word that goes on (主持)."""
    return not _goes_on(pair[1]) and _is_word(pair, _KNOWN)


def _unlike_words(token: str) -> bool:
    """Whether a token that is no word is not made of words either (简单|化, 余|人次)."""
    parts = (token[:2], token[1:], token[-2:])
    return not any(_is_word(part, _KNOWN) for part in parts)


def _without_verb(token: str, end: int, behind: str) -> tuple[str, int]:
    """A token without the verb that the segmenter joined to a name: 唐勇|任组长."""
    cut = len(token) == 3 and token not in segmenter().FREQ and _goes_on(token[-1])
    if cut and not _titled(behind):
        return token[:-1], end - 1
    return token, end


def _opens_name(token: str) -> bool:
    return bool(_surname(token)) and not any(_goes_on(character) for character in token)


def _titled(behind: str) -> bool:
    titles = _words()["behind"]
    return not behind.startswith("律师事") and any(behind.startswith(word) for word in titles)


def _goes_on(character: str, strict: bool = False) -> bool:
    """Whether a character is more likely the next word than part of a name."""
    return character in _words()["closed" if strict else "never"]


def _surname(token: str) -> str:
    surnames = _words()["surnames"]
    return next((token[:size] for size in (2, 1) if token[:size] in surnames), "")


def _is_word(token: str, least: int) -> bool:
    """Whether a token is a word of the dictionary at least that common (高度, 安全)."""
    return (segmenter().FREQ.get(token) or 0) > least


def _is_han(character: str) -> bool:
    return "一" <= character <= "鿿" or "㐀" <= character <= "䶿"


@functools.cache
def _words() -> dict[str, frozenset[str]]:
    rows = (line.split(":") for line in data_lines("person_words.txt"))
    return {kind: frozenset(words.split()) for kind, words in rows}
