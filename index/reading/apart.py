"""Reads files in a process of their own, which is ended when it takes too much.

A reader of a hostile or damaged file may hang, fill the memory or crash; then that
file is refused with one sentence, and the next one gets a new process.
"""

from __future__ import annotations

import atexit
import functools
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any, BinaryIO, cast

from index.errors import ReadingError
from index.models import Description, Document
from index.reading.worker import receive, send

_REMEMBERED = 8
SECONDS = 30.0
SECONDS_OCR = 1800.0
# What the process needs of our surroundings; secrets are not among it.
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "HOME")
_TOO_LONG = "读取用时过长，已放弃；文件可能过大或有问题，请另存为 .docx 或 .txt 后再上传。"
_TOO_MUCH = "读取时占用内存过多，已放弃；文件可能过大或有问题，请另存为 .docx 或 .txt 后再上传。"
_BROKEN = "文件已损坏，读取程序无法处理；请打开后另存为 .docx 或 .txt 再上传。"


@functools.lru_cache(maxsize=_REMEMBERED)
def read_apart(name: str, data: bytes, side: bytes | None = None) -> Document:
    """What `read` makes of a file, in another process; ReadingError also when that fails.

    The last files are remembered: who looks at one corrects it, and adds it, right after.
    """
    answer = _plain.ask(name, data, side)
    if answer.get("scanned"):
        answer = _recognising.ask(name, data, side)
    if "refused" in answer:
        raise ReadingError(name, answer["refused"])
    if "failed" in answer:
        reasons = {"time": _TOO_LONG, "memory": _TOO_MUCH}
        raise ReadingError(name, reasons.get(answer["failed"], _BROKEN))
    made = answer["document"]
    said = made["description"]
    found_in = tuple((field, where) for field, where in said["found_in"])
    about = Description(**{**said, "found_in": found_in, "notes": tuple(said["notes"])})
    return Document(made["text"], made["format"], made["encoding"], about, tuple(made["pages"]))


class _Reader:
    """A process that reads, started when it is first needed. Safe to use from several threads."""

    def __init__(self, *arguments: str, seconds: float) -> None:
        self._arguments = arguments
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, name: str, data: bytes, side: bytes | None) -> dict[str, Any]:
        with self._lock:
            process = self._started()
            late = threading.Event()

            def end() -> None:
                late.set()
                _kill(process)

            watch = threading.Timer(self._seconds, end)
            watch.daemon = True
            watch.start()
            try:
                answer = _exchange(process, name, data, side)
            finally:
                watch.cancel()
            if answer is None:
                self.close()
                late_by_itself = process.returncode == -getattr(signal, "SIGXCPU", 0)
                answer = {"failed": "time" if late.is_set() or late_by_itself else "crash"}
            return answer

    def _started(self) -> subprocess.Popen[bytes]:
        process = self._process
        if process is None or process.poll() is not None or self._owner != os.getpid():
            self.close()
            environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
            environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
            environment["PYTHONUTF8"] = "1"
            process = subprocess.Popen(
                [sys.executable, "-m", "index.reading.worker", *self._arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
            self._process, self._owner = process, os.getpid()
        return process

    def close(self) -> None:
        """Ends the process, if there is one."""
        if self._process is not None and self._owner == os.getpid():
            _kill(self._process)
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()
            self._process = None


def _exchange(
    process: subprocess.Popen[bytes], name: str, data: bytes, side: bytes | None
) -> dict[str, Any] | None:
    """One question and its answer; None when the process ended instead."""
    writing, reading = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)
    asked = {"name": name, "data": len(data), "side": None if side is None else len(side)}
    try:
        send(writing, asked)
        writing.write(data + (side or b""))
        writing.flush()
        return receive(reading)
    except (OSError, ValueError):
        return None


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


_plain = _Reader(seconds=SECONDS)
_recognising = _Reader("ocr", seconds=SECONDS_OCR)
atexit.register(_plain.close)
atexit.register(_recognising.close)
