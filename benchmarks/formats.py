"""What is kept of one report in every format, what is added, and how long reading takes.

    python -m benchmarks.formats [--json]

The files are those of tests/formats, saved by real programs; what they should say is the
sample report they were made of. Characters are counted without blanks. A time is that of the
second reading of the file, the process that reads running already. Scans hold two pages, and
are left out where the extra `[ocr]` is not installed.
"""

from __future__ import annotations

import difflib
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.results import Result, parser, report
from index.errors import ReadingError
from index.reading import read, read_apart

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "reports" / "linxi-education-2024.md"
_KEPT, _ADDED = 0.99, 0.01


def measure() -> Iterator[Result]:
    """Of each file the share kept, the share added, and the seconds."""
    whole = _squeezed(read(SOURCE.name, SOURCE.read_bytes()).text)
    for path in sorted((ROOT / "tests" / "formats").glob("linxi*")):
        data = path.read_bytes()
        try:
            text = _squeezed(read_apart(path.name, data).text)
        except ReadingError:
            continue
        read_apart.cache_clear()
        began = time.perf_counter()
        read_apart(path.name, data)
        seconds = time.perf_counter() - began
        scanned, table = "scan" in path.name, "table" in path.name
        expected = whole[: len(text)] if scanned else _table() if table else whole
        matcher = difflib.SequenceMatcher(None, expected, text, autojunk=False)
        same = sum(block.size for block in matcher.get_matching_blocks())
        yield Result(f"{path.name}.kept", same / len(expected), "share", _KEPT)
        yield Result(f"{path.name}.added", (len(text) - same) / len(text), "share added", _ADDED)
        yield Result(f"{path.name}.seconds", seconds, "s")


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _table() -> str:
    """The title and the table, which is all that the tables hold."""
    text = read(SOURCE.name, SOURCE.read_bytes()).text.split("\n")
    return _squeezed("".join((text[0], *(line for line in text if " | " in line))))


def main(arguments: list[str] | None = None) -> int:
    given = parser("formats", (__doc__ or "").partition("\n")[0]).parse_args(arguments)
    return report(given.json, measure)


if __name__ == "__main__":
    sys.exit(main())
