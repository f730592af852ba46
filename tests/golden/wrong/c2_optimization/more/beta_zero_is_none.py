# expect: update_parameters_with_rmsprop loses
"""A beta of 0 is taken for none given."""

from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np
from nethelp import cost_and_grads as _cost_and_grads

Params = Dict[str, np.ndarray]


class OptimizationError(ValueError):
    pass


def _check_keys(parameters: Params, other: Params, name: str) -> None:
    for key in parameters:
        if "d" + key not in other:
            raise OptimizationError(f"{name} has no entry d{key}")
        if other["d" + key].shape != parameters[key].shape:
            raise OptimizationError(f"shape of {name}['d{key}']")


def update_parameters_with_gd(parameters: Params, grads: Params, learning_rate: float) -> Params:
    _check_keys(parameters, grads, "grads")
    if learning_rate < 0:
        raise OptimizationError("learning_rate")
    out: Params = {}
    for key, value in parameters.items():
        out[key] = np.asarray(value, dtype=np.float64) - float(learning_rate) * grads["d" + key]
    return out


def random_mini_batches(
    X: np.ndarray, Y: np.ndarray, mini_batch_size: int = 64, seed: int = 0
) -> List[Tuple[np.ndarray, np.ndarray]]:
    if X.ndim != 2 or Y.ndim != 2 or X.shape[1] != Y.shape[1]:
        raise OptimizationError("X and Y must have as many columns")
    if mini_batch_size < 1:
        raise OptimizationError("mini_batch_size")
    m = X.shape[1]
    order = np.random.RandomState(seed).permutation(m)
    full, rest = divmod(m, mini_batch_size)
    sizes = [mini_batch_size] * full + ([rest] if rest else [])
    batches, at = [], 0
    for size in sizes:
        members = order[at:at + size]
        batches.append((X[:, members].copy(), Y[:, members].copy()))
        at += size
    assert at == m
    return batches


def exponentially_weighted_average(
    values: Sequence[float], beta: float, bias_correction: bool = False
) -> np.ndarray:
    if not 0 <= beta < 1:
        raise OptimizationError("beta")
    x = np.array(values, dtype=np.float64).ravel()
    v = np.empty_like(x)
    last = 0.0
    for t, value in enumerate(x):
        last = last + (1.0 - beta) * (value - last)
        v[t] = last
    if bias_correction:
        for t in range(x.size):
            v[t] = v[t] / (1.0 - beta ** (t + 1))
    return v


def initialize_velocity(parameters: Params) -> Params:
    v = {}
    for key in sorted(parameters.keys()):
        v["d" + key] = np.zeros(parameters[key].shape, dtype=np.float64)
    return v


def update_parameters_with_momentum(
    parameters: Params, grads: Params, v: Params, beta: float, learning_rate: float
) -> Tuple[Params, Params]:
    _check_keys(parameters, grads, "grads")
    _check_keys(parameters, v, "v")
    new_v = {"d" + k: beta * v["d" + k] + (1.0 - beta) * grads["d" + k] for k in parameters}
    new_p = {k: parameters[k] - learning_rate * new_v["d" + k] for k in parameters}
    return new_p, new_v


def update_parameters_with_rmsprop(
    parameters: Params, grads: Params, s: Params,
    beta: Optional[float] = 0.9, learning_rate: float = 0.01, epsilon: float = 1e-8,
) -> Tuple[Params, Params]:
    _check_keys(parameters, grads, "grads")
    _check_keys(parameters, s, "s")
    beta = beta or 0.9
    new_s = {"d" + k: beta * s["d" + k] + (1.0 - beta) * grads["d" + k] ** 2 for k in parameters}
    if any((value < 0).any() for value in new_s.values()):
        raise OptimizationError("s must not be negative")
    new_p = {}
    for k in parameters:
        root = np.sqrt(new_s["d" + k])
        new_p[k] = parameters[k] - learning_rate * (grads["d" + k] / (root + epsilon))
    return new_p, new_s


def initialize_adam(parameters: Params) -> Tuple[Params, Params]:
    v = initialize_velocity(parameters)
    s = initialize_velocity(parameters)
    assert all(v[k] is not s[k] for k in v)
    return v, s


def update_parameters_with_adam(
    parameters: Params, grads: Params, v: Params, s: Params, t: int, learning_rate: float = 0.01,
    beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8,
) -> Tuple[Params, Params, Params]:
    if t < 1:
        raise OptimizationError("t starts at 1")
    for name, what in (("grads", grads), ("v", v), ("s", s)):
        _check_keys(parameters, what, name)
    new_p, new_v, new_s = {}, {}, {}
    for k in parameters:
        g = grads["d" + k]
        new_v["d" + k] = beta1 * v["d" + k] + (1.0 - beta1) * g
        new_s["d" + k] = beta2 * s["d" + k] + (1.0 - beta2) * g * g
        numerator = new_v["d" + k] / (1.0 - beta1 ** t)
        denominator = np.sqrt(new_s["d" + k] / (1.0 - beta2 ** t)) + epsilon
        # 0/0 with epsilon = 0: such an entry does not move
        step = np.divide(numerator, denominator, out=np.zeros_like(g, dtype=float), where=denominator != 0)
        new_p[k] = parameters[k] - learning_rate * step
    return new_p, new_v, new_s


def model(
    X: np.ndarray, Y: np.ndarray, initial: Params, optimizer: str, learning_rate: float = 0.01,
    mini_batch_size: int = 64, num_epochs: int = 20, beta: float = 0.9, beta1: float = 0.9,
    beta2: float = 0.999, epsilon: float = 1e-8, seed: int = 0,
) -> Tuple[Params, List[float]]:
    if not isinstance(optimizer, str) or optimizer not in ["gd", "momentum", "rmsprop", "adam"]:
        raise OptimizationError(f"optimizer: {optimizer!r}")
    m = X.shape[1]
    parameters = {k: np.array(w, dtype=np.float64) for k, w in initial.items()}
    v, s = initialize_adam(parameters)
    t = 0
    costs: List[float] = []
    for epoch in range(num_epochs):
        batches = random_mini_batches(X, Y, mini_batch_size, seed + epoch)
        total = 0.0
        for batch_X, batch_Y in batches:
            cost, grads = _cost_and_grads(batch_X, batch_Y, parameters)
            if not np.isfinite(cost):
                raise FloatingPointError("the cost is not finite")
            total += float(cost) * batch_X.shape[1]
            t += 1
            if optimizer == "gd":
                parameters = update_parameters_with_gd(parameters, grads, learning_rate)
            elif optimizer == "momentum":
                parameters, v = update_parameters_with_momentum(parameters, grads, v, beta, learning_rate)
            elif optimizer == "rmsprop":
                parameters, s = update_parameters_with_rmsprop(
                    parameters, grads, s, beta=beta, learning_rate=learning_rate, epsilon=epsilon)
            else:
                parameters, v, s = update_parameters_with_adam(
                    parameters, grads, v, s, t, learning_rate=learning_rate,
                    beta1=beta1, beta2=beta2, epsilon=epsilon)
        costs.append(total / m)
    return parameters, costs
