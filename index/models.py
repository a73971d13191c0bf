"""The values that flow from a document to an answer.

Offsets (`start`, `end`) are counted in characters of the stored text of one
report, half open, so that ``report.text[start:end]`` is the thing spoken of.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

SectionKind = Literal["heading", "item"]
FigureKind = Literal["count", "rate", "money", "delta", "ordinal", "duration", "date"]
Language = Literal["zh", "en"]
Status = Literal["answered", "not_found", "missing_slot"]
QuestionKind = Literal[
    "count",
    "rate",
    "amount",
    "date",
    "who",
    "which",
    "yesno",
    "measures",
    "problems",
    "plans",
    "open",
]
Operation = Literal["total", "compare", "rank", "trend"]
Bound = Literal["at least", "at most", "above", "below", "exactly"]
SlotName = Literal["place", "year", "issuer", "topic"]


@dataclass(frozen=True, slots=True)
class Description:
    """What a report is: found on its page, inferred from its body, or corrected by hand.

    `published` is an ISO 8601 date, `document_number` such as 青教〔2023〕6号. `place` is the
    name of the body's own division (江北区), `region` the same with its ancestors (重庆市江北区)
    when they are known. `found_in` says of each field, by its name, where it was found (标题,
    落款, 页面栏目), `notes` what was not stated and what was inferred instead; both are in
    Chinese and for an administrator.
    """

    title: str | None = None
    issuer: str | None = None
    place: str | None = None
    region: str | None = None
    year: int | None = None
    published: str | None = None
    document_number: str | None = None
    found_in: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def body(self) -> tuple[str | None, str | None]:
        """Whose report it is: the place, told from its namesakes, and the issuer."""
        return self.region or self.place, self.issuer

    @property
    def identity(self) -> tuple[str | None, str | None, str | None, int | None]:
        """What versions of one report have in common: title, issuer, place and year."""
        return self.title, self.issuer, self.place, self.year


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was read: its clean text, and what it says of itself.

    `format` is that of its bytes ("txt", "html", "pdf" …); `encoding` the one the bytes were
    decoded with, None for formats that carry their own. `pages` are the offsets at which its
    pages begin, in order; none where the format has no pages.
    """

    text: str
    format: str
    encoding: str | None
    description: Description
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A document that is held. `name` identifies it; `digest` is the SHA-256 of its bytes.

    `pages` as in `Document`.
    """

    name: str
    digest: str
    format: str
    encoding: str | None
    text: str
    description: Description
    pages: tuple[int, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """The number of the page, from 1, that an offset lies on; None where there are no pages."""
        return bisect_right(self.pages, offset) or None

    @property
    def heading(self) -> str:
        """The title, or the file name where the report states no title."""
        return self.description.title or self.name


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the heading tree, or an enumerated item (一是…) below a heading.

    `number` counts the sections of a report in reading order from 0; `parent`
    is the number of the section around it, None at the top. Level 0 is the
    report itself. `heading` is the heading as the report writes it, with its
    label (一、 (三) 1. 一是) and without the full stop that may close it.
    [start, end) is all of the section including its heading and what lies
    below it; its own text begins at `body`.
    """

    number: int
    parent: int | None
    level: int
    kind: SectionKind
    label: str
    heading: str
    start: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one section: the unit that is ranked.

    `id` is unique in the index and grows in the order of reading; `section` is
    the number of the innermost section it lies in.
    """

    id: int
    report: str
    section: int
    start: int
    end: int


class Hit(NamedTuple):
    """A passage that holds terms of a query, with its BM25 score (no unit, higher is better)."""

    passage: int
    score: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a report states, with what it is a number of.

    `text` is verbatim (近70万元); `number` is 70 and `unit` 万元, as stated.
    `number` is the lower end of a range and `upper` the upper one. `date` is
    ISO 8601 as far as it is known (2024-08) for kind "date", whose number is
    None. `thing` is what is counted or measured, `verb` the word that says
    what happened to it, both None where the clause does not tell.
    [clause_start, clause_end) is the clause the figure stands in,
    [sentence_start, sentence_end) the sentence.
    """

    start: int
    end: int
    text: str
    kind: FigureKind
    number: float | int | None
    unit: str
    qualifier: str | None
    upper: float | int | None
    date: str | None
    thing: str | None
    verb: str | None
    clause_start: int
    clause_end: int
    sentence_start: int
    sentence_end: int

    def says_same(self, other: Figure) -> bool:
        """Whether both have the same number or date: a cell with -1.0 and 下降1.0 say the same."""
        one, another = (abs(f.number) if f.number else f.number for f in (self, other))
        return (one, self.date) == (another, other.date)


@dataclass(frozen=True, slots=True)
class Value:
    """What a finding states: a figure, a date, a yes or no, a name, or a list of items.

    `label` is the name of a rate that stands beside a count: 出庭率.
    """

    text: str
    number: float | int | None = None
    unit: str | None = None
    qualifier: str | None = None
    date: str | None = None
    yes: bool | None = None
    name: str | None = None
    items: tuple[str, ...] = ()
    label: str | None = None

    @property
    def labelled(self) -> str:
        """As stated, behind its name."""
        return f"{self.label or ''}{self.text}"

    def in_words(self, language: Language) -> str:
        """As stated, with the unit where that stands in the head of a column; yes or no."""
        if self.yes is not None:
            return {"en": ("No", "Yes"), "zh": ("否", "是")}[language][self.yes]
        if not self.unit or not self.text.replace(",", "").replace(".", "").isdigit():
            return self.text
        return f"{self.text} ({self.unit})" if language == "en" else f"{self.text}（{self.unit}）"


@dataclass(frozen=True, slots=True)
class Finding:
    """One report's answer: the value, the quote it stands in, and where that is.

    ``report.text[start:end] == quote`` was checked. `section` is the path of
    headings from the top. `beside` are other values of the same quote that
    belong to the same statement (a rate beside its count). `confidence` is in
    [0, 1] and orders findings; it is not shown to people as a number. `region` is the
    place with its ancestors, as in `Description`; `page` the number of the page that the
    value (else the quote) stands on, where the format has pages.
    """

    report: str
    title: str
    issuer: str | None
    place: str | None
    year: int | None
    section: tuple[str, ...]
    quote: str
    start: int
    end: int
    value: Value | None
    beside: tuple[Value, ...] = ()
    confidence: float = 0.0
    region: str | None = None
    page: int | None = None

    @property
    def body(self) -> tuple[str | None, str | None]:
        """Whose report it is: the place, told from its namesakes, and the issuer."""
        return self.region or self.place, self.issuer


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many reports the question's slots admit, and how many of them state an answer."""

    in_scope: int
    stating: int


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no answer: the slot that failed, what was asked, what is held instead."""

    slot: SlotName
    asked: str
    held: tuple[str, ...] = ()


# The level of towns and subdistricts (镇 乡 街道).
TOWN = "镇"


@dataclass(frozen=True, slots=True)
class Slots:
    """Places, years and issuer that restrict which reports may answer; empty means any.

    A place is a name as asked, with its ancestors where the question gives
    them; `issuer` is a word of index/data/issuers.txt, `level` the division
    whose bureau it is said to be (县 of 县教育局), or TOWN where towns are asked about.
    """

    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    issuer: str | None = None
    level: str | None = None

    def or_else(self, other: Slots) -> Slots:
        """These slots, the empty ones taken from `other`."""
        return Slots(
            places=self.places or other.places,
            years=self.years or other.years,
            issuer=self.issuer or other.issuer,
            level=self.level or other.level,
        )


# No restriction at all.
EVERYTHING = Slots()


@dataclass(frozen=True, slots=True)
class Concept:
    """One content word of a question with the words of the reports that may stand for it.

    `words` say the same: the word itself, folded, or the translations of an
    English one, none if it could not be translated. `synonyms` come close.
    `focus` marks what is asked for, as against what is said of it; `deed` a word
    that says what happened rather than to what, `main` the deed that is asked about.
    """

    text: str
    words: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    focus: bool = False
    deed: bool = False
    main: bool = False

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Every word that may stand for it, the closest first."""
        return (*self.words, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a figure has to reach, or stay below, to be asked for: 超过50名; `said` is how it was put."""

    bound: Bound
    number: float
    unit: str
    said: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood.

    `kind` is the type of value asked for; `operation` what is to be done with
    the values of several reports. `units` are the unit classes that may answer
    (see index.figures.unit_class), empty when any may; `unit_stated` tells
    whether the question names the unit itself. `claimed` is the number that a
    question for yes or no gives itself, `threshold` picks out the reports whose figure
    reaches it. `topic` is the question without
    its slots and question words, for people. `this_year` is the year it is asked
    in, `relative` the words that count from it (去年) with the year they mean. `within`
    are the places and years that whoever asks may ask about, whatever the question names.
    """

    text: str
    folded: str
    language: Language
    kind: QuestionKind
    operation: Operation | None
    slots: Slots
    this_year: int
    relative: tuple[tuple[str, int], ...]
    concepts: tuple[Concept, ...]
    units: tuple[str, ...]
    unit_stated: bool
    topic: str
    claimed: float | int | None = None
    threshold: Threshold | None = None
    within: Slots = EVERYTHING

    @property
    def asks_something(self) -> bool:
        """Whether it names something to look for, or a whole chapter of a report."""
        return bool(self.concepts) or self.kind in ("measures", "problems", "plans")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reports say to a question, or that they do not say it.

    `text` is the line a person reads first. The best finding stands first;
    `related` are passages offered as reading, never as the answer. `asked` is
    the question as it was understood, with what it inherited from the one
    before, for the follow-up to build on. `meant` is the question without its
    slips of the input method, where nothing was found for it as it is.
    """

    question: str
    language: Language
    status: Status
    text: str
    findings: tuple[Finding, ...]
    coverage: Coverage
    missing: Missing | None = None
    related: tuple[Finding, ...] = ()
    asked: Question | None = None
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate for the answer: what it would state, and what is for and against it.

    `features` are named measures, mostly in [0, 1], and `score` their log odds;
    `finding.confidence` is the probability that also knows the other candidates.
    """

    finding: Finding
    features: Mapping[str, float]
    score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one answer came about.

    `terms` are the terms searched for with the number of passages that hold each;
    `hits` the best passages as (report, headings, text, BM25 score); `evidence` the
    candidates of every report in scope, best first within a report.
    """

    answer: Answer
    question: Question
    scope: tuple[str, ...]
    terms: tuple[tuple[str, int], ...]
    hits: tuple[tuple[str, tuple[str, ...], str, float], ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A row of the list of reports: what it is, and how much was found in it."""

    name: str
    format: str
    encoding: str | None
    source: str
    description: Description
    sections: int
    passages: int
    figures: int


@dataclass(frozen=True, slots=True)
class Former:
    """A version of a report that was replaced or removed, at the time `since` (seconds since 1970).

    `successor` is the name of the report that took its place, None where it was removed.
    """

    id: int
    name: str
    digest: str
    title: str | None
    place: str | None
    year: int | None
    successor: str | None
    since: float


@dataclass(frozen=True, slots=True)
class Synonym:
    """A word of questions that stands for what reports call `meant`, by an administrator's word."""

    id: int
    word: str
    meant: str
    since: float


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that another version of a report states otherwise, with the sentence it now stands in."""

    thing: str
    before: str
    after: str
    quote: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would be as a report, before it is held.

    `sections` are its headings with their levels, `examples` some of its figures as they
    are stated. `same` is the report that says the same already, `former` the one
    of the same body and year that it would replace, with the figures that change, `resembles`
    one of another body or year that shares half of its lines.
    """

    name: str
    format: str
    description: Description
    characters: int
    pages: int
    sections: tuple[tuple[int, str], ...]
    figures: int
    examples: tuple[str, ...]
    same: str | None
    former: str | None
    changes: tuple[Change, ...]
    resembles: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not indexed, with the sentence that says why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What one run of indexing did, by report name."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
