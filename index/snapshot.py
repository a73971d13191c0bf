"""What is held, as of one moment, in the form questions are answered from."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.fold import Folded, fold
from index.holdings import Holding, Version
from index.models import Description, Figure, Hit, Passage, Report, Section, Synonym
from index.postings.contract import EVERYTHING, Filters, PassageReader
from index.structure import path

_CHARACTER = re.compile(r"[一-鿿]")


def telling_terms(terms: Sequence[str], postings: PassageReader) -> tuple[list[str], list[str]]:
    """The known terms that make a passage a hit, and those that only add to its score.

    These are the single Chinese characters, where there are longer terms: nearly every passage
    holds one of them.
    """
    known = [term for term, df in zip(terms, postings.df(terms), strict=True) if df]
    telling = [term for term in known if not _CHARACTER.fullmatch(term)] or known
    return telling, [term for term in known if term not in telling]


def find_word(text: str, word: str, start: int = 0, end: int | None = None) -> int:
    """Where a folded word stands in a folded text, -1 if nowhere.

    校长 does not stand in 副校长, 诉讼 not in 非诉讼, 小学 not in 中小学, neither in 中小学生, 培训 not in 培训机构.
    """
    at = text.find(word, start, end)
    while at >= 0 and _is_within(
        word, text[at - 1 : at], text[at + len(word) : at + len(word) + 2]
    ):
        at = text.find(word, at + 1, end)
    return at


def _is_within(word: str, before: str, after: str) -> bool:
    """Whether a word between these characters is only a part of another one."""
    return (
        (before in ("副", "非") and word[0] != before)
        or (before == "中" and word.startswith("小学"))
        or (after[:1] == "生" and word.endswith(("小学", "中学", "大学")))
        or (after == "机构" and word.endswith("培训"))
    )


@dataclass(frozen=True, slots=True)
class HeldText:
    """A report's folded text, addressed by offsets into the stored one."""

    folded: Folded

    def between(self, start: int, end: int) -> str:
        """The folded form of the stored [start, end)."""
        positions = self.folded.positions
        return self.folded.text[
            bisect.bisect_left(positions, start) : bisect.bisect_left(positions, end)
        ]

    def find(self, word: str, start: int, end: int) -> tuple[int, int] | None:
        """The first [start, end) of a folded word within the stored [start, end)."""
        positions = self.folded.positions
        low, high = bisect.bisect_left(positions, start), bisect.bisect_left(positions, end)
        at = find_word(self.folded.text, word, low, high)
        return None if at < 0 else self.folded.span(at, at + len(word))

    def find_all(self, word: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Every [start, end) of a folded word within the stored [start, end)."""
        spans = []
        while (span := self.find(word, start, end)) is not None:
            spans.append(span)
            start = max(span[1], start + 1)
        return tuple(spans)


class _Loaded:
    """What was derived from a report, with what is made of it for reading."""

    def __init__(self, holding: Holding) -> None:
        self.report = holding.report
        self.sections = holding.sections
        self.passages = {passage.id: passage for passage in holding.passages}
        self.figures = holding.figures
        self.text = HeldText(fold(holding.report.text))
        self.headings = tuple(self._headings(section) for section in self.sections)
        self.figure_starts = [figure.start for figure in self.figures]

    def _headings(self, section: Section) -> tuple[str, ...]:
        """The folded headings from the top to a section, items included."""
        above = () if section.parent is None else self._headings(self.sections[section.parent])
        end = max(section.body, section.start + len(section.heading))
        own = self.text.between(section.start, end) if section.number else ""
        return (*above, own) if own else above


class HeldReport:
    """One report with its sections, passages and figures, for reading.

    All but its description is loaded when it is first asked for.
    """

    def __init__(
        self, version: Version, description: Description, load: Callable[[Version], Holding]
    ) -> None:
        """`load` gives what is held of that version; GoneError if it is not held any more."""
        self.version = version
        self.name = version.name
        self.description = description
        self._load = load

    @functools.cached_property
    def _loaded(self) -> _Loaded:
        return _Loaded(self._load(self.version))

    @property
    def report(self) -> Report:
        """The report with its stored text."""
        return self._loaded.report

    @property
    def sections(self) -> tuple[Section, ...]:
        """The heading tree in reading order, enumerated items included."""
        return self._loaded.sections

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures in reading order."""
        return self._loaded.figures

    @property
    def text(self) -> HeldText:
        """The folded text."""
        return self._loaded.text

    def folded_text(self) -> str:
        """All of it, as a string."""
        return self._loaded.text.folded.text

    @property
    def headings(self) -> tuple[tuple[str, ...], ...]:
        """For each section, the folded headings from the top to it."""
        return self._loaded.headings

    @functools.cached_property
    def title(self) -> str:
        """The folded title, "" if there is none."""
        return fold(self.description.title or "").text

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages in reading order."""
        return tuple(self._loaded.passages.values())

    def passage(self, number: int) -> Passage:
        """A passage by its id."""
        return self._loaded.passages[number]

    def figures_between(self, start: int, end: int) -> Sequence[Figure]:
        """The figures that begin in the stored [start, end), in order."""
        starts = self._loaded.figure_starts
        low = bisect.bisect_left(starts, start)
        return self.figures[low : bisect.bisect_left(starts, end)]

    def path(self, section: int) -> tuple[str, ...]:
        """The headings above and of a section, from the top."""
        return path(self.sections, section)

    def items(self, section: int) -> tuple[Section, ...]:
        """The sections and enumerated items directly below one, in order."""
        return tuple(other for other in self.sections if other.parent == section)


class Snapshot:
    """All reports of one moment, with the postings of their passages.

    `generation` tells the moment: it grows with everything that is written. `synonyms` are
    those that administrators added.
    """

    def __init__(
        self,
        generation: int,
        reports: Iterable[HeldReport],
        postings: PassageReader,
        synonyms: Sequence[Synonym] = (),
    ) -> None:
        self.generation = generation
        self.synonyms = synonyms
        self.reports = {held.name: held for held in reports}
        self.postings = postings
        self.places = tuple(
            sorted(
                {
                    name
                    for held in self.reports.values()
                    for name in (held.description.place,)
                    if name
                }
            )
        )

    @functools.cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every term that the reports hold, and the names of their places."""
        return frozenset((*self.postings.terms(), *self.places))

    def share(self, word: str) -> float:
        """The share of the passages a folded word stands in; for one that is no term, its bigrams."""
        bigrams = [word[at : at + 2] for at in range(len(word) - 1)]
        frequency = self.postings.df([word])[0] or self.postings.together(bigrams)
        return frequency / max(1, self.postings.stats().passages)

    def hits_by_report(
        self, terms: Sequence[str], reports: Iterable[HeldReport], most: int
    ) -> dict[str, tuple[Hit, ...]]:
        """The best passages of each report, at most `most` a report, best first."""
        names = [held.name for held in reports]
        telling, beside = telling_terms(terms, self.postings)
        found = self.postings.search_each(
            telling,
            EVERYTHING if len(names) == len(self.reports) else Filters(reports=frozenset(names)),
            most,
            beside=beside,
        )
        return {name: found.get(name, ()) for name in names}
