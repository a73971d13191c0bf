"""The reports of one data folder: adding and removing them, reading them, asking them."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType

from index.analysis import analyse, maker
from index.answers.answer import answer
from index.check import faults
from index.errors import NotHeldError, ReadingError, StoreError
from index.models import (
    Answer,
    Figure,
    IndexSummary,
    Question,
    Refusal,
    Report,
    ReportEntry,
    Section,
)
from index.questions.parse import parse
from index.reading import SUFFIXES, read, side_name
from index.snapshot import HeldReport, Snapshot
from index.store import Store

# What a folder scan looks at: what can be read, and documents that people expect to be read.
_LOOKED_AT = frozenset(SUFFIXES) | frozenset(
    [
        ".pdf",
        ".doc",
        ".wps",
        ".ofd",
        ".rtf",
        ".odt",
        ".xls",
        ".xlsx",
        ".et",
        ".ppt",
        ".pptx",
        ".zip",
        ".rar",
        ".7z",
    ]
)

Progress = Callable[[int, int, str], None]


class Library:
    """All reports held in a data folder. Safe to use from several threads.

    Answers come from a snapshot in memory, so that nobody waits for a writer;
    what another thread or process has written is picked up with the next call.
    """

    def __init__(self, data: Path) -> None:
        """Opens or creates the data folder; StoreError if that cannot be done."""
        self._store = Store(data)
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._generation = -1

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

    def close(self) -> None:
        """Closes the database."""
        self._store.close()

    # Reading

    def ask(
        self, text: str, previous: Question | None = None, *, today: date | None = None
    ) -> Answer:
        """Answers a question; `previous` is the one a follow-up goes on from.

        `today` decides what 去年 means. StoreError if the index was made by
        another version and must be rebuilt first.
        """
        snapshot = self._current()
        question = parse(
            text, held_places=snapshot.places, today=today or date.today(), previous=previous
        )
        return answer(question, snapshot)

    def reports(self) -> tuple[ReportEntry, ...]:
        """What is held, by name."""
        return tuple(
            ReportEntry(
                name=name,
                format=held.report.format,
                encoding=held.report.encoding,
                source=held.source,
                description=held.report.description,
                sections=sum(section.kind == "heading" for section in held.sections),
                passages=len(held.passages),
                figures=len(held.figures),
            )
            for name, held in self._current().reports.items()
        )

    def report(self, name: str) -> Report:
        """A report with its stored text; NotHeldError."""
        return self._held(name).report

    def sections(self, name: str) -> tuple[Section, ...]:
        """The heading tree of a report in reading order; NotHeldError."""
        return self._held(name).sections

    def figures(self, name: str) -> tuple[Figure, ...]:
        """The figures of a report in reading order; NotHeldError."""
        return self._held(name).figures

    def original(self, name: str) -> bytes:
        """The bytes of the file a report was read from; NotHeldError."""
        return self._store.original(name)[0]

    def check(self) -> tuple[str, ...]:
        """Every fault found in the index, a line each; nothing when it is sound."""
        return (*self._store.integrity(), *faults(self._store.load()))

    def backup(self, target: Path) -> None:
        """Writes everything held to one file, also while others read and write."""
        self._store.backup(target)

    # Writing

    def restore(self, copy: Path) -> None:
        """Puts everything in a backup in place of what is held; StoreError if it is none."""
        self._store.restore(copy)

    def add(self, name: str, data: bytes, source: str, side: bytes | None = None) -> ReportEntry:
        """Reads and keeps a report under `name`, in place of one of that name.

        It is on disk when this returns. ReadingError if it is no readable
        report; nothing is changed then.
        """
        self._write(name, data, source, side)
        return next(entry for entry in self.reports() if entry.name == name)

    def remove(self, name: str) -> None:
        """Removes a report; NotHeldError."""
        self._store.remove(name)

    def index(
        self, paths: Sequence[Path], *, prune: bool = False, progress: Progress | None = None
    ) -> IndexSummary:
        """Brings the index up to date with files and folders.

        What is new is added and what changed is updated, each report whole and
        by itself; an unreadable file is refused and the rest goes on. Reports
        whose file is gone from the folders are named, and removed if `prune`.
        `progress` is called with (done, of, name) before each file.
        """
        files = tuple(_files(paths))
        held = self._store.held()
        seen: dict[str, Path] = {}
        done: dict[str, list[str]] = {"added": [], "updated": [], "unchanged": []}
        refused: list[Refusal] = []
        notes: dict[str, tuple[str, ...]] = {}
        for number, (name, path) in enumerate(files):
            if progress:
                progress(number, len(files), name)
            try:
                if name in seen:
                    raise ReadingError(name, f"与 {seen[name]} 同名，请改名后再添加。")
                seen[name] = path
                known = held.get(name)
                if known and known.source != str(path) and Path(known.source).exists():
                    raise ReadingError(
                        name, f"已有同名报告（来自 {known.source}），请改名后再添加。"
                    )
                data, side = _bytes(name, path)
                digests = (_digest(data), _digest(side or b""), maker())
                if known and digests == (known.digest, known.side_digest, known.maker):
                    done["unchanged"].append(name)
                    continue
                notes[name] = self._write(name, data, str(path), side).description.notes
                done["updated" if known else "added"].append(name)
            except ReadingError as error:
                refused.append(Refusal(name, error.reason))
        rebuilt, unreadable = self._rebuild({name for name, _ in files})
        done["updated"] += rebuilt
        refused += unreadable
        gone = _gone(paths, {name for name, _ in files}, self._store)
        if prune:
            for name in gone:
                self.remove(name)
        return IndexSummary(
            added=tuple(done["added"]),
            updated=tuple(done["updated"]),
            unchanged=tuple(done["unchanged"]),
            removed=gone if prune else (),
            gone=() if prune else gone,
            refused=tuple(refused),
            notes=notes,
        )

    def _rebuild(self, current: set[str]) -> tuple[list[str], list[Refusal]]:
        """Analyses reports again, from their kept originals, that an older version made.

        The names of those done, and of those this version cannot read any more.
        """
        stale = [
            held
            for held in self._store.held().values()
            if held.maker != maker() and held.name not in current
        ]
        rebuilt, refused = [], []
        for held in stale:
            data, side = self._store.original(held.name)
            try:
                self._write(held.name, data, held.source, side)
                rebuilt.append(held.name)
            except ReadingError as error:
                refused.append(Refusal(held.name, error.reason))
        return rebuilt, refused

    def _write(self, name: str, data: bytes, source: str, side: bytes | None) -> Report:
        document = read(name, data, side)
        report = Report(
            name,
            _digest(data),
            document.format,
            document.encoding,
            document.text,
            document.description,
        )
        self._store.replace(
            report,
            analyse(report.text, report.description),
            source=source,
            maker=maker(),
            original=data,
            side=side,
            side_digest=_digest(side or b""),
        )
        return report

    # The snapshot

    def _current(self) -> Snapshot:
        with self._lock:
            generation = self._store.generation()
            if self._snapshot is None or generation != self._generation:
                holdings = self._store.load()
                if any(holding.maker != maker() for holding in holdings):
                    raise StoreError("索引由另一版本建立，请运行 reportbot index 重建。")
                self._snapshot, self._generation = Snapshot(holdings), generation
            return self._snapshot

    def _held(self, name: str) -> HeldReport:
        held = self._current().reports.get(name)
        if held is None:
            raise NotHeldError(f"没有名为 {name} 的报告；reportbot reports 列出全部报告。")
        return held


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _files(paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """(report name, file) of every report below `paths`, in order.

    A report in a folder is named by its path from there, so that two folders
    of one name below it stay apart. Side files and hidden files are no reports;
    documents of a format that is not read are among them, to be refused by name.
    """
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                name = file.relative_to(path)
                hidden = any(part.startswith((".", "~$")) for part in name.parts)
                if file.is_file() and not hidden and file.suffix.lower() in _LOOKED_AT:
                    yield name.as_posix(), file.resolve()
        else:
            yield path.name, path.resolve()


def _bytes(name: str, path: Path) -> tuple[bytes, bytes | None]:
    side = path.with_name(side_name(path.name))
    try:
        return path.read_bytes(), side.read_bytes() if side.is_file() else None
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadingError(name, f"文件无法读取（{reason}），请检查路径和权限。") from error


def _gone(paths: Sequence[Path], names: set[str], store: Store) -> tuple[str, ...]:
    """Held reports that came from one of the folders and are not there any more."""
    folders = [path.resolve() for path in paths if path.is_dir()]
    return tuple(
        held.name
        for held in store.held().values()
        if held.name not in names and any(folder in Path(held.source).parents for folder in folders)
    )
