# Classes: labels that know what is missing, and a network of layers.

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from nethelp import cost_and_grads
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Task:
    said: Array
    label: Array

    @property
    def known(self) -> NDArray[np.bool_]:
        return np.logical_not(np.isnan(self.label))

    def paid(self) -> float:
        said = self.said[self.known].astype(float)
        yes = self.label[self.known] == 1
        chances = np.concatenate([said[yes], 1 - said[~yes]])
        return float(-np.log(chances + 1e-12).sum())

    def accuracy(self) -> float:
        if not self.known.any():
            return float("nan")
        return float(np.mean((self.said > 0.5)[self.known] == self.label[self.known].astype(bool)))


def tasks_of(Yhat: Array, Y: Array) -> Iterator[Task]:
    return map(Task, Yhat, Y)


def multitask_loss(Yhat: Array, Y: Array) -> float:
    return sum(task.paid() for task in tasks_of(Yhat, Y)) / Y.shape[1]


def multitask_gradient(Yhat: Array, Y: Array) -> list[list[float]]:
    m = Y.shape[1]
    return [
        [float(s - y) / m if k else 0.0 for s, y, k in zip(t.said, t.label, t.known, strict=True)]
        for t in tasks_of(Yhat, Y)
    ]


def multitask_accuracy(Yhat: Array, Y: Array) -> list[float]:
    return [task.accuracy() for task in tasks_of(Yhat, Y)]


@dataclass(frozen=True)
class Layer:
    W: Array
    b: Array
    moves: bool = True

    def relu(self, A: Array) -> Array:
        Z: Array = self.W @ A + self.b
        return Z * (Z > 0)

    def step(self, dW: Array, db: Array, rate: float) -> Layer:
        if not self.moves:
            return self
        return replace(self, W=self.W - rate * dW, b=self.b - rate * db)


class Net:
    def __init__(self, parameters: dict[str, Array], frozen: list[int] = []) -> None:  # noqa: B006
        self.layers = [
            Layer(parameters[f"W{i}"].copy(), parameters[f"b{i}"].copy(), i not in frozen)
            for i in range(1, len(parameters) // 2 + 1)
        ]

    def step(self, grads: dict[str, Array], rate: float) -> None:
        self.layers = [
            layer.step(grads[f"dW{i}"], grads[f"db{i}"], rate)
            for i, layer in enumerate(self.layers, start=1)
        ]

    def as_dict(self) -> dict[str, Array]:
        found = {}
        for i, layer in enumerate(self.layers, start=1):
            found[f"W{i}"], found[f"b{i}"] = layer.W, layer.b
        return found


def replace_head(parameters: dict[str, Array], n_out: int, seed: int) -> dict[str, Array]:
    net = Net(parameters)
    n_in = net.layers.pop().W.shape[1]
    W = np.random.default_rng(seed).normal(scale=1 / np.sqrt(n_in), size=(n_out, n_in))
    net.layers.append(Layer(W, np.zeros((n_out, 1))))
    return net.as_dict()


def freeze_update(
    parameters: dict[str, Array], grads: dict[str, Array], learning_rate: float, frozen: list[int]
) -> dict[str, Array]:
    net = Net(parameters, frozen)
    net.step(grads, learning_rate)
    return net.as_dict()


def extract_features(X: Array, parameters: dict[str, Array], n_layers: int) -> Array:
    A = X.copy()
    for layer in Net(parameters).layers[:n_layers]:
        A = layer.relu(A)
    return A


def fine_tune(
    X: Array,
    Y: Array,
    parameters: dict[str, Array],
    trainable: list[int],
    learning_rate: float = 0.1,
    num_iterations: int = 100,
) -> tuple[dict[str, Array], list[float]]:
    net = Net(parameters, [i for i in range(len(parameters)) if i not in trainable])
    costs = []
    for _ in range(num_iterations):
        cost, grads = cost_and_grads(X, Y, net.as_dict())
        costs.append(cost)
        net.step(grads, learning_rate)
    return net.as_dict(), costs


def transfer_or_scratch(
    same_input: bool, shared_features: bool, n_source: int, n_target: int
) -> str:
    if same_input and shared_features:
        return "transfer" if n_target < n_source else "scratch"
    return "scratch"
