"""The process that files are read in: whatever a file does to it, nobody else is harmed.

Run as ``python -m index.reading.worker [ocr]``. It answers one file after another: on
standard input a frame of JSON and the bytes it tells of, on standard output a frame
of JSON. `index.reading.apart` is the other end.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Any, BinaryIO

from index.errors import ReadingError
from index.reading import ocr
from index.reading.reader import read

MEMORY = 1024**3  # bytes of address space
MEMORY_OCR = 6 * 1024**3
CPU_SECONDS = 20
CPU_SECONDS_OCR = 1800
_FILE_BYTES = 256 * 1024**2
_OPEN_FILES = 128
FRAME = struct.Struct(">I")


def main() -> None:
    recognises = sys.argv[1:] == ["ocr"]
    ocr.allow(recognises)
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What libraries print must not come between the frames.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _limit(recognises)
    while (asked := receive(source)) is not None:
        data = source.read(asked["data"])
        side = source.read(asked["side"]) if asked["side"] is not None else None
        _more_time(CPU_SECONDS_OCR if recognises else CPU_SECONDS)
        send(target, _read(asked["name"], data, side))


def _read(name: str, data: bytes, side: bytes | None) -> dict[str, Any]:
    try:
        return {"document": asdict(read(name, data, side))}
    except ocr.ScannedError:
        return {"scanned": True}
    except ReadingError as error:
        return {"refused": error.reason}
    except MemoryError:
        return {"failed": "memory"}
    except Exception as error:
        return {"failed": type(error).__name__}


def send(target: BinaryIO, message: dict[str, Any]) -> None:
    body = json.dumps(message).encode()
    target.write(FRAME.pack(len(body)) + body)
    target.flush()


def receive(source: BinaryIO) -> dict[str, Any] | None:
    """The next frame; None when the other end is gone."""
    head = source.read(FRAME.size)
    if len(head) < FRAME.size:
        return None
    message: dict[str, Any] = json.loads(source.read(FRAME.unpack(head)[0]))
    return message


def _limit(recognises: bool) -> None:
    """Bounds what this process may take, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_OCR if recognises else MEMORY),
        (resource.RLIMIT_FSIZE, _FILE_BYTES),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # macOS has no limit of that kind
            resource.setrlimit(kind, (most, most))


def _more_time(seconds: int) -> None:
    """The next file may take so many seconds of the processor."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(
        resource.RLIMIT_CPU,
        (int(used.ru_utime + used.ru_stime) + seconds + 1, resource.RLIM_INFINITY),
    )


if __name__ == "__main__":
    main()
