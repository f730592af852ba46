"""Metrics that decide: count what a classifier does, make one number of it, and choose by it.

Label 1 is the positive class, what one looks for, and 0 the negative one. The truth comes first
and the prediction second. Labels, predictions, weights and scores are arrays or (nested) lists
with equally many entries; their shapes may differ, entries belong together in reading order. What
is 0/0 counts as 0.0 here.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike


def confusion_counts(y_true: ArrayLike, y_pred: ArrayLike) -> dict[str, int]:
    """Return {"tp": …, "fp": …, "fn": …, "tn": …}: how many of the entries are of each kind.

    y_true and y_pred hold 0 and 1, or False and True. tp: predicted 1 and rightly; fp: predicted 1
    and wrongly; fn: predicted 0 and wrongly; tn: predicted 0 and rightly.
    """
    raise NotImplementedError


def precision(tp: int, fp: int) -> float:
    """Return the share of true ones among all predicted positives; 0.0 if there are none."""
    raise NotImplementedError


def recall(tp: int, fn: int) -> float:
    """Return the share of all true positives that was found; 0.0 if there are none."""
    raise NotImplementedError


def f_beta(precision: float, recall: float, beta: float = 1.0) -> float:
    """Return the harmonic mean of precision and recall, where recall counts beta² times.

    Both lie between 0 and 1, and beta > 0. If one of them is 0 or both are, the result is 0.0.
    """
    raise NotImplementedError


def macro_f1(y_true: ArrayLike, y_pred: ArrayLike, n_classes: int) -> float:
    """Return the mean, over all n_classes classes, of the F1 of that class against the rest.

    y_true and y_pred hold whole numbers 0 … n_classes − 1. A class that occurs in neither has
    F1 = 0.0, and counts. Uses confusion_counts, precision, recall and f_beta.
    """
    raise NotImplementedError


def weighted_error(y_true: ArrayLike, y_pred: ArrayLike, weights: ArrayLike) -> float:
    """Return the weight of the wrong predictions as a share of the weight of all of them.

    Labels are numbers, equal or different. Weights are at least 0; if their sum is 0, it raises
    ValueError.
    """
    raise NotImplementedError


def best_threshold(scores: ArrayLike, y: ArrayLike, beta: float = 1.0) -> tuple[float, float]:
    """Return (t, F): the threshold with the largest F_beta, and that F_beta.

    The prediction is 1 where score ≥ t. The thresholds to try are the scores themselves; of equal
    F_beta the largest t wins. t is one of the scores, as it is. y holds 0 and 1, or False and
    True. Uses confusion_counts, precision, recall, f_beta.
    """
    raise NotImplementedError


def choose_model(
    models: Sequence[dict[str, float]],
    optimise: str,
    direction: str = "max",
    constraints: Sequence[tuple[str, str, float]] = (),
) -> int | None:
    """Return the place of the model that is best in one metric, of those that meet all constraints.

    models are dicts: metric -> number, with all metrics that are asked for. direction is "max" or
    "min", what is best in the metric `optimise`. A constraint is (metric, "<=" or ">=", value), and
    equality meets it. Of equally good models the first wins; where none meets all constraints, or
    there is no model, it is None.
    """
    raise NotImplementedError
