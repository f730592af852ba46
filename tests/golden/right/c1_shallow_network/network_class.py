"""The work is done by a class; the functions only hand it over. The cache is an object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

NAMES = ("W1", "b1", "W2", "b2")


@dataclass
class Cache:
    hidden: np.ndarray
    active: np.ndarray
    output: np.ndarray


class Activation:
    @staticmethod
    def named(name: str) -> Activation:
        known = {"tanh": Tanh, "relu": Relu}
        if name not in known:
            raise ValueError(f"{name} is not one of {sorted(known)}")
        return known[name]()


class Tanh(Activation):
    def value(self, z):
        return np.tanh(z)

    def slope(self, z):
        return 1.0 - np.tanh(z) * np.tanh(z)


class Relu(Activation):
    def value(self, z):
        return np.where(z > 0, z, 0.0)

    def slope(self, z):
        return np.heaviside(z, 0.0)


class Network:
    def __init__(self, parameters: dict[str, np.ndarray], activation: str) -> None:
        self.W1, self.b1, self.W2, self.b2 = [np.array(parameters[n]) for n in NAMES]
        self.g = Activation.named(activation)

    def forward(self, X: np.ndarray) -> Cache:
        hidden = self.W1 @ X + self.b1
        active = self.g.value(hidden)
        # the sigmoid by way of tanh, which never overflows
        output = 0.5 + 0.5 * np.tanh(0.5 * (self.W2 @ active + self.b2))
        return Cache(hidden, active, output)

    def backward(self, cache: Cache, X: np.ndarray, Y: np.ndarray) -> dict[str, np.ndarray]:
        error = (cache.output - Y) / Y.shape[1]
        hidden = self.W2.T @ error * self.g.slope(cache.hidden)
        ones = np.ones((Y.shape[1], 1))
        return {
            "dW1": hidden @ X.T,
            "db1": hidden @ ones,
            "dW2": error @ cache.active.T,
            "db2": error @ ones,
        }


def layer_sizes(X, Y, n_h=4) -> tuple[int, int, int]:
    return (len(X), n_h, len(Y))


def initialize_parameters(n_x, n_h, n_y, seed) -> dict[str, np.ndarray]:
    generator = np.random.Generator(np.random.PCG64(seed))
    return dict(
        W1=generator.normal(0.0, 0.01, size=(n_h, n_x)),
        b1=np.zeros((n_h, 1)),
        W2=generator.normal(0.0, 0.01, size=(n_y, n_h)),
        b2=np.zeros((n_y, 1)),
    )


def forward_propagation(X, parameters, activation="tanh") -> tuple[np.ndarray, Any]:
    cache = Network(parameters, activation).forward(X)
    return cache.output, cache


def compute_cost(A2, Y) -> float:
    eps = 1e-9
    log_yes = np.log(np.clip(A2, eps, 1.0))
    log_no = np.log(np.clip(1.0 - A2, eps, 1.0))
    return float(-(Y * log_yes + (1.0 - Y) * log_no).sum(axis=0).mean())


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    return Network(parameters, activation).backward(cache, X, Y)


def update_parameters(parameters, grads, learning_rate=1.2):
    pairs = ((name, parameters[name], grads[f"d{name}"]) for name in NAMES)
    return {name: theta - learning_rate * slope for name, theta, slope in pairs}


def nn_model(
    X: np.ndarray,
    Y: np.ndarray,
    n_h: int,
    num_iterations: int = 10000,
    learning_rate: float = 1.2,
    activation: str = "tanh",
    seed: int = 3,
    initial: dict[str, np.ndarray] | None = None,
) -> tuple[dict[str, np.ndarray], list[float]]:
    parameters = initial or initialize_parameters(*layer_sizes(X, Y, n_h), seed)
    costs: list[float] = []
    while len(costs) < num_iterations:
        A2, cache = forward_propagation(X, parameters, activation)
        costs.append(compute_cost(A2, Y))
        grads = backward_propagation(parameters, cache, X, Y, activation)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs


def predict(parameters, X, activation="tanh"):
    return np.where(forward_propagation(X, parameters, activation)[0] > 0.5, 1.0, 0.0)


def count_distinct_units(parameters, tol=1e-8):
    units = np.concatenate((parameters["W1"].T, parameters["b1"].T, parameters["W2"]))
    apart = np.abs(units[:, :, None] - units[:, None, :]).max(axis=0)
    same_as_an_earlier = np.tril(apart <= tol, k=-1).any(axis=1)
    return np.sum(~same_as_an_earlier)
