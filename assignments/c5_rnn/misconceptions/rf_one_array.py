"""rnn_forward hands one array from step to step, which all caches hold."""

from typing import Any

import numpy as np


def rnn_forward(
    x: np.ndarray, a0: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, Any]:
    state, states, predictions, cells = a0.copy(), [], [], []
    for t in range(x.shape[2]):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], state, parameters)  # noqa: F821
        state[...] = a_next
        states.append(a_next)
        predictions.append(yt_pred)
        cells.append(cache)
    return np.stack(states, axis=2), np.stack(predictions, axis=2), (cells, x)
