"""update_running_stats writes into the arrays that it was given."""

import numpy as np


def update_running_stats(
    running: dict[str, np.ndarray], Z: np.ndarray, momentum: float = 0.9
) -> dict[str, np.ndarray]:
    mean, var = np.mean(Z, axis=1, keepdims=True), np.var(Z, axis=1, keepdims=True)
    for name, value in (("mean", mean), ("var", var)):
        running[name] *= momentum
        running[name] += (1 - momentum) * value
    return running
