# expect: best_threshold loses
"""Lists must be flat."""
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike


def confusion_counts(y_true: ArrayLike, y_pred: ArrayLike) -> dict[str, int]:
    """Return {"tp": …, "fp": …, "fn": …, "tn": …}: how many of the entries are of each kind.

    y_true and y_pred hold 0 and 1, or False and True. tp: predicted 1 and rightly; fp: predicted 1
    and wrongly; fn: predicted 0 and wrongly; tn: predicted 0 and rightly.
    """
    truth, said = np.ravel(y_true) == 1, np.ravel(y_pred) == 1
    return {
        "tp": int(np.sum(said & truth)),
        "fp": int(np.sum(said & ~truth)),
        "fn": int(np.sum(~said & truth)),
        "tn": int(np.sum(~said & ~truth)),
    }


def precision(tp: int, fp: int) -> float:
    """Return the share of true ones among all predicted positives; 0.0 if there are none."""
    return tp / (tp + fp) if tp + fp > 0 else 0.0


def recall(tp: int, fn: int) -> float:
    """Return the share of all true positives that was found; 0.0 if there are none."""
    return tp / (tp + fn) if tp + fn > 0 else 0.0


def f_beta(precision: float, recall: float, beta: float = 1.0) -> float:
    """Return the harmonic mean of precision and recall, where recall counts beta² times.

    Both lie between 0 and 1, and beta > 0. If both are 0, the result is 0.0.
    """
    below = beta**2 * precision + recall
    return (1 + beta**2) * precision * recall / below if below > 0 else 0.0


def macro_f1(y_true: ArrayLike, y_pred: ArrayLike, n_classes: int) -> float:
    """Return the mean, over all n_classes classes, of the F1 of that class against the rest.

    y_true and y_pred hold whole numbers 0 … n_classes − 1. A class that occurs in neither has
    F1 = 0.0, and counts. Uses confusion_counts, precision, recall and f_beta.
    """
    total = 0.0
    for k in range(n_classes):
        counts = confusion_counts(np.ravel(y_true) == k, np.ravel(y_pred) == k)
        found = recall(counts["tp"], counts["fn"])
        total += f_beta(precision(counts["tp"], counts["fp"]), found)
    return total / n_classes


def weighted_error(y_true: ArrayLike, y_pred: ArrayLike, weights: ArrayLike) -> float:
    """Return the weight of the wrong predictions as a share of the weight of all of them.

    Labels are numbers, equal or different. Weights are at least 0; if their sum is 0, it raises
    ValueError.
    """
    wrong, weights = np.ravel(y_true) != np.ravel(y_pred), np.ravel(weights)
    total = weights.sum()
    if total == 0:
        raise ValueError("all weights are 0: nothing counts, so there is nothing to measure")
    return float(weights[wrong].sum() / total)




def choose_model(
    models: Sequence[dict[str, float]],
    optimise: str,
    direction: str = "max",
    constraints: Sequence[tuple[str, str, float]] = (),
) -> int | None:
    """Return the place of the model that is best in one metric, of those that meet all constraints.

    models are dicts: metric -> number. direction is "max" or "min", what is best in the metric
    `optimise`. A constraint is (metric, "<=" or ">=", value), and equality meets it. Of equally
    good models the first wins; where none meets all constraints it is None.
    """
    allowed = [
        place
        for place, model in enumerate(models)
        if all(
            model[metric] <= value if sign == "<=" else model[metric] >= value
            for metric, sign, value in constraints
        )
    ]
    choose = max if direction == "max" else min
    return choose(allowed, key=lambda place: models[place][optimise], default=None)


def best_threshold(scores, y, beta=1.0):
    s = scores.ravel().tolist() if isinstance(scores, np.ndarray) else list(scores)
    best, best_f = None, -1.0
    for t in sorted(set(s), reverse=True):
        c = confusion_counts(y, [a >= t for a in s])
        f = f_beta(precision(c["tp"], c["fp"]), recall(c["tp"], c["fn"]), beta)
        if f > best_f:
            best, best_f = float(t), f
    return best, best_f
