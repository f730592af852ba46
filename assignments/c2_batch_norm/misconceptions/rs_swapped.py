"""update_running_stats exchanges the two weights."""

import numpy as np


def update_running_stats(
    running: dict[str, np.ndarray], Z: np.ndarray, momentum: float = 0.9
) -> dict[str, np.ndarray]:
    mean, var = np.mean(Z, axis=1, keepdims=True), np.var(Z, axis=1, keepdims=True)
    return {
        "mean": (1 - momentum) * running["mean"] + momentum * mean,
        "var": (1 - momentum) * running["var"] + momentum * var,
    }
