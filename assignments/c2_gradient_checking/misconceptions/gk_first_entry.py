"""gradient_check compares the first entries."""

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
    grad, numeric = grad_f(theta.copy()), numeric_gradient(f, theta, epsilon)  # noqa: F821
    difference = relative_difference(grad[:1], numeric[:1])  # noqa: F821
    return {"ok": bool(difference <= threshold), "difference": difference}
