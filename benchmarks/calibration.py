"""Fits the weights by which an answer is believed, and shows how reliable they are.

    python -m benchmarks.calibration FOLDER=FILE [FOLDER=FILE ...] [--write]

Each FILE is a question file on the reports of FOLDER. The tuning halves (odd rows) fit the
weights, the reporting halves (even rows) show the reliability. `--write` puts the weights
into index/data/confidence.tsv. Logistic regression with a ridge penalty, every weight held
to the sign that its feature must have, by projected gradient descent.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.evaluate import in_section, states
from index import Library
from index.answers.confidence import BIAS
from index.answers.evidence import FIGURE_KINDS
from index.models import Evidence

# Features that speak for an answer, and those that may do either; all others speak against it.
_FOR = frozenset({"coverage", "clause", "kinship", "lead", "role", "density", "exactness"})
_FREE = frozenset({BIAS, "who", "which", "yesno", "open", "measures"})
_RIDGE = 0.01
_STEPS = 3000
_RATE = 1.0
# Candidates of a report that compete; those further behind teach nothing.
_MOST = 4
_BINS = ((0.0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01))
_TABLE = Path(__file__).parent.parent / "index" / "data" / "confidence.tsv"


@dataclass(frozen=True, slots=True)
class Example:
    """The features of one candidate: whether it is right, and the first of its report."""

    model: str
    features: Mapping[str, float]
    right: bool
    best: bool
    tuning: bool


def examples(library: Library, rows: Sequence[Mapping[str, Any]]) -> Iterable[Example]:
    """The candidates for every question about one value, held against what is expected."""
    for number, row in enumerate(rows):
        expect = row.get("expect", {})
        if "rows" in expect or "also" in expect or expect.get("status") == "missing_slot":
            continue
        explained = library.explain(row["question"]) if "question" in row else ()
        if len(explained) != 1 or explained[0].question.operation:
            continue
        model = "figure" if explained[0].question.kind in FIGURE_KINDS else "sentence"
        seen: dict[str, int] = {}
        for evidence in explained[0].evidence:
            place = seen[evidence.finding.report] = seen.get(evidence.finding.report, -1) + 1
            if place < _MOST:
                right = _is_right(evidence, expect)
                yield Example(model, evidence.features, right, place == 0, number % 2 == 0)


def _is_right(evidence: Evidence, expect: Mapping[str, Any]) -> bool:
    found = evidence.finding
    if expect["status"] != "answered" or not found.report.startswith(expect.get("report") or ""):
        return False
    if not in_section(found, expect.get("section")):
        return False
    if "quote" in expect and expect["quote"] not in found.quote and "value" not in expect:
        return False
    return states(found.value, found.quote, expect.get("value"))


def fit(chosen: Sequence[Example]) -> dict[str, float]:
    """The weights of the features, by logistic regression under the signs they must have."""
    names = [BIAS, *sorted({name for example in chosen for name in example.features})]
    data = np.array([[1.0, *(e.features.get(n, 0.0) for n in names[1:])] for e in chosen])
    right = np.array([e.right for e in chosen], dtype=float)
    weights = np.zeros(len(names))
    positive = np.array([name in _FOR for name in names])
    free = np.array([name in _FREE for name in names])
    penalty = np.full(len(names), _RIDGE)
    penalty[0] = 0.0
    for _ in range(_STEPS):
        belief = 1.0 / (1.0 + np.exp(-data @ weights))
        gradient = data.T @ (belief - right) / len(chosen) * 8 + penalty * weights / 8
        weights -= _RATE * gradient
        weights = np.where(
            free, weights, np.where(positive, np.maximum(weights, 0), np.minimum(weights, 0))
        )
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}


def believed(weights: Mapping[str, float], example: Example) -> float:
    """The confidence that weights give to an example."""
    total = weights[BIAS] + sum(weights.get(n, 0.0) * x for n, x in example.features.items())
    return float(1.0 / (1.0 + np.exp(-total)))


def reliability(weights: Mapping[str, float], chosen: Sequence[Example]) -> list[str]:
    """A line for every range of confidence: how many first candidates, and the share that is right."""
    lines = []
    firsts = [(believed(weights, e), e.right) for e in chosen if e.best]
    for low, high in _BINS:
        inside = [right for belief, right in firsts if low <= belief < high]
        share = f"{sum(inside) / len(inside):.2f}" if inside else "-"
        lines.append(f"| {low:.1f} - {min(high, 1.0):.1f} | {len(inside)} | {share} |")
    return lines


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="fits the weights of the confidence")
    parser.add_argument("sets", nargs="+", metavar="FOLDER=FILE")
    parser.add_argument("--write", action="store_true", help="put the weights into the table")
    arguments = parser.parse_args()
    gathered: list[Example] = []
    folders: dict[str, list[str]] = {}
    for each in arguments.sets:
        folder, _, file = each.partition("=")
        folders.setdefault(folder, []).append(file)
    for folder, files in folders.items():
        with tempfile.TemporaryDirectory() as data, Library.open(Path(data)) as library:
            library.index([Path(folder)])
            for file in files:
                lines = Path(file).read_text("utf-8").splitlines()
                gathered += examples(library, [json.loads(line) for line in lines if line.strip()])
    table = []
    for model in ("figure", "sentence"):
        tuning = [e for e in gathered if e.model == model and e.tuning]
        weights = fit(tuning)
        table += [f"{model}\t{name}\t{weight}" for name, weight in weights.items() if weight]
        print(f"\n{model}: {len(tuning)} candidates, {sum(e.right for e in tuning)} right")
        print("\n".join(f"  {name:<16}{weight:7.2f}" for name, weight in weights.items()))
        for half, chosen in (
            ("tuning", tuning),
            ("reporting", [e for e in gathered if e.model == model and not e.tuning]),
        ):
            print(f"\n| confidence, {half} half | first candidates | right |\n|---|---|---|")
            print("\n".join(reliability(weights, chosen)))
    if arguments.write:
        head = [line for line in _TABLE.read_text("utf-8").splitlines() if line.startswith("#")]
        _TABLE.write_text("\n".join([*head, *table]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
