"""What a benchmark measured, and how it is told."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Units of which less is better.
_LESS = frozenset({"ms", "s", "MB", "x text", "share added"})


@dataclass(frozen=True, slots=True)
class Result:
    """One measured value. `goal` is what it should reach, at most for times, else at least.

    Where it is held `against` something else that was measured in the same run, `ratio` is
    how many times as good it is, and the goal is one of the ratio.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None
    against: str | None = None
    ratio: float | None = None

    @property
    def ok(self) -> bool | None:
        """Whether the goal was reached; None where there is none."""
        if self.goal is None:
            return None
        if self.ratio is not None:
            return self.ratio >= self.goal
        return self.value <= self.goal if self.unit in _LESS else self.value >= self.goal

    def row(self) -> dict[str, str | float | bool | None]:
        """The result as it is printed in JSON."""
        return {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "against": self.against,
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "goal": self.goal,
            "ok": self.ok,
        }


def share(name: str, outcomes: Iterable[float], goal: float | None = None) -> Result:
    """The mean of outcomes in [0, 1]; ValueError if there are none."""
    values = list(outcomes)
    if not values:
        raise ValueError(f"nothing was measured for {name}")
    return Result(name, sum(values) / len(values), "share", goal)


def parser(module: str, about: str) -> argparse.ArgumentParser:
    """The command line that all benchmarks share."""
    made = argparse.ArgumentParser(prog=f"python -m benchmarks.{module}", description=about)
    made.add_argument("--json", action="store_true", help="one JSON object a line")
    return made


def report(as_json: bool, measure: Callable[[], Iterable[Result]]) -> int:
    """Measures and prints; the exit status: 0, or 1 when the data is not there."""
    try:
        results = list(measure())
    except OSError as error:
        print(f"the data cannot be read: {error}", file=sys.stderr)
        return 1
    for result in results:
        print(json.dumps(result.row(), ensure_ascii=False) if as_json else _line(result))
    return 0


def _line(result: Result) -> str:
    against = "" if result.ratio is None else f"{result.ratio:.2f} x {result.against}"
    verdict = {True: "reached", False: "missed", None: ""}[result.ok]
    goal = "" if result.goal is None else f"goal {result.goal:g}"
    return f"{result.name:<32} {result.value:8.3f} {result.unit:<6} {against:<28} {goal:<10} {verdict}".rstrip()
