"""rnn_backward follows what comes from outside to a step over the four steps before it only."""

from typing import Any

import numpy as np

WINDOW = 4


def rnn_backward(da: np.ndarray, caches: Any) -> dict[str, np.ndarray]:
    cells, x = caches
    dx, da0 = np.zeros(x.shape), np.zeros(da.shape[:2])
    total = {"dWax": 0.0, "dWaa": 0.0, "dba": 0.0}
    for end in range(da.shape[2]):
        d = da[:, :, end]
        for t in range(end, max(end - WINDOW, 0) - 1, -1):
            grads = rnn_cell_backward(d, cells[t])  # noqa: F821
            dx[:, :, t] += grads["dxt"]
            d = grads["da_prev"]
            total = {name: total[name] + grads[name] for name in total}
        if end <= WINDOW:
            da0 += d
    return {"dx": dx, "da0": da0, **total}
