# expect: best_threshold loses
"""Scores in single precision: neighbours become one, and t is none of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Boxes:
    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0

    @classmethod
    def of(cls, truth: np.ndarray, said: np.ndarray) -> Boxes:
        truth, said = truth.astype(bool), said.astype(bool)

        def n(mask: np.ndarray) -> int:
            return int(np.count_nonzero(mask))

        return cls(n(truth & said), n(~truth & said), n(truth & ~said), n(~truth & ~said))

    def f(self, beta: float = 1.0) -> float:
        return f_beta(precision(self.tp, self.fp), recall(self.tp, self.fn), beta)


@dataclass(frozen=True)
class Limit:
    metric: str
    sign: str
    value: float

    def kept_by(self, model: dict) -> bool:
        number = model[self.metric]
        return bool(number <= self.value if self.sign == "<=" else number >= self.value)


@dataclass(order=True, frozen=True)
class Candidate:
    """Sorts so that the smallest is the best: first by cost, then by place."""

    cost: float
    place: int


def flat(values: Any) -> np.ndarray:
    return np.array(values).flatten()


def share(part: int, rest: int) -> float:
    try:
        return float(part) / (float(part) + float(rest))
    except ZeroDivisionError:
        return 0.0


def confusion_counts(y_true, y_pred):
    return asdict(Boxes.of(flat(y_true), flat(y_pred)))


def precision(tp, fp):
    return share(tp, fp)


def recall(tp, fn):
    return share(tp, fn)


def f_beta(precision, recall, beta=1.0):
    if not (precision and recall):
        return 0.0
    alpha = 1 / (1 + beta**2)
    return 1 / (alpha / precision + (1 - alpha) / recall)


def macro_f1(y_true, y_pred, n_classes):
    truth, said = flat(y_true), flat(y_pred)
    return sum(Boxes.of(truth == kind, said == kind).f() for kind in range(n_classes)) / n_classes


def weighted_error(y_true, y_pred, weights):
    weights = flat(weights).astype(float)
    if weights.sum() == 0:
        raise ValueError("the weights add up to 0")
    return float(weights @ (flat(y_true) != flat(y_pred)) / weights.sum())


def best_threshold(scores, y, beta=1.0):
    scores, y = flat(scores).astype(np.float32), flat(y)
    tried = [(Boxes.of(y, scores >= t).f(beta), float(t)) for t in np.unique(scores)]
    f, t = max(tried)
    return t, f


def choose_model(models, optimise, direction="max", constraints=()):
    limits = [Limit(*constraint) for constraint in constraints]
    sense = -1 if direction == "max" else 1
    field = [
        Candidate(sense * model[optimise], place)
        for place, model in enumerate(models)
        if all(limit.kept_by(model) for limit in limits)
    ]
    return min(field).place if field else None
