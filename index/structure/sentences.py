"""Sentences and clauses of a text, as spans; nothing but white space lies between them."""

from __future__ import annotations

import re

from index.structure.lines import CELL_BREAK, LONGEST_ROW, SPACES

# A sentence longer than this also ends at its semicolons.
LONGEST = 200

_CLOSERS = "[”’』」）)\\]】》]*+(?:[\"'](?=\\s|$))?"
# 。！？ and their half-width forms; not the ? of an address, and not where the
# quotation that ends goes on in the sentence around it: 提出“要快。”的要求.
_SENTENCE_END = re.compile(
    rf"(?:[。！？!]++|\?++(?![A-Za-z0-9=&%])){_CLOSERS}(?<![”’』」）)\]】》](?=[，,、；;：:的]))"
)
_SEMICOLON = re.compile(rf"[；;]{_CLOSERS}")
# A comma within a number (3,500 / 3，500.5) and the colon of a time part nothing.
_CLAUSE_END = re.compile(
    rf"(?:[，,](?!(?<=\d.)\d{{3}}(?!\d))|[；;。！？!?\n]|[：:](?!(?<=\d.)\d|//))+{_CLOSERS}"
)


def split_sentences(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The sentences of text[start:end] in reading order, without white space around them.

    A sentence ends at 。！？!? with the closing quotes and brackets behind it, and
    at a newline; one over 200 characters also at its semicolons. A full stop in
    its half-width form never ends one (3.5, 1.). A row of a table, a line with
    " | " in it, is one sentence.
    """
    spans: list[tuple[int, int]] = []
    at = start
    while at < end:
        newline = text.find("\n", at, end)
        line_end = end if newline < 0 else newline
        if line_end - at <= LONGEST_ROW and CELL_BREAK.search(text, at, line_end):
            _add(spans, text, at, line_end)
        else:
            for first, last in _cut(text, at, line_end, _SENTENCE_END):
                if last - first <= LONGEST:
                    spans.append((first, last))
                else:
                    spans += _cut(text, first, last, _SEMICOLON)
        at = line_end + 1
    return tuple(spans)


def split_clauses(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The clauses of text[start:end] in reading order, the sign that ends each included.

    A clause ends at a comma, semicolon, colon, sentence end or newline; never at
    a comma within a number, the colon of a time, or 、.
    """
    return tuple(_cut(text, start, end, _CLAUSE_END))


def _cut(text: str, start: int, end: int, ending: re.Pattern[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = start
    for match in ending.finditer(text, start, end):
        _add(spans, text, at, match.end())
        at = match.end()
    _add(spans, text, at, end)
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and (text[start] in SPACES or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in SPACES or text[end - 1].isspace()):
        end -= 1
    if start < end:
        spans.append((start, end))
