"""Reads files that were damaged at random, as an administrator may send them.

    python -m tests.fuzzing [ROUNDS] [SEED]

Every round takes a file of tests/formats or reports/, damages it, and reads it in the process
that files are read in. It must end as a report or as one clear sentence. Prints how often each
came of it, by format; exits 1 at the first that ends otherwise.
"""

from __future__ import annotations

import io
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from index.errors import ReadingError
from index.reading import SUFFIXES, read_apart

ROOT = Path(__file__).resolve().parents[1]
_SLOW = 10.0  # seconds


def files() -> list[Path]:
    """What is damaged; scans are left out, for reading one takes seconds."""
    folders = (ROOT / "tests" / "formats", ROOT / "reports")
    found = (path for folder in folders for path in sorted(folder.iterdir()))
    return [path for path in found if path.suffix in SUFFIXES and "scan" not in path.name]


def damaged(data: bytes, choose: random.Random) -> bytes:
    """The bytes cut short, flipped, doubled, emptied or mixed up; of a zip also what is in it."""
    if data.startswith(b"PK") and choose.random() < 0.6:
        return _repacked(data, choose)
    return _spoilt(data, choose)


def _spoilt(data: bytes, choose: random.Random) -> bytes:
    content = bytearray(data)
    for _ in range(choose.randint(1, 4)):
        if not content:
            break
        at = choose.randrange(len(content))
        size = min(len(content) - at, choose.choice((1, 4, 64, 1024, 65536)))
        kind = choose.choice(("cut", "flip", "flip", "zero", "double", "drop", "noise", "swap"))
        if kind == "cut":
            del content[at:]
        elif kind == "drop":
            del content[at : at + size]
        elif kind == "double":
            content[at:at] = content[at : at + size] * choose.choice((1, 2, 50))
        elif kind == "swap":
            content[at : at + size] = content[at : at + size][::-1]
        else:
            for place in range(at, at + min(size, 256)):
                noise = {"zero": 0, "flip": content[place] ^ (1 << choose.randrange(8))}
                content[place] = noise.get(kind, choose.randrange(256))
    return bytes(content[: 20 * 1024 * 1024])


def _repacked(data: bytes, choose: random.Random) -> bytes:
    """The same zip with one of its entries damaged, renamed, doubled or gone."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    at = choose.randrange(len(entries))
    name, content = entries[at]
    kind = choose.choice(("spoil", "spoil", "spoil", "rename", "drop", "bomb", "nest"))
    if kind == "spoil":
        entries[at] = (name, _spoilt(content, choose))
    elif kind == "rename":
        entries[at] = (choose.choice(("../../etc/passwd", "/tmp/x", "C:/x", "a" * 300)), content)
    elif kind == "drop":
        del entries[at]
    elif kind == "bomb":
        entries[at] = (name, content[: len(content) // 2] + b" " * choose.choice((10**6, 10**8)))
    else:
        tag = choose.choice((b"<a>", b"<w:p>", b"<ofd:PageBlock>", b"["))
        entries[at] = (name, content[: len(content) // 2] + tag * choose.choice((1000, 200_000)))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return target.getvalue()


def run(rounds: int, seed: int) -> Iterator[tuple[str, str, float]]:
    """(format, what came of it, seconds) of every round."""
    choose, sources = random.Random(seed), files()
    for _ in range(rounds):
        path = choose.choice(sources)
        data = damaged(path.read_bytes(), choose)
        name = path.name if choose.random() < 0.8 else "x" + choose.choice(SUFFIXES)
        began = time.perf_counter()
        outcome = "read"
        try:
            read_apart(name, data)
        except ReadingError as error:
            outcome = _kind_of(error)
        yield path.suffix, outcome, time.perf_counter() - began


def _kind_of(error: ReadingError) -> str:
    """Whether a file was refused, or its process ended; AssertionError for half a sentence."""
    if not error.reason.endswith("。"):
        raise AssertionError(f"{error.name}: {error.reason}")
    ended = "已放弃" in error.reason or "无法处理" in error.reason
    return "ended" if ended else "refused"


def main(arguments: list[str]) -> int:
    rounds = int(arguments[0]) if arguments else 2000
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    counts: Counter[tuple[str, str]] = Counter()
    slowest, slow = 0.0, 0
    for suffix, outcome, seconds in run(rounds, seed):
        counts[suffix, outcome] += 1
        slowest, slow = max(slowest, seconds), slow + (seconds > _SLOW)
    for suffix in sorted({suffix for suffix, _ in counts}):
        told = ", ".join(f"{o} {counts[suffix, o]}" for o in ("read", "refused", "ended"))
        print(f"{suffix:6} {told}")
    print(f"{rounds} files, the slowest {slowest:.1f} s, {slow} over {_SLOW:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
