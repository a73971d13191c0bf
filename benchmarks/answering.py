"""How long an answer takes, from the question as it is typed to the finished answer."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.results import Result, parser, report
from index import Library
from index.reading import SUFFIXES

ROOT = Path(__file__).resolve().parents[1]
_GOAL = 5.0
# One question in so many is asked once before anything is measured.
_WARMING = 10


def questions(folder: Path) -> list[str]:
    """The questions of all question files, files in the order of their names; OSError."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise FileNotFoundError(f"no question files in {folder}")
    rows = [
        json.loads(line)
        for file in files
        for line in file.read_text("utf-8").splitlines()
        if line.strip()
    ]
    return [turn["question"] for row in rows for turn in row.get("turns", [row])]


def measure(reports: Sequence[Path], asked: Sequence[str]) -> Iterator[Result]:
    """Milliseconds per question over the reports indexed anew: median, 95th percentile.

    What passed on the clock, and the processor's time, which does not tell how
    busy the machine was otherwise.
    """
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder)) as library:
        library.index(reports)
        for question in asked[::_WARMING]:
            library.ask(question)
        times = [_milliseconds(library, question) for question in asked]
    for name, goal, values in zip(
        ("", ".cpu"), (_GOAL, None), zip(*times, strict=True), strict=True
    ):
        yield Result(f"answering.median{name}", statistics.median(values), "ms", goal)
        yield Result(f"answering.p95{name}", _at(sorted(values), 0.95), "ms")


def _at(ordered: Sequence[float], share: float) -> float:
    """The value below which that share of the ordered values lies."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _milliseconds(library: Library, question: str) -> tuple[float, float]:
    """What an answer takes, on the clock and of the processor."""
    clock, processor = time.perf_counter(), time.thread_time()
    library.ask(question)
    return 1000 * (time.perf_counter() - clock), 1000 * (time.thread_time() - processor)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what was measured; the exit status."""
    line = parser("answering", (__doc__ or "").partition("\n")[0])
    line.add_argument("--reports", type=int, default=10, help="how many of the sample reports")
    options = line.parse_args(arguments)
    samples = sorted(
        path for path in (ROOT / "reports").iterdir() if path.suffix.lower() in SUFFIXES
    )
    return report(
        options.json,
        lambda: measure(samples[: options.reports], questions(ROOT / "tests" / "questions")),
    )


if __name__ == "__main__":
    sys.exit(main())
