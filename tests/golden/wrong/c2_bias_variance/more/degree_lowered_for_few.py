# expect: learning_curve loses
# Lowers the degree to s − 1 where there are fewer examples than weights.
"""Diagnosing bias and variance, carefully."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

AGAINST: dict[str, tuple[str, ...]] = {
    "bias": ("bigger_network", "new_architecture", "train_longer"),
    "variance": ("dropout", "more_data", "regularization"),
}


def _above(gap: float, tolerance: float) -> bool:
    return bool(gap > tolerance)


def error_rate(y: ArrayLike, y_hat: ArrayLike) -> float:
    labels = np.asarray(y).reshape(-1)
    predictions = np.asarray(y_hat).reshape(-1)
    assert labels.shape == predictions.shape, "as many labels as predictions"
    differ = np.not_equal(labels, predictions)
    return float(np.count_nonzero(differ) / labels.size)


def diagnose(
    train_error: float, dev_error: float, bayes_error: float = 0.0, tolerance: float = 0.02
) -> dict[str, Any]:
    gaps = {"bias": train_error - bayes_error, "variance": dev_error - train_error}
    return {
        "avoidable_bias": gaps["bias"],
        "variance": gaps["variance"],
        "problems": [name for name, gap in gaps.items() if _above(gap, tolerance)],
        "tolerance": tolerance,
    }


def recommend(problems: Sequence[str]) -> list[str]:
    names: set[str] = set()
    for problem in problems:
        try:
            names.update(AGAINST[problem])
        except KeyError as error:
            raise ValueError(f"unknown problem: {problem}") from error
    return sorted(names)


def polynomial_features(x: Array, degree: int) -> Array:
    assert degree >= 0
    x = np.array(x, dtype=np.float64)
    Phi = np.ones((degree + 1, x.size), dtype=np.float64)
    for j in range(1, degree + 1):
        Phi[j] = Phi[j - 1] * x
    return Phi


def ridge_fit(Phi: Array, y: Array, lambd: float) -> Array:
    """Least squares, with a row of data for each penalised weight."""
    assert lambd >= 0
    n, m = Phi.shape
    assert y.shape == (m,)
    extra = math.sqrt(lambd) * np.eye(n)[1:]
    A = np.vstack([Phi.T, extra])
    b = np.concatenate([y, np.zeros(n - 1)])
    theta, *_ = np.linalg.lstsq(A, b, rcond=None)
    assert theta.shape == (n,)
    return theta


def _mse(theta: Array, Phi: Array, y: Array) -> float:
    residual = theta @ Phi - y
    assert residual.shape == y.shape
    return float(residual @ residual / y.size)


def learning_curve(
    x_train: Array,
    y_train: Array,
    x_dev: Array,
    y_dev: Array,
    sizes: Sequence[int],
    degree: int,
    lambd: float,
) -> tuple[list[float], list[float]]:
    train_errors: list[float] = []
    dev_errors: list[float] = []
    for size in sizes:
        possible = min(degree, size - 1)  # more weights than examples: no unique minimum
        Phi, y = polynomial_features(x_train[:size], possible), y_train[:size]
        theta = ridge_fit(Phi, y, lambd)
        train_errors.append(_mse(theta, Phi, y))
        dev_errors.append(_mse(theta, polynomial_features(x_dev, possible), y_dev))
    return train_errors, dev_errors


def read_learning_curve(
    train_errors: Sequence[float], dev_errors: Sequence[float], target: float, tolerance: float
) -> dict[str, Any]:
    assert len(train_errors) == len(dev_errors) > 0
    train, dev = float(train_errors[-1]), float(dev_errors[-1])
    found = [
        name
        for name, yes in (
            ("bias", train > target + tolerance),
            ("variance", _above(dev - train, tolerance)),
        )
        if yes
    ]
    problem = "both" if len(found) == 2 else "".join(found) or "none"
    return {"problem": problem, "more_data_helps": "variance" in found}


def bias_variance_decomposition(predictions: Array, targets: Array) -> dict[str, float]:
    k, m = predictions.shape
    assert targets.shape == (m,)
    mean = np.sum(predictions, axis=0, keepdims=True) / k
    bias2 = np.sum((mean - targets) ** 2, axis=0)
    variance = np.sum((predictions - mean) ** 2, axis=0) / k
    mse = np.sum((predictions - targets) ** 2, axis=0) / k
    assert np.allclose(bias2 + variance, mse)
    return {name: float(np.mean(v)) for name, v in (("bias2", bias2), ("variance", variance), ("mse", mse))}


def choose_lambda(
    x_train: Array,
    y_train: Array,
    x_dev: Array,
    y_dev: Array,
    degree: int,
    lambdas: Sequence[float],
) -> tuple[float, list[float]]:
    errors = []
    for lambd in lambdas:
        theta = ridge_fit(polynomial_features(x_train, degree), y_train, lambd)
        errors.append(_mse(theta, polynomial_features(x_dev, degree), y_dev))
    best = lambdas[errors.index(min(errors))]
    return best, errors


if __name__ == "__main__":
    from waves import waves

    print(choose_lambda(*waves(20, 1), *waves(400, 2), 14, [1e-6, 1e-3, 0.1, 10.0, 1000.0]))
