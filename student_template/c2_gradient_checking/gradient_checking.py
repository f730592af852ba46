"""A gradient checker, in NumPy: derivatives by differences, and how far another is from them.

Nothing here knows how a function is computed. A function f is asked for its values, and all
that is said about its slopes follows from these:

    f(x)             a number for a number x, in forward_difference and central_difference
    f(theta)         a number for an array theta, everywhere else
    grad_f(theta)    the gradient that somebody claims f to have, of theta's shape
    cost(parameters) a number for a dict of arrays

These functions keep nothing of what they are handed, and change none of it. They are costly:
ask each as seldom as you can.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def parameters_to_vector(parameters: dict[str, np.ndarray], keys: Sequence[str]) -> np.ndarray:
    """Return the entries of all parameters in one row (N,), float64.

    First come the entries of parameters[keys[0]] in C order (row by row), then those of
    parameters[keys[1]], and so on: the order is that of keys, whatever the dict's. keys may
    leave parameters out; without any, the result is empty, (0,). The parameters are arrays of
    any shape, (), and shapes with a side of 0 among them. The result shares no memory with them.
    """
    raise NotImplementedError


def vector_to_parameters(
    theta: np.ndarray, keys: Sequence[str], shapes: Sequence[tuple[int, ...]]
) -> dict[str, np.ndarray]:
    """Return the parameters cut out of theta (N,): the way back from parameters_to_vector.

    parameters[keys[i]] is an array of the shape shapes[i], float64, filled in C order with the
    next entries of theta. All of theta must be used up: if the shapes hold more entries than
    theta or fewer, raises ValueError. The arrays share no memory with theta.
    """
    raise NotImplementedError


def forward_difference(f: Callable[[float], float], x: float, h: float) -> float:
    """Return the slope of f from x to x + h, with h > 0: a number, for two calls of f."""
    raise NotImplementedError


def central_difference(f: Callable[[float], float], x: float, h: float) -> float:
    """Return the slope of f from x − h to x + h, with h > 0: a number, for two calls of f."""
    raise NotImplementedError


def numeric_gradient(
    f: Callable[[np.ndarray], float], theta: np.ndarray, epsilon: float = 1e-6
) -> np.ndarray:
    """Return the gradient of f at theta by central differences: an array of theta's shape.

    theta has one axis or more, and holds floats or whole numbers; it may be empty. Each entry
    in turn is moved by epsilon up and down, while all others stay what they are: at most
    2·N + 2 calls of f for N entries. f gets arrays of theta's shape. theta stays as it is.
    """
    raise NotImplementedError


def relative_difference(grad: np.ndarray, gradapprox: np.ndarray) -> float:
    """Return ‖grad − gradapprox‖ / (‖grad‖ + ‖gradapprox‖), a number from 0 to 1.

    Both are arrays of one shape, whichever; ‖·‖ is the root of the sum of the squares of all
    entries. Where both are zero, returns 0. Nothing is added below the line: it is right for
    gradients of size 1e-9, too.
    """
    raise NotImplementedError


def gradient_check(
    f: Callable[[np.ndarray], float],
    grad_f: Callable[[np.ndarray], np.ndarray],
    theta: np.ndarray,
    epsilon: float = 1e-6,
    threshold: float = 1e-6,
) -> dict[str, Any]:
    """Return {"ok": …, "difference": …}: whether grad_f is the gradient of f at theta (n,).

    "difference" is the relative difference of grad_f(theta), asked for once, from the numeric
    gradient with epsilon, and "ok" is whether it is at most threshold. A gradient that holds
    NaN is never ok. theta stays as it is. Uses numeric_gradient and relative_difference.
    """
    raise NotImplementedError


def check_parameters(
    cost: Callable[[dict[str, np.ndarray]], float],
    gradients: dict[str, np.ndarray],
    parameters: dict[str, np.ndarray],
    epsilon: float = 1e-6,
) -> tuple[dict[str, float], str]:
    """Return (differences, worst): which of the gradients is wrong.

    differences[name] is the relative difference of gradients["d" + name] from the numeric
    gradient of the cost in parameters[name], all other parameters held fixed; worst is the name
    of the largest. gradients may hold other keys. cost gets dicts with all the parameters.
    Both dicts and their arrays stay as they are. Uses numeric_gradient and relative_difference.
    """
    raise NotImplementedError


def kink_coordinates(
    f: Callable[[np.ndarray], float], theta: np.ndarray, epsilon: float = 1e-5, tol: float = 1e-2
) -> list[int]:
    """Return the places i, in increasing order, at which f has a kink in theta[i], for theta (n,).

    There the slope of f from theta[i] to theta[i] + epsilon and the slope from
    theta[i] − epsilon to theta[i] differ by more than tol, in one direction or the other.
    theta stays as it is.
    """
    raise NotImplementedError
