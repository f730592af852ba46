# A class per activation holds value and slope; the functions are thin, annotated wrappers.

import itertools
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Activation:
    """A curve and its slope."""

    def value(self, z: Array) -> Array:
        raise NotImplementedError

    def slope(self, z: Array) -> Array:
        raise NotImplementedError

    def backward(self, dA: Array, Z: Array) -> Array:
        return self.slope(Z) * dA


class Sigmoid(Activation):
    def value(self, z: Array) -> Array:
        return np.exp(-np.logaddexp(0.0, -z))

    def slope(self, z: Array) -> Array:
        return self.value(z) * self.value(-z)


class Tanh(Activation):
    def value(self, z: Array) -> Array:
        q = np.expm1(-2 * np.abs(z))
        return np.copysign(q / (2 + q), z)

    def slope(self, z: Array) -> Array:
        a = self.value(z)
        return (1 - a) * (1 + a)


@dataclass
class Leaky(Activation):
    alpha: float = 0.0

    def value(self, z: Array) -> Array:
        return self.slope(z) * z

    def slope(self, z: Array) -> Array:
        return np.where(z > 0, 1.0, self.alpha)


def named(activation: str) -> Activation:
    match activation:
        case "sigmoid":
            return Sigmoid()
        case "tanh":
            return Tanh()
        case "relu":
            return Leaky()
        case "leaky_relu":
            return Leaky(0.01)
    raise ValueError(f"unknown activation {activation}")


def sigmoid(z: Array) -> Array:
    return Sigmoid().value(z)


def tanh(z: Array) -> Array:
    return Tanh().value(z)


def relu(z: Array) -> Array:
    return Leaky().value(z)


def leaky_relu(z: Array, alpha: float = 0.01) -> Array:
    return Leaky(alpha).value(z)


def sigmoid_backward(dA: Array, Z: Array) -> Array:
    return Sigmoid().backward(dA, Z)


def tanh_backward(dA: Array, Z: Array) -> Array:
    return Tanh().backward(dA, Z)


def relu_backward(dA: Array, Z: Array) -> Array:
    return Leaky().backward(dA, Z)


def leaky_relu_backward(dA: Array, Z: Array, alpha: float = 0.01) -> Array:
    return Leaky(alpha).backward(dA, Z)


def saturated_fraction(Z: Array, activation: str, tol: float = 0.01) -> Any:
    return np.mean(np.less(np.abs(named(activation).slope(Z)), tol))


def dead_units(Z: Array) -> Array:
    return np.linalg.norm(relu(Z), axis=1) == 0


def gradient_attenuation(Zs: list[Array], activation: str) -> list[Any]:
    slopes = [named(activation).slope(Z) for Z in Zs]
    products = itertools.accumulate(reversed(slopes), np.multiply)
    return [np.mean(product) for product in products][::-1]


def collapse_linear(Ws: list[Array], bs: list[Array]) -> tuple[Array, Array]:
    def join(low: tuple[Array, Array], high: tuple[Array, Array]) -> tuple[Array, Array]:
        return high[0] @ low[0], high[0] @ low[1] + high[1]

    return reduce(join, zip(Ws, bs, strict=True))
