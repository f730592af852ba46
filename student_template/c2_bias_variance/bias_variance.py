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
    raise NotImplementedError


def diagnose(
    train_error: float, dev_error: float, bayes_error: float = 0.0, tolerance: float = 0.02
) -> dict[str, Any]:
    """Return {"avoidable_bias": …, "variance": …, "problems": […]}.

    avoidable_bias is how far train_error is above bayes_error, and variance how far dev_error is
    above train_error; both may be negative. problems lists "bias" and "variance", in this order:
    each if its number is above tolerance.
    """
    raise NotImplementedError


def recommend(problems: Sequence[str]) -> list[str]:
    """Return what helps against these problems: a sorted list of names, each once.

    Against "bias": bigger_network, new_architecture, train_longer. Against "variance": dropout,
    more_data, regularization. Any other problem raises ValueError.
    """
    raise NotImplementedError


def polynomial_features(x: np.ndarray, degree: int) -> np.ndarray:
    """Return Phi (degree + 1, m) for x (m,): row j holds x^j, from j = 0 to degree.

    Row 0 is all ones, at x = 0 too. x may hold whole numbers; Phi is float64.
    """
    raise NotImplementedError


def ridge_fit(Phi: np.ndarray, y: np.ndarray, lambd: float) -> np.ndarray:
    """Return the theta (n,) that minimises ‖theta·Phi − y‖² + lambd·(theta_1² + … + theta_(n−1)²).

    Phi is (n, m), y (m,), lambd ≥ 0. theta_0 is not penalised. Sums, not means.
    """
    raise NotImplementedError


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
    raise NotImplementedError


def read_learning_curve(
    train_errors: Sequence[float], dev_errors: Sequence[float], target: float, tolerance: float
) -> dict[str, Any]:
    """Return {"problem": "none" | "bias" | "variance" | "both", "more_data_helps": bool}.

    The last points decide. There is bias when the training error is above target + tolerance, and
    variance when the dev error is above the training error by more than tolerance. More data
    helps exactly where there is variance.
    """
    raise NotImplementedError


def bias_variance_decomposition(predictions: np.ndarray, targets: np.ndarray) -> dict[str, float]:
    """Return {"bias2": …, "variance": …, "mse": …}, three numbers.

    predictions (k, m) holds what k models predict at m points, and targets (m,) what is true
    there. At each point, over the models: the square of (mean prediction − target), the
    variance of the predictions (their mean squared distance to their mean), and the mean squared
    error. Each of the three is then averaged over the points.
    """
    raise NotImplementedError


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
    raise NotImplementedError
