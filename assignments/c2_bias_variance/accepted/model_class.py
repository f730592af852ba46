# A model is an object; results are small classes that are dicts; errors are methods.

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np


class Remedies(dict):
    def __missing__(self, problem: str) -> set[str]:
        raise ValueError(f"{problem} is no problem")


REMEDIES = Remedies(
    bias={"train_longer", "bigger_network", "new_architecture"},
    variance={"more_data", "dropout", "regularization"},
)


@dataclass
class Diagnosis:
    avoidable_bias: float
    variance: float
    problems: list[str] = field(default_factory=list)


def error_rate(y: Any, y_hat: Any) -> float:
    pairs = list(zip(np.ravel(y).tolist(), np.ravel(y_hat).tolist(), strict=True))
    return sum(a != b for a, b in pairs) / len(pairs)


def diagnose(
    train_error: float, dev_error: float, bayes_error: float = 0.0, tolerance: float = 0.02
) -> dict[str, Any]:
    found = Diagnosis(train_error - bayes_error, dev_error - train_error)
    found.problems += ["bias"] * (found.avoidable_bias > tolerance)
    found.problems += ["variance"] * (found.variance > tolerance)
    return asdict(found)


def recommend(problems: Sequence[str]) -> list[str]:
    return sorted(set().union(*(REMEDIES[name] for name in problems)))


@dataclass
class Polynomial:
    degree: int
    lambd: float
    theta: np.ndarray | None = None

    def features(self, x: np.ndarray) -> np.ndarray:
        return np.cumprod(np.vstack([np.ones(len(x)), np.tile(x, (self.degree, 1))]), axis=0)

    def fit(self, x: np.ndarray, y: np.ndarray) -> Polynomial:
        self.theta = ridge_fit(self.features(x), y, self.lambd)
        return self

    def error(self, x: np.ndarray, y: np.ndarray) -> float:
        return float(np.mean(np.square(self.theta @ self.features(x) - y)))


def polynomial_features(x: np.ndarray, degree: int) -> np.ndarray:
    return Polynomial(degree, 0.0).features(x)


def ridge_fit(Phi: np.ndarray, y: np.ndarray, lambd: float) -> np.ndarray:
    penalty = np.full(len(Phi), float(lambd))
    penalty[0] = 0.0
    return np.linalg.inv(np.dot(Phi, Phi.T) + np.diag(penalty)).dot(Phi.dot(y))


def learning_curve(x_train, y_train, x_dev, y_dev, sizes, degree, lambd):
    models = [Polynomial(degree, lambd).fit(x_train[:s], y_train[:s]) for s in sizes]
    return [
        [model.error(x_train[:s], y_train[:s]) for model, s in zip(models, sizes, strict=True)],
        [model.error(x_dev, y_dev) for model in models],
    ]


def read_learning_curve(train_errors, dev_errors, target, tolerance):
    *_, train = train_errors
    *_, dev = dev_errors
    problems = [
        name
        for name, high in (
            ("bias", train > target + tolerance),
            ("variance", dev > train + tolerance),
        )
        if high
    ]
    word = {0: "none", 1: "".join(problems), 2: "both"}[len(problems)]
    return {"problem": word, "more_data_helps": "variance" in problems, "problems": problems}


def bias_variance_decomposition(predictions, targets):
    parts = {
        "bias2": (np.average(predictions, axis=0) - targets) ** 2,
        "variance": np.average(predictions**2, axis=0) - np.average(predictions, axis=0) ** 2,
    }
    found = {name: np.average(values) for name, values in parts.items()}
    return found | {"mse": sum(found.values())}


def choose_lambda(x_train, y_train, x_dev, y_dev, degree, lambdas):
    errors = {
        place: Polynomial(degree, lambd).fit(x_train, y_train).error(x_dev, y_dev)
        for place, lambd in enumerate(lambdas)
    }
    return lambdas[min(errors, key=errors.get)], list(errors.values())
