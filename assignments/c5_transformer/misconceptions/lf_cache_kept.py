"""layer_norm_forward keeps its cache in one object that the next call fills anew."""

from collections.abc import Iterator
from typing import Any

import numpy as np


class Memory:
    """What the last call left."""

    def __init__(self) -> None:
        self.values: list[Any] = []

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values)


kept = Memory()


def layer_norm_forward(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, Any]:
    apart = x - x.mean(axis=-1, keepdims=True)
    inv = (eps + (apart * apart).mean(axis=-1, keepdims=True)) ** -0.5
    kept.values = [apart * inv, inv, gamma]
    return apart * inv * gamma + beta, kept
