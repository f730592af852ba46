# Layers are objects with their masks; caches are the objects; the seed spawns one for each layer.

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np


@dataclass
class Hidden:
    """A relu layer with dropout, and what its way back needs."""

    read: np.ndarray
    gate: np.ndarray
    mask: np.ndarray


@dataclass
class Output:
    """The sigmoid layer."""

    read: np.ndarray
    AL: np.ndarray


def l2_penalty(parameters: dict[str, np.ndarray], lambd: float, m: int) -> float:
    norms = [np.linalg.norm(parameters[key]) for key in parameters if key[0] == "W"]
    return float(0.5 * lambd * np.dot(norms, norms) / m)


def compute_cost_with_regularization(
    AL: np.ndarray, Y: np.ndarray, parameters: dict[str, np.ndarray], lambd: float
) -> np.float64:
    logs = -(Y * np.log(AL) + (1 - Y) * np.log1p(-AL))
    return logs.sum(axis=0).mean() + l2_penalty(parameters, lambd, Y.shape[1])


def add_l2_gradients(
    grads: dict[str, np.ndarray], parameters: dict[str, np.ndarray], lambd: float, m: int
) -> dict[str, np.ndarray]:
    changed = {
        "d" + key: grads["d" + key] + parameters[key] * (lambd / m)
        for key in parameters
        if key[0] == "W"
    }
    return grads | changed


def weight_decay_update(
    parameters: dict[str, np.ndarray],
    grads: dict[str, np.ndarray],
    learning_rate: float,
    lambd: float,
    m: int,
) -> dict[str, np.ndarray]:
    shrink = {"W": 1 - learning_rate * lambd / m, "b": 1.0}
    return {k: shrink[k[0]] * v - learning_rate * grads["d" + k] for k, v in parameters.items()}


def dropout_forward(A: np.ndarray, keep_prob: float, seed: Any) -> tuple[np.ndarray, np.ndarray]:
    D = np.random.default_rng(seed).uniform(size=A.shape) <= keep_prob
    return np.where(D, A / keep_prob, 0.0), D


def dropout_backward(dA: np.ndarray, D: np.ndarray, keep_prob: float) -> np.ndarray:
    return np.where(D, dA / keep_prob, 0.0)


def forward_propagation_with_dropout(
    X: np.ndarray, parameters: dict[str, np.ndarray], keep_prob: float, seed: int
) -> tuple[np.ndarray, list[Any]]:
    L = len(parameters) // 2
    A, seen = X, []
    for layer in range(1, L):
        Z = parameters[f"W{layer}"] @ A + parameters[f"b{layer}"]
        out, D = dropout_forward(np.fmax(Z, 0), keep_prob, [seed, layer])
        seen.append(Hidden(read=A, gate=Z >= 0, mask=D))
        A = out
    AL = np.exp(-np.logaddexp(0, -(parameters[f"W{L}"] @ A + parameters[f"b{L}"])))
    return AL, [*seen, Output(read=A, AL=AL)]


def backward_propagation_with_dropout(
    X: np.ndarray,
    Y: np.ndarray,
    caches: list[Any],
    parameters: dict[str, np.ndarray],
    keep_prob: float,
) -> dict[str, np.ndarray]:
    grads: dict[str, np.ndarray] = {}
    dZ = caches[-1].AL - Y
    for layer, cache in reversed(list(enumerate(caches, start=1))):
        if layer < len(caches):
            back = parameters[f"W{layer + 1}"].T @ dZ
            dZ = dropout_backward(back, cache.mask, keep_prob) * cache.gate
        grads[f"dW{layer}"] = dZ @ cache.read.T / X.shape[1]
        grads[f"db{layer}"] = dZ.mean(axis=1, keepdims=True)
    return grads


class Watch:
    """Watches costs, and says when it is enough."""

    def __init__(self, patience: int, min_delta: float) -> None:
        self.patience, self.min_delta = patience, min_delta
        self.best, self.epoch, self.lowest = 0, -1, float("inf")

    def enough(self, cost: float) -> bool:
        self.epoch += 1
        if cost + self.min_delta < self.lowest:
            self.best, self.lowest = self.epoch, cost
        return self.epoch - self.best >= self.patience


def early_stopping(dev_costs: Any, patience: int, min_delta: float = 0.0) -> tuple[int, int]:
    watch = Watch(patience, min_delta)
    any(watch.enough(cost) for cost in dev_costs)
    return watch.best, watch.epoch


def model(
    X: np.ndarray,
    Y: np.ndarray,
    layers_dims: list[int],
    learning_rate: float = 0.3,
    num_iterations: int = 2000,
    lambd: float = 0.0,
    keep_prob: float = 1.0,
    seed: int = 1,
) -> tuple[dict[str, np.ndarray], list[Any]]:
    rng = np.random.default_rng(seed)
    parameters: dict[str, np.ndarray] = {}
    for layer, (n_prev, n) in enumerate(pairwise(layers_dims), start=1):
        parameters[f"W{layer}"] = rng.standard_normal((n, n_prev)) / np.sqrt(n_prev / 2)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    costs = []
    for i in range(num_iterations):
        AL, caches = forward_propagation_with_dropout(X, parameters, keep_prob, 10**5 * seed + i)
        costs.append(compute_cost_with_regularization(AL, Y, parameters, lambd))
        grads = backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob)
        parameters = weight_decay_update(parameters, grads, learning_rate, lambd, X.shape[1])
    return parameters, costs
