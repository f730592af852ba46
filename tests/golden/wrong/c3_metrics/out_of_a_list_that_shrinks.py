# expect: choose_model loses
"""Places are removed from the list over which the loop runs, so some are skipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def _flat(*values: ArrayLike) -> list[np.ndarray]:
    found = [np.asarray(one).reshape(-1) for one in values]
    if len({one.size for one in found}) != 1:
        raise ValueError(f"sizes differ: {[one.size for one in found]}")
    return found


def _share(part: float, rest: float) -> float:
    whole = part + rest
    return float(part / whole) if whole else 0.0


def confusion_counts(y_true: ArrayLike, y_pred: ArrayLike) -> dict[str, int]:
    truth, named = _flat(y_true, y_pred)
    truth, named = truth.astype(bool), named.astype(bool)
    tp = int(np.count_nonzero(np.logical_and(truth, named)))
    tn = int(np.count_nonzero(np.logical_not(np.logical_or(truth, named))))
    fp = int(np.count_nonzero(named)) - tp
    fn = int(np.count_nonzero(truth)) - tp
    assert tp + fp + fn + tn == truth.size
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn}


def precision(tp: int, fp: int) -> float:
    return _share(tp, fp)


def recall(tp: int, fn: int) -> float:
    return _share(tp, fn)


def f_beta(precision: float, recall: float, beta: float = 1.0) -> float:
    assert beta > 0
    if precision == 0 or recall == 0:
        return 0.0
    square = beta * beta
    return (1.0 + square) / (square / recall + 1.0 / precision)


def _f_of(counts: Mapping[str, int], beta: float = 1.0) -> float:
    return f_beta(
        precision(counts["tp"], counts["fp"]), recall(counts["tp"], counts["fn"]), beta
    )


def macro_f1(y_true: ArrayLike, y_pred: ArrayLike, n_classes: int) -> float:
    truth, named = _flat(y_true, y_pred)
    return sum(_f_of(confusion_counts(truth == k, named == k)) for k in range(n_classes)) / n_classes


def weighted_error(y_true: ArrayLike, y_pred: ArrayLike, weights: ArrayLike) -> float:
    truth, named, weight = _flat(y_true, y_pred, weights)
    if (weight < 0).any():
        raise ValueError("weights must not be negative")
    total = weight.sum(dtype=np.float64)
    if total == 0.0:
        raise ValueError("weights must not all be 0")
    return float(np.where(truth != named, weight, 0).sum(dtype=np.float64) / total)


def best_threshold(scores: ArrayLike, y: ArrayLike, beta: float = 1.0) -> tuple[float, float]:
    values, labels = _flat(scores, y)
    thresholds = np.unique(values)[::-1]
    found = [_f_of(confusion_counts(labels, values >= t), beta) for t in thresholds]
    place = int(np.argmax(found))
    return float(thresholds[place]), found[place]


def choose_model(
    models: Sequence[Mapping[str, Any]],
    optimise: str,
    direction: str = "max",
    constraints: Iterable[tuple[str, str, float]] = (),
) -> int | None:
    if direction not in ("max", "min"):
        raise ValueError(f"direction must be max or min, not {direction!r}")
    left = list(range(len(models)))
    for metric, sign, value in constraints:
        if sign == "<=":
            for i in left:
                if models[i][metric] > value:
                    left.remove(i)
        elif sign == ">=":
            left = [i for i in left if models[i][metric] >= value]
        else:
            raise ValueError(f"unknown sign {sign!r}")
    if not left:
        return None
    values = np.array([models[i][optimise] for i in left], dtype=float)
    return left[int(values.argmax() if direction == "max" else values.argmin())]
