"""gradient_check compares grad_f with itself."""

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
    difference = relative_difference(grad_f(theta.copy()), grad_f(theta.copy()))  # noqa: F821
    return {"ok": bool(difference <= threshold), "difference": difference}
