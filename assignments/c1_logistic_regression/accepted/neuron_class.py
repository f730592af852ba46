# A class does the work; the functions are thin and annotated. A witness with y = 1.

from dataclasses import dataclass
from typing import Any

import numpy as np


def sigmoid(z: Any) -> Any:
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))


@dataclass
class Neuron:
    """A neuron that can be trained."""

    w: np.ndarray
    b: float

    def activate(self, X: np.ndarray) -> np.ndarray:
        return np.asarray(sigmoid(self.w.T.dot(X) + self.b))

    def gradients(self, X: np.ndarray, Y: np.ndarray) -> dict[str, Any]:
        error = self.activate(X) - Y
        return {"dw": X.dot(error.T) / error.size, "db": error.mean()}

    def cost(self, X: np.ndarray, Y: np.ndarray) -> float:
        return float(compute_cost(self.activate(X), Y))  # noqa: F821

    def step(self, grads: dict[str, Any], rate: float) -> None:
        self.w = self.w - rate * grads["dw"]
        self.b = self.b - rate * grads["db"]


def propagate(
    w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray
) -> tuple[dict[str, Any], float]:
    neuron = Neuron(w, b)
    return neuron.gradients(X, Y), neuron.cost(X, Y)


def optimize(
    w: np.ndarray,
    b: float,
    X: np.ndarray,
    Y: np.ndarray,
    num_iterations: int = 2000,
    learning_rate: float = 0.01,
    record_every: int = 100,
) -> tuple[dict[str, Any], dict[str, Any] | None, list[float]]:
    neuron, costs, grads = Neuron(w, b), [], None
    for i in range(num_iterations):
        if i in range(0, num_iterations, record_every):
            costs.append(neuron.cost(X, Y))
        grads = neuron.gradients(X, Y)
        neuron.step(grads, learning_rate)
    return vars(neuron), grads, costs


def predict(w: np.ndarray, b: float, X: np.ndarray) -> np.ndarray:
    return np.greater(Neuron(w, b).activate(X), 0.5).astype(np.float32)


def nonconvexity_witness() -> dict[str, Any]:
    return {"x": (1.0,), "y": (1.0,), "wa": -40, "wb": 1}
