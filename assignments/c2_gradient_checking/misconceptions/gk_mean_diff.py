"""gradient_check takes the mean of the signed errors, relative to the lengths."""

from collections.abc import Callable
from typing import Any

import numpy as np


def gradient_check(
    f: Callable[[np.ndarray], float],
    grad_f: Callable[[np.ndarray], np.ndarray],
    theta: np.ndarray,
    epsilon: float = 1e-6,
    threshold: float = 1e-6,
) -> dict[str, Any]:
    grad = grad_f(theta.copy())
    numeric = numeric_gradient(f, theta, epsilon)  # noqa: F821
    size = np.linalg.norm(grad) + np.linalg.norm(numeric)
    difference = float(abs(np.mean(grad - numeric)) / size)
    return {"ok": difference <= threshold, "difference": difference}
