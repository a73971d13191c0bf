"""How search, updates and memory grow with the number of passages, as a table and a plot.

    python -m benchmarks.growth [--most N] [--plot FILE.svg] [--json]

Each size is measured in a process of its own: 1,000, 10,000 and so on, up to N.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.generated import indexed, queries, reports
from benchmarks.results import Result, parser, report

_SMALLEST = 1_000
_UNITS = {
    "build": "s",
    "load": "s",
    "search": "ms",
    "add": "ms",
    "memory": "MB",
    "size": "MB",
}


def measure(most: int, plot: Path | None) -> Iterator[Result]:
    """What each size takes, and the plot if it is wanted."""
    measured: dict[int, dict[str, float]] = {}
    size = _SMALLEST
    while size <= most:
        run = subprocess.run(
            [sys.executable, "-m", "benchmarks.growth", "--one", str(size)],
            capture_output=True,
            text=True,
            check=True,
        )
        measured[size] = json.loads(run.stdout)
        for name, value in measured[size].items():
            yield Result(f"growth.{name}.{size}", value, _UNITS[name])
        size *= 10
    if plot:
        draw(measured, plot)


def one(passages: int) -> dict[str, float]:
    """What an index of so many passages takes; the memory is that of this process."""
    from index.postings.embedded import in_memory
    from index.postings.loops import compile_now
    from index.postings.segment import from_bytes

    compile_now()
    every = reports(passages + 30)
    index = in_memory()
    building, number = 0.0, 0
    for collection in every:
        held = list(indexed(iter([collection]), number))
        if number >= passages:
            break
        index.add(held)
        number += len(held)
        if len(index._added) >= 50_000:
            building += _seconds(index.commit)
    building += _seconds(index.commit) + _seconds(index.maintain)
    stored = [row[0] for row in index._database.execute("SELECT content FROM segments")]
    loading = sum(_seconds(partial(from_bytes, content)) for content in stored)
    size = sum(map(len, stored))
    stored.clear()
    asked = queries("domain", 200)
    view = index.view()
    view.search(asked[0])
    times = sorted(_seconds(partial(view.search, query)) for query in asked)

    def add() -> None:
        index.add(held)
        index.commit()
        index.search(asked[0])

    adding = _seconds(add)
    status = Path("/proc/self/status").read_text("utf-8")
    return {
        "build": building,
        "load": loading,
        "search": times[len(times) // 2] * 1000,
        "add": adding * 1000,
        "memory": int(status.split("VmRSS:")[1].split()[0]) / 1000,
        "size": size / 1e6,
    }


def _seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def draw(measured: Mapping[int, Mapping[str, float]], file: Path) -> None:
    """The measurements over the number of passages, both in powers of ten."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(2, 3, figsize=(11, 6), sharex=True)
    sizes = sorted(measured)
    for axis, (name, unit) in zip(axes.flat, _UNITS.items(), strict=True):
        axis.loglog(sizes, [measured[size][name] for size in sizes], marker="o")
        axis.set_title(f"{name} ({unit})")
        axis.grid(True, which="major", alpha=0.4)
    for axis in axes[1]:
        axis.set_xlabel("passages")
    figure.tight_layout()
    # Without the date, so that it changes only with what was measured.
    figure.savefig(file, metadata={"Date": None})


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what was measured; the exit status."""
    line = parser("growth", (__doc__ or "").partition("\n")[0])
    line.add_argument("--most", type=int, default=100_000, help="the largest; 100000 if not given")
    line.add_argument("--plot", type=Path, metavar="FILE.svg", help="draws it, with matplotlib")
    line.add_argument("--one", type=int, help="measures one size in this process")
    options = line.parse_args(arguments)
    if options.one:
        print(json.dumps(one(options.one)))
        return 0
    return report(options.json, lambda: measure(options.most, options.plot))


if __name__ == "__main__":
    sys.exit(main())
