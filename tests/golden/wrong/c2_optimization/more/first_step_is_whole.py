# expect: update_parameters_with_momentum loses
# Where v is still 0 it starts at the gradient itself instead of at (1 - beta) of it.
"""Optimisation, with helpers, hints and assertions. Nothing that comes in is changed."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from nethelp import cost_and_grads

Dict = dict[str, np.ndarray]
OPTIMIZERS: Final = ("gd", "momentum", "rmsprop", "adam")


def _check(parameters: Dict, *others: Dict) -> None:
    """All others have an entry of the right shape for each parameter."""
    for name, theta in parameters.items():
        for other in others:
            assert "d" + name in other, f"d{name} is missing"
            assert other["d" + name].shape == theta.shape, f"d{name} has another shape"


def _average(old: np.ndarray, new: np.ndarray, beta: float) -> np.ndarray:
    assert 0 <= beta < 1
    return beta * old + (1.0 - beta) * new


def _quotient(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """above/below without a warning; where both are 0 it is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, 0.0)


def update_parameters_with_gd(parameters: Dict, grads: Dict, learning_rate: float) -> Dict:
    _check(parameters, grads)
    return {
        name: np.asarray(theta, dtype=np.float64) - learning_rate * grads["d" + name]
        for name, theta in parameters.items()
    }


def random_mini_batches(
    X: np.ndarray, Y: np.ndarray, mini_batch_size: int = 64, seed: int = 0
) -> list[tuple[np.ndarray, np.ndarray]]:
    assert X.ndim == Y.ndim == 2 and X.shape[1] == Y.shape[1]
    assert mini_batch_size >= 1
    m = X.shape[1]
    order = np.random.RandomState(seed).permutation(m)
    assert sorted(order) == list(range(m))
    count = math.ceil(m / mini_batch_size)
    batches = []
    for number in range(count):
        chosen = order[number * mini_batch_size : (number + 1) * mini_batch_size]
        batches.append((X[:, chosen], Y[:, chosen]))
    assert sum(X_b.shape[1] for X_b, _ in batches) == m
    return batches


def exponentially_weighted_average(
    values: Sequence[float] | np.ndarray, beta: float, bias_correction: bool = False
) -> np.ndarray:
    x = np.array(values, dtype=np.float64)
    assert x.ndim == 1 and x.size >= 1
    found = np.empty_like(x)
    last = 0.0
    for k in range(x.size):
        last = beta * last + (1.0 - beta) * x[k]
        found[k] = last
    if bias_correction:
        t = np.arange(1, x.size + 1, dtype=np.float64)
        found = found / (1.0 - np.power(float(beta), t))
    assert found.shape == x.shape
    return found


def initialize_velocity(parameters: Dict) -> Dict:
    return {
        "d" + name: np.zeros(np.shape(theta), dtype=np.float64)
        for name, theta in parameters.items()
    }


def update_parameters_with_momentum(
    parameters: Dict, grads: Dict, v: Dict, beta: float, learning_rate: float
) -> tuple[Dict, Dict]:
    _check(parameters, grads, v)
    new, new_v = {}, {}
    for name, theta in parameters.items():
        d = "d" + name
        if not v[d].any():  # nothing to average with in the first step
            new_v[d] = grads[d].copy()
        else:
            new_v[d] = _average(v[d], grads[d], beta)
        new[name] = theta - learning_rate * new_v[d]
    return new, new_v


def update_parameters_with_rmsprop(
    parameters: Dict,
    grads: Dict,
    s: Dict,
    beta: float = 0.9,
    learning_rate: float = 0.01,
    epsilon: float = 1e-8,
) -> tuple[Dict, Dict]:
    _check(parameters, grads, s)
    new, new_s = {}, {}
    for name, theta in parameters.items():
        d = "d" + name
        new_s[d] = _average(s[d], np.square(grads[d]), beta)
        assert (new_s[d] >= 0).all()
        new[name] = theta - learning_rate * _quotient(grads[d], np.sqrt(new_s[d]) + epsilon)
    return new, new_s


def initialize_adam(parameters: Dict) -> tuple[Dict, Dict]:
    v = initialize_velocity(parameters)
    s = copy.deepcopy(v)
    assert not any(np.shares_memory(v[name], s[name]) for name in v)
    return v, s


def _corrected(average: np.ndarray, beta: float, t: int) -> np.ndarray:
    return average / (1.0 - beta**t)


def update_parameters_with_adam(
    parameters: Dict,
    grads: Dict,
    v: Dict,
    s: Dict,
    t: int,
    learning_rate: float = 0.01,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> tuple[Dict, Dict, Dict]:
    assert t >= 1, "the first step has t = 1"
    _check(parameters, grads, v, s)
    new, new_v, new_s = {}, {}, {}
    for name, theta in parameters.items():
        d = "d" + name
        new_v[d] = _average(v[d], grads[d], beta1)
        new_s[d] = _average(s[d], np.square(grads[d]), beta2)
        v_hat = _corrected(new_v[d], beta1, t)
        s_hat = _corrected(new_s[d], beta2, t)
        new[name] = theta - learning_rate * _quotient(v_hat, np.sqrt(s_hat) + epsilon)
    return new, new_v, new_s


def _epochs(
    X: np.ndarray, Y: np.ndarray, size: int, count: int, seed: int
) -> Iterator[list[tuple[np.ndarray, np.ndarray]]]:
    """The batches of each epoch; every epoch has a seed of its own."""
    seeds = np.random.default_rng(seed).integers(0, 2**31, size=count)
    for one in seeds:
        yield random_mini_batches(X, Y, size, int(one))


def model(
    X: np.ndarray,
    Y: np.ndarray,
    initial: Dict,
    optimizer: str,
    learning_rate: float = 0.01,
    mini_batch_size: int = 64,
    num_epochs: int = 20,
    beta: float = 0.9,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
    seed: int = 0,
) -> tuple[Dict, list[float]]:
    if optimizer not in OPTIMIZERS:
        raise ValueError(f"optimizer must be one of {OPTIMIZERS}, not {optimizer!r}")
    parameters = copy.deepcopy(initial)
    m = X.shape[1]
    v, s = initialize_adam(parameters)
    t = 0
    costs: list[float] = []
    for epoch, batches in enumerate(_epochs(X, Y, mini_batch_size, num_epochs, seed)):
        found, sizes = [], []
        for X_b, Y_b in batches:
            cost, grads = cost_and_grads(X_b, Y_b, parameters)
            found.append(cost)
            sizes.append(X_b.shape[1])
            t += 1
            if optimizer == "gd":
                parameters = update_parameters_with_gd(parameters, grads, learning_rate)
            elif optimizer == "momentum":
                parameters, v = update_parameters_with_momentum(
                    parameters, grads, v, beta=beta, learning_rate=learning_rate
                )
            elif optimizer == "rmsprop":
                parameters, s = update_parameters_with_rmsprop(
                    parameters, grads, s, beta=beta, learning_rate=learning_rate, epsilon=epsilon
                )
            else:
                parameters, v, s = update_parameters_with_adam(
                    parameters,
                    grads,
                    v,
                    s,
                    t,
                    learning_rate=learning_rate,
                    beta1=beta1,
                    beta2=beta2,
                    epsilon=epsilon,
                )
        assert sum(sizes) == m
        costs.append(float(np.average(found, weights=sizes)))
        if epoch % 10 == 0:
            print(f"epoch {epoch}: cost {costs[-1]:.6f}")
    return parameters, costs
