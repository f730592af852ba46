# Layers are objects, and the caches hold them; functions are thin and annotated.

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass
class Layer:
    """One layer with what its way back needs."""

    W: np.ndarray
    b: np.ndarray
    seen: dict[str, np.ndarray] = field(default_factory=dict)

    def forward(self, A: np.ndarray) -> np.ndarray:
        self.seen["A"] = A
        self.seen["Z"] = self.W.dot(A) + self.b
        return self.seen["Z"]

    def backward(self, dZ: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        m = dZ.shape[-1]
        return self.W.T.dot(dZ), dZ.dot(self.seen["A"].T) / m, dZ.mean(axis=1, keepdims=True)


class Relu:
    def __call__(self, Z: np.ndarray) -> np.ndarray:
        return Z * (Z > 0)

    def slope(self, Z: np.ndarray) -> np.ndarray:
        return (Z >= 0).astype(np.float64)


class Sigmoid:
    def __call__(self, Z: np.ndarray) -> np.ndarray:
        return np.exp(-np.logaddexp(0, -Z))

    def slope(self, Z: np.ndarray) -> np.ndarray:
        return self(Z) * self(-Z)


class Tanh:
    def __call__(self, Z: np.ndarray) -> np.ndarray:
        return np.tanh(Z)

    def slope(self, Z: np.ndarray) -> np.ndarray:
        return 1 / np.cosh(Z) ** 2


def named(activation: str) -> Any:
    for kind in (Relu, Sigmoid, Tanh):
        if kind.__name__.lower() == activation:
            return kind()
    raise ValueError(f"no activation {activation}")


def linear_forward(A: np.ndarray, W: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, Layer]:
    layer = Layer(W, b)
    return layer.forward(A), layer


def linear_activation_forward(
    A_prev: np.ndarray, W: np.ndarray, b: np.ndarray, activation: str
) -> tuple[np.ndarray, Layer]:
    layer = Layer(W, b)
    return named(activation)(layer.forward(A_prev)), layer


def linear_backward(dZ: np.ndarray, cache: Layer) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return cache.backward(dZ)


def linear_activation_backward(
    dA: np.ndarray, cache: Layer, activation: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return cache.backward(dA * named(activation).slope(cache.seen["Z"]))


def L_model_backward(AL: np.ndarray, Y: np.ndarray, caches: list[Layer]) -> dict[str, Any]:
    grads: dict[str, Any] = {}
    number, dZ = len(caches), AL - Y
    while caches:
        *caches, layer = caches
        dA, grads[f"dW{number}"], grads[f"db{number}"] = layer.backward(dZ)
        number -= 1
        if caches:
            dZ = dA * Relu().slope(caches[-1].seen["Z"])
    return grads


def predict(X: np.ndarray, parameters: dict[str, np.ndarray]) -> np.ndarray:
    return np.greater(L_model_forward(X, parameters)[0], 0.5).astype(np.int8)  # noqa: F821
