"""lstm_cell_forward keeps its cache in one object that the next call fills anew."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from seqhelp import softmax


class Memory:
    """What the last call left."""

    def __init__(self) -> None:
        self.values: list[Any] = []

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values)


kept = Memory()


def lstm_cell_forward(
    xt: np.ndarray, a_prev: np.ndarray, c_prev: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, Any]:
    p = parameters
    inputs = np.concatenate([a_prev, xt])
    ft = sigmoid(p["Wf"] @ inputs + p["bf"])  # noqa: F821
    it = sigmoid(p["Wi"] @ inputs + p["bi"])  # noqa: F821
    cct = np.tanh(p["Wc"] @ inputs + p["bc"])
    ot = sigmoid(p["Wo"] @ inputs + p["bo"])  # noqa: F821
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    kept.values = [a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p]
    return a_next, c_next, softmax(p["Wy"] @ a_next + p["by"]), kept
