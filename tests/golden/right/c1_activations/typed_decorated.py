from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from itertools import accumulate
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Curve: TypeAlias = Callable[..., Array]

ALPHA: Final = 0.01


def times_upstream(slope: Curve) -> Curve:
    """Make a backward pass of a slope."""

    @wraps(slope)
    def backward(dA: Array, Z: Array, *args: float, **kwargs: float) -> Array:
        return np.multiply(dA, slope(Z, *args, **kwargs))

    return backward


def keeps_shape(curve: Curve) -> Curve:
    @wraps(curve)
    def inner(z: Array, *args: float, **kwargs: float) -> Array:
        z = np.asarray(z)
        return np.reshape(curve(z.ravel(), *args, **kwargs), z.shape)

    return inner


@keeps_shape
def sigmoid(z: Array) -> Array:
    return np.exp(np.minimum(z, 0.0)) / (1.0 + np.exp(-np.abs(z)))


@keeps_shape
def tanh(z: Array) -> Array:
    # (e^2z - 1)/(e^2z + 1) = expm1(2z) * sigmoid(-2z), on the side where nothing overflows
    left = -np.abs(z)
    return np.where(z < 0, 1.0, -1.0) * np.expm1(2 * left) * sigmoid(-2 * left)


def leaky_relu(z: Array, alpha: float = ALPHA) -> Array:
    return np.maximum(z, 0) + alpha * np.minimum(z, 0)


relu = partial(np.maximum, 0)


@times_upstream
def sigmoid_backward(Z: Array) -> Array:
    a = sigmoid(Z)
    return a - a**2


@times_upstream
def tanh_backward(Z: Array) -> Array:
    return 4 * sigmoid(2 * Z) * sigmoid(-2 * Z)


@times_upstream
def leaky_relu_backward(Z: Array, alpha: float = ALPHA) -> Array:
    return np.choose(Z > 0, [alpha, 1.0])


relu_backward = partial(leaky_relu_backward, alpha=0.0)


@dataclass(frozen=True)
class Named:
    name: str
    backward: Curve

    def slope(self, Z: Array) -> Array:
        return self.backward(np.ones_like(Z), Z)


KNOWN = ChainMap(
    {n: Named(n, b) for n, b in [("sigmoid", sigmoid_backward), ("tanh", tanh_backward)]},
    {n: Named(n, b) for n, b in [("relu", relu_backward), ("leaky_relu", leaky_relu_backward)]},
)


def saturated_fraction(Z: Array, activation: str, tol: float = 0.01) -> float:
    match KNOWN.get(activation):
        case None:
            raise ValueError(activation)
        case named:
            return float(np.average(named.slope(Z) < tol))


def dead_units(Z: Array) -> NDArray[np.bool_]:
    return ~np.logical_or.reduce(Z > 0, axis=1)


def gradient_attenuation(Zs: Sequence[Array], activation: str) -> list[float]:
    slopes = map(KNOWN[activation].slope, reversed(Zs))
    return [float(p.mean()) for p in accumulate(slopes, np.multiply)][::-1]


class Layer(NamedTuple):
    W: Array
    b: Array

    def __matmul__(self, first: Layer) -> Layer:
        return Layer(self.W @ first.W, self.W @ first.b + self.b)


def collapse_linear(Ws: Sequence[Array], bs: Sequence[Array]) -> Layer:
    *_, whole = accumulate(map(Layer, Ws, bs), lambda below, above: above @ below)
    return Layer(whole.W.copy(), whole.b.copy())
