"""Brings what is held up to date with the files of folders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, Protocol

from index.analysis import maker
from index.errors import ReadingError
from index.files import (
    came_from_file,
    check_name_is_free,
    file_bytes,
    gone,
    held_name,
    printable,
    report_files,
)
from index.models import IndexSummary, Refusal, ReportEntry
from index.preparing import Prepared, Preparing, content, digest, prepare, processes_for
from index.store import Store

Progress = Callable[[int, int, str], None]
_Prepare = Callable[[str, bytes, bytes | None], Prepared]


class Write(Protocol):
    """Keeps a report that `prepared` makes of a file; ReadingError."""

    def __call__(
        self,
        name: str,
        data: bytes,
        source: str,
        side: bytes | None,
        prepared: _Prepare = prepare,
    ) -> ReportEntry: ...


class Indexing:
    """One run over files and folders; each report is written whole, by itself."""

    def __init__(self, store: Store, write: Write) -> None:
        self._store = store
        self._write = write

    def run(
        self,
        paths: Sequence[Path],
        prune: bool,
        progress: Progress | None,
        processes: int | None,
    ) -> IndexSummary:
        """See `Library.index`."""
        self._store.mend()
        files = tuple(report_files(paths))
        done: dict[str, list[str]] = {"added": [], "updated": [], "unchanged": []}
        refused: list[Refusal] = []
        notes: dict[str, tuple[str, ...]] = {}
        processes = processes or processes_for(len(files) - len(self._store.held()))
        with Preparing(self._unknown(files), processes) as preparing:
            for number, (name, path) in enumerate(files):
                if progress:
                    progress(number, len(files), printable(name))
                try:
                    outcome, held_as = self._bring(name, path, notes, preparing.take)
                    done[outcome].append(held_as)
                except ReadingError as error:
                    refused.append(Refusal(printable(name), error.reason))
        rebuilt, unreadable = self._rebuild({refusal.name for refusal in refused})
        missing = gone(paths, self._store.held().values())
        if prune:
            for name in missing:
                self._store.remove(name)
        self._store.maintain()
        return IndexSummary(
            added=tuple(done["added"]),
            updated=(*done["updated"], *rebuilt),
            unchanged=tuple(done["unchanged"]),
            removed=missing if prune else (),
            gone=() if prune else missing,
            refused=(*refused, *unreadable),
            notes=notes,
        )

    def _unknown(self, files: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, Path]]:
        """The files that are not held as they are now, as far as that is known beforehand."""
        held = {version.digest for version in self._store.held().values()}
        for name, path in files:
            try:
                data, _ = file_bytes(name, path)
            except ReadingError:
                continue
            if digest(data) not in held:
                yield name, path

    def _bring(
        self, name: str, path: Path, notes: dict[str, tuple[str, ...]], prepared: _Prepare
    ) -> tuple[Literal["added", "updated", "unchanged"], str]:
        """Brings the report of one file up to date: what was done, and the name it is held by."""
        data, side = file_bytes(name, path)
        # Looked up anew for each file, for an upload may have come meanwhile.
        held = self._store.held()
        name = held_name(name, path, digest(data), held)
        known = held.get(name)
        if known and not came_from_file(known.source) and known.digest == digest(data):
            # What was uploaded lies in the folder, too.
            return "unchanged", name
        check_name_is_free(name, path, known)
        digests = (digest(data), digest(side or b""), maker())
        if known and digests == (known.digest, known.side_digest, known.maker):
            if known.source != str(path):
                self._store.move(name, str(path))
            return "unchanged", name
        read = prepared(name, data, side)
        if known is None:
            self._check_is_new(read)
        made = self._write(name, data, str(path), side, lambda *_: read)
        notes[name] = made.description.notes
        return "updated" if known else "added", name

    def _check_is_new(self, made: Prepared) -> None:
        """ReadingError for what is held already in another file, or gave way to what was sent."""
        report, held = made.report, self._store.held()
        same = self._store.same_content(content(report.text))
        if same and self._store.description(same).identity == report.description.identity:
            raise ReadingError(report.name, f"与已收录的 {same} 内容相同，没有重复收录。")
        for former in self._store.former():
            successor = held.get(former.successor or "")
            if (
                successor is not None
                and former.digest == report.digest
                and not came_from_file(successor.source)
            ):
                raise ReadingError(
                    report.name,
                    f"已被后来上传的 {successor.name} 替换，没有收录；要恢复请用 /versions。",
                )

    def _rebuild(self, refused: set[str]) -> tuple[list[str], list[Refusal]]:
        """Analyses reports again, from their kept originals, that an older version made.

        The names of those done, and of those this version cannot read any more,
        except such as were `refused` already.
        """
        rebuilt: list[str] = []
        unreadable: list[Refusal] = []
        for held in self._store.held().values():
            if held.maker == maker():
                continue
            data, side = self._store.original(held.name)
            try:
                self._write(held.name, data, held.source, side)
                rebuilt.append(held.name)
            except ReadingError as error:
                if held.name not in refused:
                    unreadable.append(Refusal(held.name, error.reason))
        return rebuilt, unreadable
