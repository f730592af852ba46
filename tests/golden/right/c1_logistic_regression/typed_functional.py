from __future__ import annotations

import functools
import itertools
from collections import namedtuple
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Loss = Literal["bce", "mse"]
Step = namedtuple("Step", "w b grads cost")


@dataclass(frozen=True, slots=True)
class State:
    w: Array
    b: float
    grads: dict[str, Any] = field(default_factory=dict)
    cost: float = float("nan")


def elementwise(fn: Callable[[Array], Array]) -> Callable[[ArrayLike], Array]:
    @functools.wraps(fn)
    def inner(z: ArrayLike) -> Array:
        return fn(np.asarray(z, dtype=np.float64))

    return inner


@elementwise
def sigmoid(z: Array) -> Array:
    return np.exp(np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z))))


def initialize(n_x: int) -> tuple[Array, float]:
    return np.zeros(n_x, dtype=np.float64)[:, None], 0.0


def compute_cost(A: Array, Y: Array) -> float:
    right: Array = np.where(Y.astype(bool), A, 1.0 - A)
    return float(-np.log(right.clip(min=np.finfo(float).tiny)).mean())


def _grads(dZ: Array, X: Array) -> dict[str, Any]:
    m: int = X.shape[1]
    return {"dw": (X * dZ).sum(axis=1, keepdims=True) / m, "db": float(dZ.sum() / m)}


def propagate(w: Array, b: float, X: Array, Y: Array) -> tuple[dict[str, Any], float]:
    A = sigmoid(np.matmul(w.T, X) + b)
    return _grads(A - Y, X), compute_cost(A, Y)


def _descend(start: State, X: Array, Y: Array, rate: float) -> Iterator[State]:
    state = start
    while True:
        grads, cost = propagate(state.w, state.b, X, Y)
        yield replace(state, grads=grads, cost=cost)
        state = State(state.w - rate * grads["dw"], state.b - rate * grads["db"])


def optimize(
    w: Array,
    b: float,
    X: Array,
    Y: Array,
    num_iterations: int = 2000,
    learning_rate: float = 0.01,
    record_every: int = 100,
) -> tuple[dict[str, Any], dict[str, Any], list[float]]:
    if num_iterations == 0:
        return {"w": w.copy(), "b": b}, {}, []
    path = list(itertools.islice(_descend(State(w, b), X, Y, learning_rate), num_iterations))
    last = path[-1]
    params = {
        "w": last.w - learning_rate * last.grads["dw"],
        "b": last.b - learning_rate * last.grads["db"],
    }
    return params, last.grads, [state.cost for state in path[::record_every]]


def predict(w: Array, b: float, X: Array) -> NDArray[np.int_]:
    return np.rint(sigmoid(w.T @ X + b)).astype(int)[0]


def model(
    X_train: Array,
    Y_train: Array,
    X_test: Array,
    Y_test: Array,
    num_iterations: int = 2000,
    learning_rate: float = 0.5,
) -> dict[str, Any]:
    train = functools.partial(optimize, num_iterations=num_iterations, learning_rate=learning_rate)
    w, b = initialize(X_train.shape[0])
    params, _, costs = train(w, b, X_train, Y_train, record_every=100)
    classify = functools.partial(predict, params["w"], params["b"])
    guess_train, guess_test = classify(X_train).reshape(1, -1), classify(X_test).reshape(1, -1)

    def percent(guess: Any, Y: Array) -> float:
        return 100.0 * np.count_nonzero(guess == Y) / Y.shape[1]

    return dict(
        params,
        costs=costs,
        Y_prediction_train=guess_train,
        Y_prediction_test=guess_test,
        train_accuracy=percent(guess_train, Y_train),
        test_accuracy=percent(guess_test, Y_test),
    )


def mse_propagate(w: Array, b: float, X: Array, Y: Array) -> tuple[dict[str, Any], float]:
    A = sigmoid(np.matmul(w.T, X) + b)
    return _grads((A - Y) * A * (1.0 - A), X), float(np.square(A - Y).mean() / 2)


def curvature(w: float, x: ArrayLike, y: ArrayLike, loss: Loss) -> float:
    xs, ys = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    a = sigmoid(w * xs)
    match loss:
        case "bce":
            second = a - a**2
        case "mse":
            # d/da of (a - y)(a - a^2) is 2a - 3a^2 - y + 2ya
            second = (2 * a - 3 * a**2 - ys + 2 * ys * a) * (a - a**2)
        case _:
            raise ValueError(f"no such loss: {loss}")
    return (xs**2 * second).mean().item()


@functools.lru_cache(maxsize=None)
def _search() -> tuple[float, float]:
    def J(w: float) -> float:
        return float(sigmoid(w)) ** 2 / 2

    grid = [float(k) for k in range(-10, 11)]
    return max(
        itertools.combinations(grid, 2), key=lambda p: J(sum(p) / 2) - (J(p[0]) + J(p[1])) / 2
    )


def nonconvexity_witness() -> dict[str, Any]:
    wa, wb = _search()
    return {"x": [1.0], "y": [0.0], "wa": wa, "wb": wb}
