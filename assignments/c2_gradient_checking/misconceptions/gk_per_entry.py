"""gradient_check asks for the whole gradient once for each of its entries."""

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
    grad = np.array([grad_f(theta.copy())[i] for i in range(len(theta))])
    difference = relative_difference(grad, numeric_gradient(f, theta, epsilon))  # noqa: F821
    return {"ok": bool(difference <= threshold), "difference": difference}
