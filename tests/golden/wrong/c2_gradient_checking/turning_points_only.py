# expect: kink_coordinates loses
"""Takes only slopes of opposite signs for a kink, so a relu's (0 and 1) is missed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

VERBOSE = True


def _number_of_entries(shape: Sequence[int]) -> int:
    """How many entries an array of this shape holds; 1 for ()."""
    return math.prod(int(side) for side in shape)


def _value_after_move(
    f: Callable[[np.ndarray], float], theta: np.ndarray, index: int, step: float
) -> float:
    """f, with the entry number `index` (in C order) of a fresh copy moved by step."""
    moved = np.array(theta, dtype=np.float64, order="C")
    row = moved.reshape(-1)
    assert row.size == 0 or np.shares_memory(row, moved)
    row[index] = row[index] + step
    return float(f(moved))


def parameters_to_vector(parameters: dict[str, np.ndarray], keys: Sequence[str]) -> Vector:
    """All entries in one row."""
    arrays = [np.asarray(parameters[key], dtype=np.float64) for key in keys]
    theta = np.empty(sum(one.size for one in arrays), dtype=np.float64)
    start = 0
    for one in arrays:
        theta[start : start + one.size] = one.ravel(order="C")
        start += one.size
    assert start == theta.size
    return theta


def vector_to_parameters(
    theta: np.ndarray, keys: Sequence[str], shapes: Sequence[tuple[int, ...]]
) -> dict[str, np.ndarray]:
    """The way back."""
    if len(keys) != len(shapes):
        raise ValueError("each key needs a shape")
    theta = np.asarray(theta)
    sizes = [_number_of_entries(shape) for shape in shapes]
    if sum(sizes) != theta.shape[0]:
        raise ValueError(f"theta has {theta.shape[0]} entries, and the shapes {sum(sizes)}")
    parameters: dict[str, np.ndarray] = {}
    start = 0
    for key, shape, size in zip(keys, shapes, sizes, strict=True):
        value = np.empty(tuple(shape), dtype=np.float64)
        value[...] = theta[start : start + size].reshape(tuple(shape))
        parameters[key] = value
        start += size
    return parameters


def forward_difference(f: Callable[[float], float], x: float, h: float) -> float:
    """The slope to the right."""
    assert h > 0, "the step must be positive"
    return float((f(x + h) - f(x)) / h)


def central_difference(f: Callable[[float], float], x: float, h: float) -> float:
    """The slope from the left to the right."""
    assert h > 0, "the step must be positive"
    return float((f(x + h) - f(x - h)) / (2.0 * h))


def numeric_gradient(
    f: Callable[[np.ndarray], float], theta: np.ndarray, epsilon: float = 1e-6
) -> np.ndarray:
    """Central differences, in C order."""
    assert epsilon > 0
    slopes = [
        (_value_after_move(f, theta, i, epsilon) - _value_after_move(f, theta, i, -epsilon))
        / (2.0 * epsilon)
        for i in range(np.size(theta))
    ]
    gradient = np.array(slopes, dtype=np.float64).reshape(np.shape(theta))
    assert gradient.shape == np.shape(theta) and gradient.dtype == np.float64
    return gradient


def relative_difference(grad: np.ndarray, gradapprox: np.ndarray) -> float:
    """The distance, over the sum of the lengths."""
    claimed, numeric = np.asarray(grad, np.float64), np.asarray(gradapprox, np.float64)
    assert claimed.shape == numeric.shape, (claimed.shape, numeric.shape)
    numerator = np.linalg.norm((claimed - numeric).ravel())
    denominator = np.linalg.norm(claimed.ravel()) + np.linalg.norm(numeric.ravel())
    if denominator == 0.0:
        return 0.0
    return float(numerator / denominator)


def gradient_check(
    f: Callable[[np.ndarray], float],
    grad_f: Callable[[np.ndarray], np.ndarray],
    theta: np.ndarray,
    epsilon: float = 1e-6,
    threshold: float = 1e-6,
) -> dict[str, Any]:
    """Whether grad_f is the gradient of f, and by how much it is not."""
    claimed = np.array(grad_f(np.array(theta, dtype=np.float64)))
    numeric = numeric_gradient(f, theta, epsilon=epsilon)
    if np.isnan(claimed).any():
        print("the gradient holds NaN")
        return {"ok": False, "difference": math.inf}
    difference = relative_difference(claimed, numeric)
    ok = bool(difference <= threshold)
    if VERBOSE:
        print(f"{'fine' if ok else 'THERE IS A MISTAKE'}: {difference:.3e}")
    return {"difference": difference, "ok": ok}


def check_parameters(
    cost: Callable[[dict[str, np.ndarray]], float],
    gradients: dict[str, np.ndarray],
    parameters: dict[str, np.ndarray],
    epsilon: float = 1e-6,
) -> tuple[dict[str, float], str]:
    """The whole network as one vector, and the numeric gradient cut up afterwards."""
    names = list(parameters)
    shapes = [np.shape(parameters[name]) for name in names]
    theta = parameters_to_vector(parameters, names)

    def cost_of_vector(vector: np.ndarray) -> float:
        return cost(vector_to_parameters(vector, names, shapes))

    numeric = vector_to_parameters(numeric_gradient(cost_of_vector, theta, epsilon), names, shapes)
    differences = {
        name: relative_difference(gradients[f"d{name}"], numeric[name]) for name in names
    }
    worst = sorted(names, key=lambda name: -differences[name])[0]
    return differences, worst


def kink_coordinates(
    f: Callable[[np.ndarray], float], theta: np.ndarray, epsilon: float = 1e-5, tol: float = 1e-2
) -> list[int]:
    """Where the slope changes its sign with a jump."""
    middle = float(f(np.array(theta, dtype=np.float64)))
    found: list[int] = []
    for i in range(np.size(theta)):
        right = (_value_after_move(f, theta, i, epsilon) - middle) / epsilon
        left = (middle - _value_after_move(f, theta, i, -epsilon)) / epsilon
        if right * left < 0 and abs(right - left) > tol:
            found.append(i)
    return found
