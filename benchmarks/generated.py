"""Reports made of the words of the field, as many as wanted, the same for the same seed.

How often a word occurs falls with its rank as in real text (Zipf), stop words first. What the
sentences say means nothing; how often words occur, and together, is what ranking depends on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.lexicon import data_words, terms
from index.postings.contract import IndexedPassage

PASSAGES_A_REPORT = 30
_STOP = [
    "的",
    "和",
    "在",
    "了",
    "对",
    "与",
    "为",
    "等",
    "及",
    "中",
    "工作",
    "全年",
    "开展",
    "进行",
    "全县",
    "我局",
    "组织",
    "加强",
    "有关",
    "情况",
]
_ISSUERS = ("教育局", "司法局", "市场监督管理局", "卫生健康局", "农业农村局", "应急管理局")
_YEARS = tuple(range(2015, 2025))
# Words of a passage without its context, and the exponent's offset of Zipf's law after Mandelbrot.
_FEWEST, _MOST = 20, 45
_OFFSET = 8.0
_CHUNK = 3000


@dataclass(frozen=True, slots=True)
class Generated:
    """A report: whose it is, and the words of each of its passages."""

    name: str
    place: str
    issuer: str
    year: int
    passages: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """The report as a text with a heading for every third passage."""
        lines = [f"{self.place}{self.issuer}{self.year}年度法治政府建设工作报告"]
        for number, words in enumerate(self.passages):
            if number % 3 == 0:
                lines.append(f"（{_numeral(number // 3 + 1)}）{''.join(words[-3:-1])}")
            middle = len(words) // 2
            lines.append(f"{''.join(words[:middle])}，{''.join(words[middle:])}。")
        return "\n".join(lines) + "\n"


def vocabulary() -> list[str]:
    """Every word that passages are made of, the most frequent first: stop words, words of the
    field, then common ones."""
    random = np.random.default_rng(1)
    known = dict.fromkeys(_STOP)
    for words in (terms(), sorted(data_words("common_words.txt"))):
        known |= dict.fromkeys(random.permutation(np.array(words, object)).tolist())
    return list(known)


def reports(passages: int, seed: int = 7) -> Iterator[Generated]:
    """Reports of `PASSAGES_A_REPORT` passages each, until there are so many passages."""
    words = np.array(vocabulary(), dtype=object)
    likely = 1.0 / (np.arange(len(words)) + _OFFSET)
    bounds = np.cumsum(likely / likely.sum())
    random = np.random.default_rng(seed)
    number = 0
    for first in range(0, passages, _CHUNK):
        lengths = random.integers(_FEWEST, _MOST, min(_CHUNK, passages - first))
        drawn = words[
            np.searchsorted(bounds, random.random(int(lengths.sum()))).clip(max=len(words) - 1)
        ]
        counts = random.integers(1, 10_000, len(lengths))
        made = [
            (*own.tolist(), f"{count}件")
            for own, count in zip(np.split(drawn, np.cumsum(lengths)[:-1]), counts, strict=True)
        ]
        for at in range(0, len(made), PASSAGES_A_REPORT):
            # A report a place, a year and an issuer, the next place when these are used up.
            place, rest = divmod(number, len(_YEARS) * len(_ISSUERS))
            yield Generated(
                f"r{number}.txt",
                f"{_numeral(place + 1)}县",
                _ISSUERS[rest % len(_ISSUERS)],
                _YEARS[rest // len(_ISSUERS)],
                tuple(made[at : at + PASSAGES_A_REPORT]),
            )
            number += 1


def indexed(collection: Iterator[Generated], first: int = 0) -> Iterator[IndexedPassage]:
    """The passages of reports as they are indexed, each with its report's context."""
    for report in collection:
        context = (report.place, report.issuer, f"{report.year}年", "法治政府建设")
        for words in report.passages:
            counts: dict[str, int] = {}
            for word in (*context, *words):
                counts[word] = counts.get(word, 0) + 1
            yield IndexedPassage(
                first, report.name, counts, report.place, report.issuer, report.year
            )
            first += 1


def queries(kind: str, count: int, seed: int = 11) -> list[list[str]]:
    """Queries of one kind: "domain" has five of the most frequent words of the field, each in a
    twentieth to a sixth of the passages; in the question files of this project half of the words
    are in more than that. "rare" has two of the rarest words and a number, "stop words" four of
    the most frequent words and one of the field."""
    random = np.random.default_rng(seed)
    words = vocabulary()
    field = words[len(_STOP) : len(_STOP) + 100]

    def some(pool: Sequence[str], wanted: int) -> list[str]:
        return [str(word) for word in random.choice(np.array(pool, object), wanted, replace=False)]

    made: list[list[str]] = []
    for _ in range(count):
        if kind == "domain":
            made.append(some(field, 5))
        elif kind == "rare":
            made.append([*some(words[-2000:], 2), f"{random.integers(1, 10_000)}件"])
        else:
            made.append([*some(_STOP, 4), *some(field, 1)])
    return made


def _numeral(number: int) -> str:
    """A number below 10,000 in Chinese."""
    digits = "零一二三四五六七八九"
    if number < 20:
        return ("十" if number > 9 else "") + (digits[number % 10] if number % 10 else "")
    return "".join(digits[int(digit)] for digit in str(number))
