# A class that holds the counts and knows its metrics; functions that ask it.

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, order=True)
class Confusion:
    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0

    @classmethod
    def of(cls, truth: Iterable[bool], said: Iterable[bool]) -> Confusion:
        boxes = {(True, True): "tp", (False, True): "fp", (True, False): "fn", (False, False): "tn"}
        counts = dict.fromkeys(boxes.values(), 0)
        for pair in zip(truth, said, strict=True):
            counts[boxes[tuple(bool(one) for one in pair)]] += 1
        return cls(**counts)

    @property
    def precision(self) -> float:
        return precision(self.tp, self.fp)

    @property
    def recall(self) -> float:
        return recall(self.tp, self.fn)

    def f(self, beta: float = 1.0) -> float:
        return f_beta(self.precision, self.recall, beta)


def confusion_counts(y_true: Any, y_pred: Any) -> dict[str, int]:
    counts = asdict(Confusion.of(np.ravel(y_true), np.ravel(y_pred)))
    return {"m": sum(counts.values()), **counts}


def ratio(part: float, whole: float) -> float:
    try:
        return float(part) / float(whole)
    except ZeroDivisionError:
        return 0.0


def precision(tp: int, fp: int) -> float:
    return ratio(tp, tp + fp)


def recall(tp: int, fn: int) -> float:
    return ratio(tp, tp + fn)


def f_beta(precision: float, recall: float, beta: float = 1.0) -> float:
    weight = beta**2 / (1 + beta**2)
    return ratio(precision * recall, weight * precision + (1 - weight) * recall)


def macro_f1(y_true: Any, y_pred: Any, n_classes: int) -> float:
    truth, said = np.ravel(y_true), np.ravel(y_pred)
    return sum(Confusion.of(truth == k, said == k).f() for k in range(n_classes)) / n_classes


@dataclass
class Weighted:
    label: Any
    named: Any
    weight: float


def weighted_error(y_true: Any, y_pred: Any, weights: Any) -> float:
    examples = [
        Weighted(*one) for one in zip(*map(np.ravel, (y_true, y_pred, weights)), strict=False)
    ]
    total = sum(one.weight for one in examples)
    if not total > 0:
        raise ValueError("weights sum to zero")
    return ratio(sum(one.weight for one in examples if one.label != one.named), total)


def best_threshold(scores: Any, y: Any, beta: float = 1.0) -> list[float]:
    scores, y = np.ravel(scores), np.ravel(y)
    # Only a positive's own score can be the best, if there is a positive.
    tried = sorted({float(s) for s in scores[y == 1]}) or [float(scores.max())]
    best = tried[-1], Confusion.of(y, scores >= tried[-1]).f(beta)
    for t in reversed(tried):
        f = Confusion.of(y, scores >= t).f(beta)
        if f > best[1]:
            best = t, f
    return list(best)


class Limit:
    def __init__(self, metric: str, sign: str, value: float) -> None:
        self.metric, self.sign, self.value = metric, sign, value

    def holds(self, model: dict[str, float]) -> bool:
        gap = model[self.metric] - self.value
        return gap <= 0 if self.sign == "<=" else gap >= 0


def choose_model(models, optimise, direction="max", constraints=()):
    limits = [Limit(*one) for one in constraints]
    left = {i: m[optimise] for i, m in enumerate(models) if all(c.holds(m) for c in limits)}
    if not left:
        return None
    best = (max if direction == "max" else min)(left.values())
    return next(i for i, value in left.items() if value == best)
