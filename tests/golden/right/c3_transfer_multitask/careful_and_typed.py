"""Every array is copied, every assumption is asserted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy

import nethelp
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Parameters = dict[str, Array]
_EPS = 1e-9


def _known(Y: Array) -> NDArray[np.bool_]:
    return np.isfinite(Y)


def _layer(name: str) -> int:
    return int(name.lstrip("Wb"))


def _depth(parameters: Parameters) -> int:
    return max(map(_layer, parameters))


def multitask_loss(Yhat: Array, Y: Array) -> float:
    assert Yhat.shape == Y.shape
    known = _known(Y)
    chance = np.where(Y[known] == 1.0, Yhat[known], 1.0 - Yhat[known])
    return float(-np.log(np.maximum(chance, _EPS)).sum(dtype=np.float64)) / Y.shape[1]


def multitask_gradient(Yhat: Array, Y: Array) -> Array:
    assert Yhat.shape == Y.shape
    gradient = np.zeros_like(Y)
    known = _known(Y)
    gradient[known] = (Yhat[known] - Y[known]) / Y.shape[1]
    return gradient


def multitask_accuracy(Yhat: Array, Y: Array) -> list[float]:
    def one(said: Array, truth: Array) -> float:
        known = _known(truth)
        count = int(np.count_nonzero(known))
        if count == 0:
            return float("nan")
        met = np.logical_and(known, np.greater(said, 0.5) == (truth == 1.0))
        return float(np.count_nonzero(met)) / count

    return [one(said, truth) for said, truth in zip(Yhat, Y)]


def replace_head(parameters: Parameters, n_out: int, seed: int) -> Parameters:
    L = _depth(parameters)
    new = deepcopy(parameters)
    fan_in = new[f"W{L}"].shape[1]
    generator = np.random.default_rng(seed)
    new[f"W{L}"] = generator.normal(0.0, fan_in**-0.5, (n_out, fan_in))
    new[f"b{L}"] = np.zeros((n_out, 1), dtype=np.float64)
    return new


def freeze_update(
    parameters: Parameters, grads: Parameters, learning_rate: float, frozen: Iterable[int]
) -> Parameters:
    stays = frozenset(frozen)
    stepped = {}
    for name, theta in parameters.items():
        stepped[name] = theta.copy()
        if _layer(name) not in stays:
            stepped[name] -= learning_rate * grads["d" + name]
    return stepped


def extract_features(X: Array, parameters: Parameters, n_layers: int) -> Array:
    assert 0 <= n_layers < _depth(parameters)
    A = np.array(X, dtype=np.float64, copy=True)
    for layer in range(1, n_layers + 1):
        A = np.maximum(parameters[f"W{layer}"] @ A + parameters[f"b{layer}"], 0.0)
    return A


def fine_tune(
    X: Array,
    Y: Array,
    parameters: Parameters,
    trainable: Sequence[int],
    learning_rate: float = 0.1,
    num_iterations: int = 100,
) -> tuple[Parameters, list[float]]:
    network = deepcopy(parameters)
    frozen = {layer for layer in range(1, _depth(network) + 1)}.difference(trainable)
    costs: list[float] = []
    for _ in range(num_iterations):
        cost, grads = nethelp.cost_and_grads(X, Y, network)
        costs.append(float(cost))
        network = freeze_update(network, grads, learning_rate, frozen)
    assert len(costs) == num_iterations
    return network, costs


def transfer_or_scratch(
    same_input: bool, shared_features: bool, n_source: int, n_target: int
) -> str:
    reasons_against = []
    if not same_input:
        reasons_against.append("the inputs differ")
    if not shared_features:
        reasons_against.append("nothing is shared")
    if n_target >= n_source:
        reasons_against.append("the target has as much of its own")
    return "scratch" if reasons_against else "transfer"
