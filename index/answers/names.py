"""Names of persons in a report's text: a surname where the segmenter knows no word."""

from __future__ import annotations

import functools

from index.lexicon import data_lines
from index.tokens import segmenter


def person_names(text: str) -> tuple[tuple[str, int, int], ...]:
    """(name, start, end) of every person named in `text`, in order.

    A name is two to four characters that begin with a surname and are either no
    word of the dictionary or stand behind an office (局长) or before a title.
    """
    words = _words()
    tokens = list(segmenter().tokenize(text))
    found = []
    for i, (token, start, end) in enumerate(tokens):
        before = tokens[i - 1][0] if i else ""
        behind = tokens[i + 1][0] if i + 1 < len(tokens) else ""
        if len(token) == 1 and before in words["before"] and len(behind) in (1, 2):
            # The segmenter parted the surname from the name.
            token, end = token + behind, tokens[i + 1][2]
            behind = tokens[i + 2][0] if i + 2 < len(tokens) else ""
        elif (
            len(token) == 2
            and before in words["before"]
            and len(behind) == 1
            and behind not in words["never"]
        ):
            token, end = token + behind, end + 1
            behind = tokens[i + 2][0] if i + 2 < len(tokens) else ""
        if not (2 <= len(token) <= 4 and _surname(token)):
            continue
        placed = before in words["before"] or behind in words["behind"]
        if placed if token in segmenter().FREQ else len(token) == 3 or placed:
            found.append((token, start, end))
    return tuple(found)


def _surname(token: str) -> bool:
    surnames = _words()["surnames"]
    return (token[0] in surnames and len(token) < 4) or token[:2] in surnames


@functools.cache
def _words() -> dict[str, frozenset[str]]:
    rows = (line.split(":") for line in data_lines("person_words.txt"))
    return {kind: frozenset(words.split()) for kind, words in rows}
