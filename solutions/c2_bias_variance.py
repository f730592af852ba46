"""Bias and variance: telling them apart, measuring them, and choosing what to do.

The model is a polynomial: for a number x it predicts θ_0 + θ_1·x + … + θ_d·x^d, where d is its
degree. x and y are (m,), a number for each of m examples, and Phi is (d + 1, m): columns are
examples, row j holds the powers x^j. The error of a fit is the mean of its squared errors, without
a penalty. All arrays are float64.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def error_rate(y: ArrayLike, y_hat: ArrayLike) -> float:
    """Return the share of predictions y_hat that differ from the labels y, a number from 0 to 1.

    y and y_hat are arrays or (nested) lists of labels, numbers or words, with as many entries.
    Their shapes may differ: entries belong together in reading order.
    """
    # BEGIN SOLUTION
    return float(np.mean(np.ravel(y) != np.ravel(y_hat)))
    # END SOLUTION


def diagnose(
    train_error: float, dev_error: float, bayes_error: float = 0.0, tolerance: float = 0.02
) -> dict[str, Any]:
    """Return {"avoidable_bias": …, "variance": …, "problems": […]}.

    avoidable_bias is how far train_error is above bayes_error, and variance how far dev_error is
    above train_error; both may be negative. problems lists "bias" and "variance", in this order:
    each if its number is above tolerance.
    """
    # BEGIN SOLUTION
    avoidable_bias = train_error - bayes_error
    variance = dev_error - train_error
    problems = []
    if avoidable_bias > tolerance:
        problems.append("bias")
    if variance > tolerance:
        problems.append("variance")
    return {"avoidable_bias": avoidable_bias, "variance": variance, "problems": problems}
    # END SOLUTION


def recommend(problems: Sequence[str]) -> list[str]:
    """Return what helps against these problems: a sorted list of names, each once.

    Against "bias": bigger_network, new_architecture, train_longer. Against "variance": dropout,
    more_data, regularization. Any other problem raises ValueError.
    """
    # BEGIN SOLUTION
    remedies = {
        "bias": ["bigger_network", "new_architecture", "train_longer"],
        "variance": ["dropout", "more_data", "regularization"],
    }
    found = set()
    for problem in problems:
        if problem not in remedies:
            raise ValueError(f"no remedy is known against {problem!r}")
        found.update(remedies[problem])
    return sorted(found)
    # END SOLUTION


def polynomial_features(x: np.ndarray, degree: int) -> np.ndarray:
    """Return Phi (degree + 1, m) for x (m,): row j holds x^j, from j = 0 to degree.

    Row 0 is all ones, at x = 0 too. x may hold whole numbers; Phi is float64.
    """
    # BEGIN SOLUTION
    return np.array([np.asarray(x, dtype=np.float64) ** j for j in range(degree + 1)])
    # END SOLUTION


def ridge_fit(Phi: np.ndarray, y: np.ndarray, lambd: float) -> np.ndarray:
    """Return the theta (n,) that minimises ‖theta·Phi − y‖² + lambd·(theta_1² + … + theta_(n−1)²).

    Phi is (n, m), y (m,), lambd ≥ 0. theta_0 is not penalised. Sums, not means.
    """
    # BEGIN SOLUTION
    P = np.eye(len(Phi))
    P[0, 0] = 0.0
    return np.linalg.solve(Phi @ Phi.T + lambd * P, Phi @ y)
    # END SOLUTION


def learning_curve(
    x_train: np.ndarray,
    y_train: np.ndarray,
    x_dev: np.ndarray,
    y_dev: np.ndarray,
    sizes: Sequence[int],
    degree: int,
    lambd: float,
) -> tuple[list[float], list[float]]:
    """Return (train_errors, dev_errors), two lists with a number for each of the sizes.

    For a size s the model is fitted to the first s training examples. Its errors are mean
    squared errors, on these s examples and on the whole dev set. Uses polynomial_features and
    ridge_fit.
    """
    # BEGIN SOLUTION
    Phi_train, Phi_dev = polynomial_features(x_train, degree), polynomial_features(x_dev, degree)
    train_errors, dev_errors = [], []
    for s in sizes:
        theta = ridge_fit(Phi_train[:, :s], y_train[:s], lambd)
        train_errors.append(float(np.mean((theta @ Phi_train[:, :s] - y_train[:s]) ** 2)))
        dev_errors.append(float(np.mean((theta @ Phi_dev - y_dev) ** 2)))
    return train_errors, dev_errors
    # END SOLUTION


def read_learning_curve(
    train_errors: Sequence[float], dev_errors: Sequence[float], target: float, tolerance: float
) -> dict[str, Any]:
    """Return {"problem": "none" | "bias" | "variance" | "both", "more_data_helps": bool}.

    The last points decide. There is bias when the training error is above target + tolerance, and
    variance when the dev error is above the training error by more than tolerance. More data
    helps exactly where there is variance.
    """
    # BEGIN SOLUTION
    train, dev = train_errors[-1], dev_errors[-1]
    bias = train > target + tolerance
    variance = dev - train > tolerance
    names = {
        (False, False): "none",
        (True, False): "bias",
        (False, True): "variance",
        (True, True): "both",
    }
    return {"problem": names[bool(bias), bool(variance)], "more_data_helps": bool(variance)}
    # END SOLUTION


def bias_variance_decomposition(predictions: np.ndarray, targets: np.ndarray) -> dict[str, float]:
    """Return {"bias2": …, "variance": …, "mse": …}, three numbers.

    predictions (k, m) holds what k models predict at m points, and targets (m,) what is true
    there. At each point, over the models: the square of (mean prediction − target), the
    variance of the predictions (their mean squared distance to their mean), and the mean squared
    error. Each of the three is then averaged over the points.
    """
    # BEGIN SOLUTION
    center = np.mean(predictions, axis=0)
    return {
        "bias2": float(np.mean((center - targets) ** 2)),
        "variance": float(np.mean((predictions - center) ** 2)),
        "mse": float(np.mean((predictions - targets) ** 2)),
    }
    # END SOLUTION


def choose_lambda(
    x_train: np.ndarray,
    y_train: np.ndarray,
    x_dev: np.ndarray,
    y_dev: np.ndarray,
    degree: int,
    lambdas: Sequence[float],
) -> tuple[float, list[float]]:
    """Return (the best lambda, the dev errors in the order of lambdas).

    Each lambda is fitted on the whole training set. The best has the lowest mean squared error on
    the dev set; of equals, the first. Uses polynomial_features and ridge_fit.
    """
    # BEGIN SOLUTION
    Phi_train, Phi_dev = polynomial_features(x_train, degree), polynomial_features(x_dev, degree)
    errors = []
    for lambd in lambdas:
        theta = ridge_fit(Phi_train, y_train, lambd)
        errors.append(float(np.mean((theta @ Phi_dev - y_dev) ** 2)))
    return lambdas[int(np.argmin(errors))], errors
    # END SOLUTION
