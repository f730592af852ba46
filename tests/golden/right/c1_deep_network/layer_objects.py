"""Caches are objects of classes of one's own, which know how to go back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Linear:
    A: np.ndarray
    W: np.ndarray

    def back(self, dZ: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        share = dZ / dZ.shape[1]
        return self.W.T @ dZ, share @ self.A.T, share.sum(1, keepdims=True)


@dataclass(frozen=True)
class Layer:
    linear: Linear
    slope: np.ndarray

    def back(self, dA: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return linear_backward(dA * self.slope, self.linear)


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return np.exp(-np.logaddexp(0.0, -z))


def count_parameters(layer_dims: Sequence[int]) -> int:
    dims = np.array(layer_dims)
    return int(dims[1:] @ dims[:-1] + dims[1:].sum())


def initialize_parameters_deep(layer_dims: Sequence[int], seed: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    found: dict[str, np.ndarray] = {}
    for number in range(1, len(layer_dims)):
        shape = (layer_dims[number], layer_dims[number - 1])
        found[f"W{number}"] = rng.normal(0, shape[1] ** -0.5, size=shape)
        found[f"b{number}"] = np.zeros((shape[0], 1))
    return found


def linear_forward(A, W, b):
    return np.matmul(W, A) + b, Linear(A, W)


def linear_activation_forward(A_prev, W, b, activation):
    Z, linear = linear_forward(A_prev, W, b)
    match activation:
        case "relu":
            A, slope = Z.clip(min=0), (Z >= 0).astype(float)
        case "sigmoid":
            A = _sigmoid(Z)
            slope = A * _sigmoid(-Z)
        case "tanh":
            A = np.tanh(Z)
            slope = np.cosh(np.clip(Z, -300, 300)) ** -2.0
        case other:
            raise ValueError(f"{other}?")
    return A, Layer(linear, slope)


def L_model_forward(X, parameters):
    caches: list[Layer] = []
    depth = max(int(name[1:]) for name in parameters)
    A = X
    for number in range(1, depth):
        A, cache = linear_activation_forward(
            A, parameters[f"W{number}"], parameters[f"b{number}"], "relu"
        )
        caches += [cache]
    AL, cache = linear_activation_forward(
        A, parameters[f"W{depth}"], parameters[f"b{depth}"], "sigmoid"
    )
    return AL, tuple([*caches, cache])


def compute_cost(AL, Y) -> float:
    right = Y * AL + (1 - Y) * (1 - AL)
    return -np.log(np.maximum(right, 1e-20)).sum(axis=0).mean()


def linear_backward(dZ, cache: Linear):
    return cache.back(dZ)


def linear_activation_backward(dA, cache: Layer, activation):
    return cache.back(dA)


def L_model_backward(AL, Y, caches: Sequence[Layer]):
    *hidden, last = caches
    back = linear_backward(AL - Y, last.linear)
    grads = {f"dW{len(caches)}": back[1], f"db{len(caches)}": back[2]}
    for number, layer in reversed(list(enumerate(hidden, start=1))):
        back = linear_activation_backward(back[0], layer, "relu")
        grads[f"dW{number}"], grads[f"db{number}"] = back[1:]
    return grads


def update_parameters(parameters, grads, learning_rate):
    return {key: theta - learning_rate * grads["d" + key] for key, theta in parameters.items()}


def L_layer_model(
    X: np.ndarray,
    Y: np.ndarray,
    layers_dims: Sequence[int],
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    seed: int = 1,
) -> tuple[dict[str, np.ndarray], list[float]]:
    theta = initialize_parameters_deep(layers_dims, seed)
    costs: list[float] = []
    for _ in range(num_iterations):
        AL, caches = L_model_forward(X, theta)
        costs.append(compute_cost(AL, Y))
        theta = update_parameters(theta, L_model_backward(AL, Y, caches), learning_rate)
    return theta, costs


def predict(X, parameters):
    AL, _ = L_model_forward(X, parameters)
    return np.where(AL > 0.5, 1, 0)
