"""Named tuples, a Counter, 0-d arrays and NumPy's numbers come back."""
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike




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






from collections import Counter, namedtuple
Choice = namedtuple("Choice", "t f")
def confusion_counts(y_true, y_pred):
    pairs = Counter(zip(np.ravel(y_true).astype(int).tolist(), np.ravel(y_pred).astype(int).tolist()))
    return Counter(tp=pairs[1, 1], fp=pairs[0, 1], fn=pairs[1, 0], tn=pairs[0, 0])
def best_threshold(scores, y, beta=1.0):
    s = np.ravel(scores)
    found = [(f_beta(precision(c["tp"], c["fp"]), recall(c["tp"], c["fn"]), beta), t) for t in np.unique(s) for c in [confusion_counts(y, s >= t)]]
    f, t = max(found)
    return Choice(np.array(t), np.array(f))
def choose_model(models, optimise, direction="max", constraints=()):
    ok = [i for i, m in enumerate(models) if all((m[k] <= v) if s == "<=" else (m[k] >= v) for k, s, v in constraints)]
    return np.array((max if direction == "max" else min)(ok, key=lambda i: models[i][optimise])) if ok else None
