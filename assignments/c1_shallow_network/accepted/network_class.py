# A class does the work and is its own cache; the functions are thin and annotated.

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Activation:
    """A hidden activation and its slope, both as functions of Z."""

    value: Callable[[Array], Array]
    slope: Callable[[Array], Any]


ACTIVATIONS = {
    "tanh": Activation(np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "relu": Activation(lambda z: np.where(z > 0, z, 0.0), lambda z: np.where(z > 0, 1.0, 0.0)),
}


class Network:
    """One forward pass, with what is needed on the way back."""

    def __init__(self, parameters: dict[str, Array], activation: str) -> None:
        if activation not in ACTIVATIONS:
            raise ValueError(activation)
        self.W1, self.b1, self.W2, self.b2 = (parameters[n] for n in ("W1", "b1", "W2", "b2"))
        self.g = ACTIVATIONS[activation]

    def forward(self, X: Array) -> Array:
        self.X = X
        self.Z1 = self.W1.dot(X) + self.b1
        self.A1 = self.g.value(self.Z1)
        self.A2: Array = np.divide(1.0, 1.0 + np.exp(-self.W2.dot(self.A1) - self.b2))
        return self.A2

    def backward(self, Y: Array) -> dict[str, Array]:
        m = Y.shape[1]
        dZ2 = self.A2 - Y
        dZ1 = self.W2.T.dot(dZ2) * self.g.slope(self.Z1)
        grads = {}
        for layer, dZ, A in (("1", dZ1, self.X), ("2", dZ2, self.A1)):
            grads["dW" + layer] = dZ.dot(A.T) / m
            grads["db" + layer] = dZ.sum(axis=1, keepdims=True) / m
        return grads


def forward_propagation(
    X: Array, parameters: dict[str, Array], activation: str = "tanh"
) -> tuple[Array, Network]:
    network = Network(parameters, activation)
    return network.forward(X), network


def backward_propagation(
    parameters: dict[str, Array], cache: Network, X: Array, Y: Array, activation: str = "tanh"
) -> dict[str, Array]:
    return cache.backward(Y)


def compute_cost(A2: Array, Y: Array) -> np.float64:
    with np.errstate(divide="ignore", invalid="ignore"):
        losses = np.where(Y == 1, -np.log(A2), -np.log(1 - A2))
    return np.sum(np.minimum(losses, 100.0), dtype=np.float64) / Y.shape[1]


@dataclass
class Trainer:
    """Gradient descent on the full batch."""

    parameters: dict[str, Array]
    rate: float
    activation: str

    def step(self, X: Array, Y: Array) -> float:
        A2, cache = forward_propagation(X, self.parameters, self.activation)
        grads = backward_propagation(self.parameters, cache, X, Y, self.activation)
        self.parameters = {n: v - self.rate * grads["d" + n] for n, v in self.parameters.items()}
        return float(compute_cost(A2, Y))


def nn_model(
    X: Array,
    Y: Array,
    n_h: int,
    num_iterations: int = 10000,
    learning_rate: float = 1.2,
    activation: str = "tanh",
    seed: int = 3,
    initial: dict[str, Array] | None = None,
) -> tuple[dict[str, Array], list[float]]:
    if initial is None:
        initial = initialize_parameters(X.shape[0], n_h, Y.shape[0], seed)  # noqa: F821
    trainer = Trainer(initial, learning_rate, activation)
    costs = [trainer.step(X, Y) for _ in range(num_iterations)]
    return trainer.parameters, costs
