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
# The score of the best rival where there is none.
NO_RIVAL = -4.0
# A score is bounded, for what is certain needs not be told more.
MOST = 6.0
# Being far ahead of nothing much is no proof.
_MOST_LEAD = 2.0


def score(model: str, features: Mapping[str, float]) -> float:
    """How much speaks for a candidate by itself: log odds, in [-6, 6].

    `model` is "figure" or "sentence"; a feature without a weight counts nothing.
    """
    weights = model_weights(model)
    total = weights[BIAS] + sum(weights.get(name, 0.0) * x for name, x in features.items())
    return max(-MOST, min(MOST, total))


def confidence(model: str, score: float, lead: float) -> float:
    """The probability in [0, 1] that a candidate answers, by its score and its lead.

    The lead is the score less that of the best rival in the same report.
    """
    weights = model_weights(f"{model} choice")
    total = weights[BIAS] + sum(weights[n] * x for n, x in choice_features(score, lead).items())
    return 1.0 / (1.0 + math.exp(-total))


def choice_features(score: float, lead: float) -> dict[str, float]:
    """A score and a lead as features; being behind counts apart from being ahead."""
    return {
        "score": score,
        "ahead": min(_MOST_LEAD, max(0.0, lead)),
        "behind": min(_MOST_LEAD, max(0.0, -lead)),
    }


def model_weights(model: str) -> Mapping[str, float]:
    """The weights of the features of "figure" or "sentence", or of the "… choice" by score and lead."""
    return _weights()[model]


@functools.cache
def _weights() -> dict[str, dict[str, float]]:
    models: dict[str, dict[str, float]] = {}
    for line in data_lines("confidence.tsv"):
        model, feature, weight = line.split("\t")
        models.setdefault(model, {})[feature] = float(weight)
    return models
