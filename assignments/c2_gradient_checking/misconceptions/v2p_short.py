"""vector_to_parameters fills up with zeros where theta has too few entries."""

from collections.abc import Sequence

import numpy as np


def vector_to_parameters(
    theta: np.ndarray, keys: Sequence[str], shapes: Sequence[tuple[int, ...]]
) -> dict[str, np.ndarray]:
    if sum(int(np.prod(shape)) for shape in shapes) < len(theta):
        raise ValueError("too many entries")
    parameters, start = {}, 0
    for key, shape in zip(keys, shapes, strict=True):
        value = np.zeros(int(np.prod(shape)))
        piece = theta[start : start + value.size]
        value[: len(piece)] = piece
        parameters[key] = value.reshape(shape)
        start += value.size
    return parameters
