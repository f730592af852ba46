"""Numbers come back as arrays of one entry, counts in an OrderedDict, and (t, F) as a list."""
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike










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


from collections import OrderedDict
def confusion_counts(y_true, y_pred):
    t, p = np.ravel(y_true).astype(bool), np.ravel(y_pred).astype(bool)
    return OrderedDict((n, np.array([[np.count_nonzero(a & b)]])) for n, a, b in (("tp", t, p), ("fp", ~t, p), ("fn", t, ~p), ("tn", ~t, ~p)))
def precision(tp, fp):
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.float64(tp) / (tp + fp))
def recall(tp, fn):
    return precision(tp, fn)
def f_beta(precision, recall, beta=1.0):
    return np.nan_to_num(np.divide((1 + beta**2) * np.multiply(precision, recall), beta**2 * np.asarray(precision) + recall))
def best_threshold(scores, y, beta=1.0):
    s = np.sort(np.unique(scores))
    f = [float(np.ravel(f_beta(precision(c["tp"], c["fp"]), recall(c["tp"], c["fn"]), beta))[0]) for t in s for c in [confusion_counts(y, np.ravel(scores) >= t)]]
    k = max(range(len(s)), key=lambda i: (f[i], s[i]))
    return [s[k : k + 1], f[k]]
def weighted_error(y_true, y_pred, weights):
    w = np.ravel(weights) / np.sum(weights) if np.any(weights) else None
    if w is None:
        raise ZeroWeights("none")
    return np.array([w[np.ravel(y_true) != np.ravel(y_pred)].sum()])
class ZeroWeights(ValueError):
    pass
