"""Reading and analysing files, ahead of when they are written and by several processes.

That is most of the work of indexing, and needs nothing of what is held.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from index.analysis import Analysis, analyse
from index.errors import ReadingError
from index.files import file_bytes
from index.fold import fold
from index.models import Document, Report
from index.reading import SUFFIXES, binary_format, read_apart

# Files each process has to do; more would only fill the memory.
_AHEAD = 8
# From so many files on several processes are faster, for each takes a second to begin.
_MANY = 60
_MOST_PROCESSES = 4


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file as a report, with all that is derived from it."""

    report: Report
    analysis: Analysis


def digest(data: bytes) -> str:
    """What tells files apart by their content."""
    return hashlib.sha256(data).hexdigest()


def document(name: str, data: bytes, side: bytes | None) -> Document:
    """A file as it is read; ReadingError also when its name is not that of a report."""
    if Path(name).suffix.lower() not in SUFFIXES:
        # Says more of formats that it knows by their bytes.
        if binary_format(name, data) == "zip":
            raise ReadingError(name, "压缩包里没有可读的报告；请解压后上传其中的文件。")
        raise ReadingError(
            name, f"只能添加 {'、'.join(SUFFIXES)} 文件；请另存为其中一种格式后再添加。"
        )
    return read_apart(name, data, side)


def prepare(name: str, data: bytes, side: bytes | None) -> Prepared:
    """A file as a report to be held under that name; ReadingError."""
    made = document(name, data, side)
    report = Report(
        name, digest(data), made.format, made.encoding, made.text, made.description, made.pages
    )
    return Prepared(report, analyse(report.text, report.description))


def processes_for(files: int) -> int:
    """How many processes to prepare so many files with."""
    return min(os.cpu_count() or 1, _MOST_PROCESSES) if files >= _MANY else 1


def content(text: str) -> str:
    """What tells reports apart by what they say: the same in every format of one report."""
    return digest("".join(filter(str.isalnum, fold(text).text)).encode())


class Preparing:
    """Prepares files that are about to be asked for, in the order they will be."""

    def __init__(self, files: Iterable[tuple[str, Path]], processes: int) -> None:
        """With one process, or none, each is prepared when it is asked for."""
        self._files = iter(files)
        self._ahead: deque[tuple[str, str, Future[Prepared]]] = deque()
        self._most = processes * _AHEAD
        self._pool = None
        if processes > 1:
            # A fork would take along locks that threads of this process hold.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(processes, mp_context=context)

    def __enter__(self) -> Preparing:
        self._fill()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def _fill(self) -> None:
        while self._pool and len(self._ahead) < self._most:
            for name, path in self._files:
                try:
                    data, side = file_bytes(name, path)
                except ReadingError:
                    # Whoever asks for it is told.
                    continue
                future = self._pool.submit(prepare, name, data, side)
                self._ahead.append((name, _key(data, side), future))
                break
            else:
                return

    def take(self, name: str, data: bytes, side: bytes | None) -> Prepared:
        """A file prepared; ReadingError. Those before it are not asked for any more."""
        key = _key(data, side)
        while any((name, key) == ahead[:2] for ahead in self._ahead):
            ahead_name, ahead_key, future = self._ahead.popleft()
            self._fill()
            if (ahead_name, ahead_key) == (name, key):
                return future.result()
        return prepare(name, data, side)


def _key(data: bytes, side: bytes | None) -> str:
    return digest(data) + digest(side or b"")
