"""The reports of one data folder: adding and removing them, reading them, asking them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from index.analysis import maker
from index.answers.answer import answer_all
from index.answers.explain import explain
from index.answers.scope import admits
from index.check import faults
from index.errors import NotHeldError, ReadingError, StoreError
from index.files import (
    printable,
)
from index.holdings import GoneError
from index.indexing import Indexing, Progress
from index.models import (
    EVERYTHING,
    Answer,
    Description,
    Explanation,
    Figure,
    Former,
    IndexSummary,
    Preview,
    Question,
    Report,
    ReportEntry,
    Section,
    Slots,
    Synonym,
)
from index.postings.loops import compile_in_background
from index.preparing import Prepared, content, digest, prepare
from index.previewing import preview
from index.questions.learned import with_synonyms
from index.questions.parse import parse
from index.questions.parts import parse_parts
from index.snapshot import HeldReport, Snapshot
from index.store import Store

_Read = TypeVar("_Read")
_Prepare = Callable[[str, bytes, bytes | None], Prepared]
# So often a reader begins anew because what it reads has been replaced meanwhile.
# One in each language: each has words of its own to load.
_WARMING = ("聘了多少名法治副校长？", "how many schools hired lawyers")
_PATIENCE = 20


class Library:
    """All reports held in a data folder. Safe to use from several threads.

    Whoever reads does so from a snapshot in memory and never waits for a
    writer. What another thread or process has written is picked up by the next
    call, which loads what changed; calls made while it does so are answered
    from the snapshot before. Only the first call of all makes others wait.
    """

    def __init__(self, data: Path) -> None:
        """Opens or creates the data folder; StoreError if that cannot be done."""
        self._store = Store(data)
        self._loading = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._warming: threading.Thread | None = None

    @classmethod
    def open(cls, data: Path) -> Library:
        """The library of a data folder, which is created when it is not there."""
        return cls(data)

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def warm_up(self) -> None:
        """Has what every answer needs ready, for what stays running; a part of it in the background.

        Were it left to the first questions, those that come together would each make all of it.
        """
        self._warming = compile_in_background()
        with suppress(StoreError):  # whoever asks is told
            for question in _WARMING:
                self.ask(question)

    def close(self) -> None:
        """Closes the database."""
        if self._warming:
            # A process must not end in the middle of compiling.
            self._warming.join()
        self._store.close()

    # Reading

    def ask(
        self,
        text: str,
        previous: Question | None = None,
        *,
        today: date | None = None,
        within: Slots = EVERYTHING,
    ) -> Answer:
        """Answers a question; `previous` is the one a follow-up goes on from.

        `today` decides what 去年 means. Only reports of the places and years of `within`
        are looked into. StoreError if the index was made by another version and must be
        rebuilt first.
        """

        def answered(held: Snapshot) -> Answer:
            asked = _questions(text, held, previous, today)
            return answer_all(text, tuple(replace(q, within=within) for q in asked), held)

        return self._from_snapshot(answered)

    def named_in(self, text: str) -> Slots:
        """The places and years that a text names, as `ask` understands them in a question."""
        return self._from_snapshot(lambda held: _questions(text, held, None, None)[0].slots)

    def explain(
        self, text: str, previous: Question | None = None, *, today: date | None = None
    ) -> tuple[Explanation, ...]:
        """How the answer to each part of a question comes about; errors as in `ask`."""
        return self._from_snapshot(
            lambda held: tuple(
                explain(question, held) for question in _questions(text, held, previous, today)
            )
        )

    @property
    def generation(self) -> int:
        """The number of the state of the index, which grows with every change."""
        return self._store.generation()

    def reports(self, within: Slots = EVERYTHING) -> tuple[ReportEntry, ...]:
        """What is held of the places and years of `within`, by name; StoreError as in `ask`."""
        self._current()
        return tuple(e for e in self._store.entries() if admits(within, e.description))

    def report(self, name: str) -> Report:
        """A report with its stored text; NotHeldError."""
        return self._from_snapshot(lambda held: _of(held, name).report)

    def sections(self, name: str) -> tuple[Section, ...]:
        """The heading tree of a report in reading order; NotHeldError."""
        return self._from_snapshot(lambda held: _of(held, name).sections)

    def figures(self, name: str) -> tuple[Figure, ...]:
        """The figures of a report in reading order; NotHeldError."""
        return self._from_snapshot(lambda held: _of(held, name).figures)

    def original(self, name: str) -> bytes:
        """The bytes of the file a report was read from; NotHeldError."""
        return self._store.original(name)[0]

    def side(self, name: str) -> bytes | None:
        """The side file (`<file>.meta.toml`) held for a report, None without one; NotHeldError."""
        return self._store.original(name)[1]

    def former_content(self, identity: int) -> tuple[bytes, bytes | None]:
        """The bytes of the file of a former version, and its side file; NotHeldError."""
        *_, data, side = self._store.former_content(identity)
        return data, side

    def check(self) -> tuple[str, ...]:
        """Every fault found in the index, a line each; nothing when it is sound."""
        try:
            derived = faults(self._store.audit())
        except StoreError as error:
            derived = (str(error),)
        return (*self._store.integrity(), *derived)

    def backup(self, target: Path) -> None:
        """Writes everything held to one file, also while others read and write."""
        self._store.backup(target)

    def preview(
        self,
        name: str,
        data: bytes,
        side: bytes | None = None,
        namesakes: Sequence[str] = (),
    ) -> Preview:
        """What a file would be as a report, and what of those held; nothing is kept. ReadingError.

        It replaces the report of the same body and year, else the first of the `namesakes`
        that has the same title, issuer, place and year, where the side file of that one
        applies unless there is another.
        """
        made = prepare(name, data, side)
        same = self._store.same_content(content(made.report.text))
        former = self._of_the_same(made.report.description)
        for namesake in namesakes if former is None else ():
            own = self._side(namesake) if side is None else side
            as_that = made if own is side else prepare(namesake, data, own)
            held = self.report(namesake).description
            if as_that.report.description.identity == held.identity:
                made, former = as_that, namesake
                break
        held_former = self._from_snapshot(lambda held: _of(held, former)) if former else None
        others = () if same or former else self._akin(made.report.description)
        return preview(made, same, held_former, others)

    def synonyms(self) -> tuple[Synonym, ...]:
        """The synonyms that were added with `learn`, the oldest first."""
        return self._store.synonyms()

    def learn(self, word: str, meant: str) -> int:
        """From now on `word` in a question stands for `meant`, too; the number of that synonym."""
        return self._store.learn(word, meant)

    def unlearn(self, identity: int) -> bool:
        """Takes a synonym back; False if there is none of that number."""
        return self._store.unlearn(identity)

    def versions(self) -> tuple[Former, ...]:
        """The versions of reports that were replaced or removed, newest first."""
        return self._store.former()

    # Writing

    def restore(self, copy: Path) -> None:
        """Puts the reports of a backup in place of those held; StoreError if it is none.

        What the bot has noted in the same database stays; it comes from the
        backup only where there is nothing of it yet.
        """
        self._store.restore(copy)

    def add(
        self,
        name: str,
        data: bytes,
        source: str,
        side: bytes | None = None,
        replaces: str | None = None,
    ) -> ReportEntry:
        """Reads and keeps a report under `name`, in place of one of that name.

        It is on disk when this returns, and what it took the place of is a former version;
        so is the report `replaces`. Without a `side` file the one that is
        held for that name goes on to apply. ReadingError if it is no readable
        report or not named like one; nothing is changed then.
        """
        side = self._side(name) if side is None else side
        return self._write(name, data, source, side, replaces=replaces)

    def remove(self, name: str) -> None:
        """Removes a report, which for 30 days is a former version; NotHeldError."""
        self._store.remove(name)

    def bring_back(self, identity: int) -> ReportEntry:
        """Puts a former version in place of what took its own; NotHeldError, ReadingError."""
        name, source, successor, data, side = self._store.former_content(identity)
        replaces = successor if successor in self._store.held() else None
        return self._write(name, data, source, side, replaces=replaces, brought_back=identity)

    def _akin(self, about: Description) -> tuple[HeldReport, ...]:
        """The reports of the same body, or of the same title."""
        return self._from_snapshot(
            lambda held: tuple(
                each
                for each in held.reports.values()
                if each.description.body == about.body or each.description.title == about.title
            )
        )

    def _of_the_same(self, about: Description) -> str | None:
        """The report of the same body and year that is held; None where either is not known."""
        if about.year is None or not about.place or not about.issuer:
            return None
        return next(
            (
                entry.name
                for entry in self.reports()
                if entry.description.year == about.year and entry.description.body == about.body
            ),
            None,
        )

    def index(
        self,
        paths: Sequence[Path],
        *,
        prune: bool = False,
        progress: Progress | None = None,
        processes: int | None = None,
    ) -> IndexSummary:
        """Brings the index up to date with files and folders.

        What is new is added and what changed is updated, each report whole and
        by itself; an unreadable file is refused and the rest goes on. A file
        that is held already keeps its name, wherever it is looked at from.
        Reports whose file is gone from the folders are named, and removed if
        `prune`. `progress` is called with (done, of, name) before each file.
        Files are read and analysed by so many `processes`, by several for many files if
        nothing is said.
        """
        return Indexing(self._store, self._write).run(paths, prune, progress, processes)

    def _write(
        self,
        name: str,
        data: bytes,
        source: str,
        side: bytes | None,
        prepared: _Prepare = prepare,
        replaces: str | None = None,
        brought_back: int | None = None,
    ) -> ReportEntry:
        _check_encodable(name, source)
        made = prepared(name, data, side)
        self._store.replace(
            made.report,
            made.analysis,
            source=source,
            maker=maker(),
            original=data,
            side=side,
            side_digest=digest(side or b""),
            content=content(made.report.text),
            replaces=replaces,
            brought_back=brought_back,
        )
        return _entry(made, source)

    def _side(self, name: str) -> bytes | None:
        """The side file that is held for a report, None also if there is no such report."""
        _check_encodable(name)
        try:
            return self.side(name)
        except NotHeldError:
            return None

    # The snapshot

    def _current(self) -> Snapshot:
        before = self._snapshot
        if not self._loading.acquire(blocking=before is None) and before is not None:
            # Another thread is loading what changed.
            return before
        try:
            self._snapshot = self._brought_up_to_date(self._snapshot)
            return self._snapshot
        finally:
            self._loading.release()

    def _brought_up_to_date(self, before: Snapshot | None) -> Snapshot:
        if before is not None and before.generation == self._store.generation():
            return before
        kept = before.reports if before else {}
        moment = self._store.load({name: held.version for name, held in kept.items()})
        if any(version.maker != maker() for version in moment.versions.values()):
            raise StoreError("索引由另一版本建立，请运行 reportbot index 重建。")
        return Snapshot(
            moment.generation,
            [
                HeldReport(version, moment.described[name], self._store.holding)
                if name in moment.described
                else kept[name]
                for name, version in moment.versions.items()
            ],
            moment.postings,
            self._store.synonyms(),
        )

    def _from_snapshot(self, read: Callable[[Snapshot], _Read]) -> _Read:
        """What `read` makes of the newest snapshot; of a newer one if reports of it are gone."""
        for _ in range(_PATIENCE):
            try:
                return read(self._current())
            except GoneError:
                # Replaced before it was loaded; the next snapshot has the new one.
                with self._loading:
                    self._snapshot = self._brought_up_to_date(self._snapshot)
        raise StoreError("报告正在不断更新，请稍后再问。")


def _of(snapshot: Snapshot, name: str) -> HeldReport:
    held = snapshot.reports.get(name)
    if held is None:
        raise NotHeldError(f"没有名为 {name} 的报告；reportbot reports 列出全部报告。")
    return held


def _questions(
    text: str, snapshot: Snapshot, previous: Question | None, today: date | None
) -> tuple[Question, ...]:
    now = today or date.today()
    return parse_parts(
        text,
        lambda part: with_synonyms(
            parse(
                part,
                held_places=snapshot.places,
                share=snapshot.share,
                today=now,
                previous=previous,
            ),
            snapshot.synonyms,
        ),
    )


def _check_encodable(name: str, path: str = "") -> None:
    """ReadingError if a name or a path holds bytes that are no UTF-8 and so cannot be kept."""
    if printable(name + path) != name + path:
        raise ReadingError(printable(name), "文件名或路径中有不是 UTF-8 的字节，请改名后再添加。")


def _entry(made: Prepared, source: str) -> ReportEntry:
    report, analysis = made.report, made.analysis
    return ReportEntry(
        name=report.name,
        format=report.format,
        encoding=report.encoding,
        source=source,
        description=report.description,
        sections=sum(section.kind == "heading" for section in analysis.sections),
        passages=len(analysis.passages),
        figures=len(analysis.figures),
    )
