"""The number of an official document: 青教〔2023〕6号."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.reading.boilerplate import has_sentence

_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,15}[字函发办文]?\s*[〔\[（(【]\s*20\d\d\s*年?[〕\]）)】]\s*第?\s*\d{1,4}\s*号"
)
_HEAD = 12  # lines in which a number of its own may stand


def find_number(stated: Iterable[str], lines: Sequence[str]) -> tuple[str, str] | None:
    """The number that the page states for it, else a line of its own above the first sentence.

    With it comes where it was found. Numbers in sentences are those of other documents.
    """
    for value in stated:
        if found := _NUMBER.search(value):
            return _tidied(found[0]), "页面栏目"
    for line in lines[:_HEAD]:
        if found := _NUMBER.fullmatch(line.strip()):
            return _tidied(found[0]), "文首"
        if has_sentence(line):
            return None
    return None


def _tidied(number: str) -> str:
    return re.sub(r"\s", "", number)
