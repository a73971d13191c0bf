"""How long a process takes from its start to its first answer, and where the time goes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.generated import reports
from benchmarks.results import Result, parser, report
from index import Library

_ROUNDS = 5
_QUESTION = "一县教育局2015年法治工作多少件？"
_PARTS = """
import json, sys, time
start = time.perf_counter()
from datetime import date
from pathlib import Path
from index import Library
from index.tokens import segmenter
imported = time.perf_counter()
segmenter()
segmented = time.perf_counter()
library = Library.open(Path(sys.argv[1]))
library.reports()
loaded = time.perf_counter()
library.ask(sys.argv[2], today=date(2026, 1, 1))
answered = time.perf_counter()
library.ask(sys.argv[2], today=date(2026, 1, 1))
again = time.perf_counter()
print(json.dumps({
    "imports": imported - start, "dictionary": segmented - imported,
    "index": loaded - segmented, "first answer": answered - loaded, "second answer": again - answered,
}))
"""


# The longest that an answer takes while the loops are compiled for the first time.
_COMPILING = """
import sys, time
from datetime import date
from pathlib import Path
from index import Library
library = Library.open(Path(sys.argv[1]))
def ask():
    start = time.perf_counter()
    library.ask(sys.argv[2], today=date(2026, 1, 1))
    return time.perf_counter() - start
ask()
library.warm_up()
longest = 0.0
while library._warming.is_alive():
    longest = max(longest, ask())
print(longest)
"""


def measure(passages: int) -> Iterator[Result]:
    """Medians of several runs, by the clock."""
    folder = Path(tempfile.mkdtemp(prefix="reportbot-starting-"))
    try:
        files = folder / "reports"
        files.mkdir()
        for one in reports(passages):
            (files / one.name).write_text(one.text, "utf-8")
        with Library.open(folder / "data") as library:
            library.index([files])
        yield Result("starting.process", _median(_process(folder)), "s", 1.5)
        parts = [_parts(folder) for _ in range(_ROUNDS)]
        for name in parts[0]:
            yield Result(f"starting.{name}", _median([own[name] for own in parts]), "s")
        yield Result("starting.answer_while_compiling", _while_compiling(folder), "s")
        yield Result("starting.numba", _median([_numba() for _ in range(_ROUNDS)]), "s")
    finally:
        shutil.rmtree(folder)


def _process(folder: Path) -> list[float]:
    seconds = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        command = [sys.executable, "-m", "bot", "--data", str(folder / "data"), "ask", _QUESTION]
        subprocess.run(command, capture_output=True, check=True)
        seconds.append(time.perf_counter() - start)
    return seconds


def _parts(folder: Path) -> dict[str, float]:
    command = [sys.executable, "-c", _PARTS, str(folder / "data"), _QUESTION]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(run.stdout)
    return found


def _while_compiling(folder: Path) -> float:
    command = [sys.executable, "-c", _COMPILING, str(folder / "data"), _QUESTION]
    nothing_cached = {**os.environ, "NUMBA_CACHE_DIR": str(folder / "cache")}
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=nothing_cached)
    return float(run.stdout)


def _numba() -> float:
    """What loading the compiled loops takes, which happens in the background where it does."""
    code = (
        "import index, time\nfrom index.postings.loops import compile_now\n"
        "start = time.perf_counter(); compile_now(); print(time.perf_counter() - start)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(run.stdout)


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what was measured; the exit status."""
    line = parser("starting", (__doc__ or "").partition("\n")[0])
    line.add_argument("--passages", type=int, default=10_000, help="how many; 10000 if not given")
    options = line.parse_args(arguments)
    return report(options.json, lambda: measure(options.passages))


if __name__ == "__main__":
    sys.exit(main())
