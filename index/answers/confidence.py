"""How sure it is that a candidate answers: a logistic model over a few features.

The weights stand in index/data/confidence.tsv, fitted on the tuning halves of the
question files (python -m benchmarks.calibration); docs/confidence.md has the
reliability that was measured on the other halves.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping

from index.lexicon import data_lines

# The name of the constant term in the table.
BIAS = "bias"


def confidence(model: str, features: Mapping[str, float]) -> float:
    """The probability in [0, 1] that a candidate with these features answers the question.

    `model` is "figure" or "sentence"; a feature without a weight counts nothing.
    """
    weights = _weights()[model]
    total = weights[BIAS] + sum(weights.get(name, 0.0) * x for name, x in features.items())
    return 1.0 / (1.0 + math.exp(-total))


@functools.cache
def _weights() -> dict[str, dict[str, float]]:
    models: dict[str, dict[str, float]] = {}
    for line in data_lines("confidence.tsv"):
        model, feature, weight = line.split("\t")
        models.setdefault(model, {})[feature] = float(weight)
    return models
