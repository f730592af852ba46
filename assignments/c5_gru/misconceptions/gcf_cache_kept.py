"""gru_cell_forward keeps its cache in one object that the next call fills anew."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from gatehelp import sigmoid


class Memory:
    """What the last call left."""

    def __init__(self) -> None:
        self.values: list[Any] = []

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values)


kept = Memory()


def gru_cell_forward(
    xt: np.ndarray, c_prev: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, Any]:
    both = np.concatenate([c_prev, xt], axis=0)
    r = sigmoid(parameters["Wr"] @ both + parameters["br"])
    u = sigmoid(parameters["Wu"] @ both + parameters["bu"])
    gated = np.concatenate([r * c_prev, xt], axis=0)
    cand = np.tanh(parameters["Wc"] @ gated + parameters["bc"])
    kept.values = [c_prev, xt, r, u, cand, parameters]
    return u * cand + (1 - u) * c_prev, kept
