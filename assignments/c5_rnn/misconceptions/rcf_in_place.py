"""rnn_cell_forward writes the new state into the array of the old one."""

from typing import Any

import numpy as np


def rnn_cell_forward(
    xt: np.ndarray, a_prev: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, Any]:
    before = a_prev.copy()
    a_prev[...] = np.tanh(parameters["Waa"] @ a_prev + parameters["Wax"] @ xt + parameters["ba"])
    yt_pred = softmax(parameters["Wya"] @ a_prev + parameters["by"])  # noqa: F821
    return a_prev.copy(), yt_pred, (a_prev.copy(), before, xt, parameters)
