"""identity_block_forward keeps its cache in one object that the next call fills anew."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from convhelp import conv2d, relu


class Memory:
    """What the last call left."""

    def __init__(self) -> None:
        self.values: list[Any] = []

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values)


kept = Memory()


def identity_block_forward(
    X: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, Any]:
    W1, W2 = parameters["W1"], parameters["W2"]
    Z1 = conv2d(X, W1, parameters["b1"], 1, len(W1) // 2)
    A1 = relu(Z1)
    S = conv2d(A1, W2, parameters["b2"], 1, len(W2) // 2) + X
    kept.values = [X, Z1, A1, S, parameters]
    return relu(S), kept
