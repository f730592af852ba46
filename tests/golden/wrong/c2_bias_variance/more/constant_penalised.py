# expect: ridge_fit loses
"""The constant is shrunk along."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Iterable

import numpy as np


@dataclass(frozen=True)
class Examples:
    x: np.ndarray
    y: np.ndarray

    def first(self, s: int) -> Examples:
        return Examples(self.x[:s].copy(), self.y[:s].copy())

    def error(self, theta: np.ndarray) -> float:
        prediction = np.zeros_like(self.y)
        for weight in reversed(theta):  # Horner's rule
            prediction = prediction * self.x + weight
        return float(np.dot(prediction - self.y, prediction - self.y) / self.y.size)

    def fitted(self, degree: int, lambd: float) -> np.ndarray:
        return ridge_fit(polynomial_features(self.x, degree), self.y, lambd)


def error_rate(y, y_hat) -> float:
    labels, guesses = (np.asarray(one).flatten() for one in (y, y_hat))
    return sum(map(lambda a, b: bool(a != b), labels, guesses)) / len(labels)


def diagnose(train_error, dev_error, bayes_error=0.0, tolerance=0.02) -> dict:
    levels = (bayes_error, train_error, dev_error)
    gaps = [above - below for below, above in itertools.pairwise(levels)]
    problems = list(itertools.compress(("bias", "variance"), (gap > tolerance for gap in gaps)))
    return {"avoidable_bias": gaps[0], "variance": gaps[1], "problems": problems}


def recommend(problems: Iterable[str]) -> list[str]:
    found: set[str] = set()
    for problem in problems:
        match problem:
            case "bias":
                found |= {"bigger_network", "new_architecture", "train_longer"}
            case "variance":
                found |= {"dropout", "more_data", "regularization"}
            case _:
                raise ValueError(f"I know nothing against {problem}")
    return sorted(found)


def polynomial_features(x, degree: int) -> np.ndarray:
    x = np.asarray(x, dtype=np.float64)
    return np.stack([np.prod([x] * j, axis=0) if j else np.ones_like(x) for j in range(degree + 1)])


def ridge_fit(Phi: np.ndarray, y: np.ndarray, lambd: float) -> np.ndarray:
    n = len(Phi)
    below = np.sqrt(lambd) * np.eye(n)
    Q, R = np.linalg.qr(np.vstack([Phi.T, below]))
    return np.linalg.solve(R, Q.T @ np.hstack([y, np.zeros(n)]))


def learning_curve(x_train, y_train, x_dev, y_dev, sizes, degree, lambd):
    train, dev = Examples(x_train, y_train), Examples(x_dev, y_dev)
    curves = np.empty((2, len(sizes)))
    for column, s in enumerate(sizes):
        seen = train.first(s)
        theta = seen.fitted(degree, lambd)
        curves[:, column] = seen.error(theta), dev.error(theta)
    return curves[0], curves[1]


def read_learning_curve(train_errors, dev_errors, target, tolerance):
    seen = diagnose(train_errors[-1], dev_errors[-1], target, tolerance)["problems"]
    return {
        "problem": "both" if len(seen) == 2 else (seen or ["none"])[0],
        "more_data_helps": bool("variance" in seen),
    }


def bias_variance_decomposition(predictions, targets):
    k, m = predictions.shape
    columns = [(predictions[:, i], targets[i]) for i in range(m)]
    bias2 = sum((column.sum() / k - t) ** 2 for column, t in columns) / m
    variance = sum(((column - column.sum() / k) ** 2).sum() / k for column, _ in columns) / m
    return {"bias2": bias2, "variance": variance, "mse": bias2 + variance}


def choose_lambda(x_train, y_train, x_dev, y_dev, degree, lambdas):
    train, dev = Examples(x_train, y_train), Examples(x_dev, y_dev)
    errors = [dev.error(train.fitted(degree, lambd)) for lambd in lambdas]
    best = min(range(len(errors)), key=lambda place: errors[place])
    return lambdas[best], errors
