"""How reliable the confidence of answers is, and the fitting of its weights.

    python -m benchmarks.calibration FOLDER=FILE [FOLDER=FILE ...] [--write]

Each FILE is a question file on the reports of FOLDER. With `--write` the tuning halves (odd
rows) fit the weights of index/data/confidence.tsv: logistic regression with a ridge penalty
towards what was taken to be likely, every weight held to the sign that its feature must
have, by projected gradient descent.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bot.evaluate import in_section, states
from index import Library
from index.answers.breakdown import asks_breakdown
from index.answers.confidence import (
    BIAS,
    MOST,
    NO_RIVAL,
    choice_features,
    model_weights,
)
from index.answers.evidence import FIGURE_KINDS
from index.models import Evidence

# Features that speak for an answer, and those that may do either; all others speak against it.
_FOR = frozenset(
    {
        "score",
        "ahead",
        "coverage",
        "clause",
        "kinship",
        "density",
        "exactness",
        "same_verb",
        "altogether",
        "own",
        "new",
        "role",
    }
)
_FREE = frozenset({BIAS, "who", "which", "yesno", "open", "measures"})
# What a weight is taken to be before anything is measured; few examples move it little.
_PRIOR: Mapping[str, Mapping[str, float]] = {
    "figure": {
        BIAS: -3.0,
        "coverage": 5.0,
        "kinship": 1.5,
        "density": 0.5,
        "exactness": 0.8,
        "unsaid_thing": -3.5,
        "unsaid_deed": -2.0,
        "unheard_thing": -2.0,
        "unheard_deed": -1.0,
        "unsaid_main": -1.0,
        "unheard_main": -0.3,
        "unsaid_focus": -0.7,
        "unit_akin": -0.8,
        "unit_other": -2.5,
        "unit_free": -1.5,
        "other_year": -4.5,
        "other_change": -4.0,
        "each": -2.0,
        "planned": -5.0,
        "polarity": -2.0,
        "whole": -1.5,
        "part": -1.5,
        "contrast": -2.5,
        "qualified": -1.0,
        "flow": -1.5,
        "other_deed": -0.8,
        "unselected": -2.5,
        "elsewhere": -1.0,
        "unsaid_kind": -3.0,
        "unqualified": -2.0,
        "other_date": -3.0,
        "new": 0.8,
        "not_new": -1.0,
        "other_verb": -0.8,
        "same_verb": 0.8,
        "own": 1.0,
        "of_alike": -1.0,
        "of_other": -0.3,
        "unasked": -0.5,
        "altogether": 0.5,
        "in_table": -0.3,
        "former": -1.5,
        "bare_year": -1.5,
    },
    "sentence": {
        BIAS: -4.0,
        "coverage": 5.0,
        "clause": 1.5,
        "role": 0.5,
        "outdone": -5.0,
        "kinship": 1.0,
        "unsaid_thing": -3.5,
        "unsaid_deed": -2.0,
        "unheard_thing": -2.5,
        "unheard_deed": -1.0,
        "unsaid_main": -1.0,
        "unheard_main": -0.3,
    },
    "choice": {BIAS: 0.0, "score": 1.0, "ahead": 0.3, "behind": -0.5},
}
_RIDGE = 0.01
_STEPS = 3000
_RATE = 1.0
# Candidates of a report that compete; those further behind teach nothing.
_MOST = 4
_BINS = ((0.0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01))
_TABLE = Path(__file__).parent.parent / "index" / "data" / "confidence.tsv"


@dataclass(frozen=True, slots=True)
class Example:
    """The features of one candidate for the answer, and whether it is right.

    `group` numbers the question and report it competes in.
    """

    model: str
    features: Mapping[str, float]
    right: bool
    tuning: bool
    group: tuple[str, str]


def examples(library: Library, rows: Sequence[Mapping[str, Any]]) -> Iterable[Example]:
    """The candidates for every question about one value, held against what is expected."""
    for number, row in enumerate(rows):
        expect = row.get("expect", {})
        if "rows" in expect or "also" in expect or expect.get("status") == "missing_slot":
            continue
        explained = library.explain(row["question"]) if "question" in row else ()
        if len(explained) != 1 or explained[0].question.operation:
            continue
        asked = explained[0].question
        figures = asked.kind in FIGURE_KINDS and not asks_breakdown(asked)
        model = "figure" if figures else "sentence"
        seen: dict[str, int] = {}
        for evidence in explained[0].evidence:
            report = evidence.finding.report
            seen[report] = seen.get(report, 0) + 1
            right = _is_right(evidence, expect)
            if right or seen[report] <= _MOST:
                group = (str(row["id"]), report)
                yield Example(model, evidence.features, right, number % 2 == 0, group)


def _is_right(evidence: Evidence, expect: Mapping[str, Any]) -> bool:
    found = evidence.finding
    if expect["status"] != "answered" or not found.report.startswith(expect.get("report") or ""):
        return False
    if not in_section(found, expect.get("section")):
        return False
    if "quote" in expect and expect["quote"] not in found.quote and "value" not in expect:
        return False
    return states(found.value, found.quote, expect.get("value"))


def fit(chosen: Sequence[Example], prior: Mapping[str, float]) -> dict[str, float]:
    """The weights of the features, by logistic regression under the signs they must have.

    They are drawn towards those of `prior`, so that few examples cannot move one far.
    """
    seen = {name for example in chosen for name in example.features}
    names = [BIAS, *sorted((seen | set(prior)) - {BIAS})]
    data = np.array([[1.0, *(e.features.get(n, 0.0) for n in names[1:])] for e in chosen])
    right = np.array([e.right for e in chosen], dtype=float)
    before = np.array([prior.get(name, 0.0) for name in names])
    weights = before.copy()
    positive = np.array([name in _FOR for name in names])
    free = np.array([name in _FREE for name in names])
    for _ in range(_STEPS):
        belief = 1.0 / (1.0 + np.exp(-data @ weights))
        gradient = data.T @ (belief - right) / len(chosen) + _RIDGE * (weights - before)
        weights -= _RATE * gradient
        weights = np.where(
            free, weights, np.where(positive, np.maximum(weights, 0), np.minimum(weights, 0))
        )
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}


def choices(weights: Mapping[str, float], chosen: Sequence[Example]) -> list[Example]:
    """The first candidate of every group, with its score and its lead as features."""
    groups: dict[tuple[str, str], list[tuple[float, Example]]] = {}
    for example in chosen:
        total = weights[BIAS]
        total += sum(weights.get(name, 0.0) * x for name, x in example.features.items())
        bounded = max(-MOST, min(MOST, total))
        groups.setdefault(example.group, []).append((bounded, example))
    firsts = []
    for members in groups.values():
        members.sort(key=lambda member: -member[0])
        best, example = members[0]
        rival = members[1][0] if len(members) > 1 else NO_RIVAL
        firsts.append(replace(example, features=choice_features(best, best - rival)))
    return firsts


def reliability(weights: Mapping[str, float], firsts: Sequence[Example]) -> list[str]:
    """A line for every range of confidence: how many first candidates, and the share that is right."""
    lines = []
    beliefs = [(_belief(weights, example), example.right) for example in firsts]
    for low, high in _BINS:
        inside = [right for belief, right in beliefs if low <= belief < high]
        share = f"{sum(inside) / len(inside):.2f}" if inside else "-"
        lines.append(f"| {low:.1f} - {min(high, 1.0):.1f} | {len(inside)} | {share} |")
    return lines


def _belief(weights: Mapping[str, float], example: Example) -> float:
    total = weights[BIAS] + sum(weights.get(n, 0.0) * x for n, x in example.features.items())
    return float(1.0 / (1.0 + np.exp(-total)))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="the reliability of the confidence, by halves")
    parser.add_argument("sets", nargs="+", metavar="FOLDER=FILE")
    parser.add_argument(
        "--write", action="store_true", help="fit the weights anew and put them into the table"
    )
    arguments = parser.parse_args()
    gathered = list(_gathered(arguments.sets))
    table = []
    for model in ("figure", "sentence"):
        of_model = [example for example in gathered if example.model == model]
        tuning = [example for example in of_model if example.tuning]
        weights, choice = model_weights(model), model_weights(f"{model} choice")
        if arguments.write:
            weights = fit(tuning, _PRIOR[model])
            choice = fit(choices(weights, tuning), _PRIOR["choice"])
        for name, of_name in ((model, weights), (f"{model} choice", choice)):
            table += [f"{name}\t{feature}\t{weight}" for feature, weight in of_name.items()]
        for half in (True, False):
            title = f"confidence, {model}, {'tuning' if half else 'reporting'} half"
            firsts = choices(weights, [e for e in of_model if e.tuning is half])
            print(f"\n| {title} | first candidates | right |\n|---|---|---|")
            print("\n".join(reliability(choice, firsts)))
    if arguments.write:
        head = [line for line in _TABLE.read_text("utf-8").splitlines() if line.startswith("#")]
        _TABLE.write_text("\n".join([*head, *table]) + "\n", "utf-8")


def _gathered(sets: Sequence[str]) -> Iterable[Example]:
    """The examples of all question files, the reports of each folder indexed once."""
    folders: dict[str, list[str]] = {}
    for each in sets:
        folder, _, file = each.partition("=")
        folders.setdefault(folder, []).append(file)
    for folder, files in folders.items():
        with tempfile.TemporaryDirectory() as data, Library.open(Path(data)) as library:
            library.index([Path(folder)])
            for file in files:
                lines = Path(file).read_text("utf-8").splitlines()
                yield from examples(library, [json.loads(line) for line in lines if line.strip()])


if __name__ == "__main__":
    main()
