# Optimisers are objects with a state; the exercises are thin, annotated functions around them.

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from nethelp import cost_and_grads

Dict = dict[str, np.ndarray]


@dataclass
class Average:
    """β·v + (1 − β)·x for each key, written as a step towards x."""

    beta: float
    now: Dict = field(default_factory=dict)
    count: int = 0

    def take(self, key: str, x: np.ndarray) -> np.ndarray:
        before = self.now.get(key, 0.0)
        self.now = {**self.now, key: before + (1 - self.beta) * (x - before)}
        return self.now[key]

    def corrected(self, key: str) -> np.ndarray:
        return self.now[key] / (1 - self.beta**self.count)


class Plain:
    def step(self, _: str, slope: np.ndarray) -> np.ndarray:
        return slope


@dataclass
class Momentum:
    v: Average

    def step(self, key: str, slope: np.ndarray) -> np.ndarray:
        return self.v.take(key, slope)


@dataclass
class Rms:
    s: Average
    epsilon: float

    def step(self, key: str, slope: np.ndarray) -> np.ndarray:
        return slope / (self.s.take(key, slope * slope) ** 0.5 + self.epsilon)


@dataclass
class Adam:
    v: Average
    s: Average
    epsilon: float

    def step(self, key: str, slope: np.ndarray) -> np.ndarray:
        self.v.take(key, slope)
        self.s.take(key, slope * slope)
        return self.v.corrected(key) / (np.sqrt(self.s.corrected(key)) + self.epsilon)


def moved(parameters: Dict, grads: Dict, rate: float, rule: Any) -> Dict:
    return {k: v - rate * rule.step(f"d{k}", grads[f"d{k}"]) for k, v in parameters.items()}


def update_parameters_with_gd(parameters: Dict, grads: Dict, learning_rate: float) -> Dict:
    return moved(parameters, grads, learning_rate, Plain())


def random_mini_batches(
    X: np.ndarray, Y: np.ndarray, mini_batch_size: int = 64, seed: int = 0
) -> list[tuple[np.ndarray, np.ndarray]]:
    both = np.vstack([X, Y]).T.copy()
    np.random.default_rng(seed).shuffle(both, axis=0)
    return list(batches(both.T, len(X), mini_batch_size))


def batches(both: np.ndarray, rows: int, size: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    while both.shape[1]:
        yield both[:rows, :size], both[rows:, :size]
        both = both[:, size:]


def exponentially_weighted_average(
    values: Any, beta: float, bias_correction: bool = False
) -> np.ndarray:
    average, out = Average(beta), []
    for x in values:
        average.take("x", np.float64(x))
        average.count += 1
        out.append(average.corrected("x") if bias_correction else average.now["x"])
    return np.array(out)


def initialize_velocity(parameters: Dict) -> Dict:
    return {f"d{k}": np.zeros_like(v, dtype=np.float64) for k, v in parameters.items()}


def update_parameters_with_momentum(
    parameters: Dict, grads: Dict, v: Dict, beta: float, learning_rate: float
) -> tuple[Dict, Dict]:
    rule = Momentum(Average(beta, v))
    return moved(parameters, grads, learning_rate, rule), rule.v.now


def update_parameters_with_rmsprop(
    parameters: Dict,
    grads: Dict,
    s: Dict,
    beta: float = 0.9,
    learning_rate: float = 0.01,
    epsilon: float = 1e-8,
) -> tuple[Dict, Dict]:
    rule = Rms(Average(beta, s), epsilon)
    return moved(parameters, grads, learning_rate, rule), rule.s.now


def initialize_adam(parameters: Dict) -> tuple[Dict, Dict]:
    v, s = map(initialize_velocity, (parameters, parameters))
    return v, s


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
    rule = Adam(Average(beta1, v, t), Average(beta2, s, t), epsilon)
    theta = moved(parameters, grads, learning_rate, rule)
    return theta, rule.v.now, rule.s.now


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
    rules: dict[str, Callable[[], Any]] = {
        "gd": Plain,
        "momentum": lambda: Momentum(Average(beta)),
        "rmsprop": lambda: Rms(Average(beta), epsilon),
        "adam": lambda: Adam(Average(beta1), Average(beta2), epsilon),
    }
    if optimizer not in rules:
        raise ValueError(optimizer)
    rule, theta, costs = rules[optimizer](), dict(initial), []
    seeds = np.random.default_rng(seed).integers(2**31, size=num_epochs)
    for one in seeds:
        record = []
        for X_b, Y_b in random_mini_batches(X, Y, mini_batch_size, int(one)):
            cost, grads = cost_and_grads(X_b, Y_b, theta)
            record += [cost] * X_b.shape[1]
            if optimizer == "adam":
                rule.v.count += 1
                rule.s.count += 1
            theta = moved(theta, grads, learning_rate, rule)
        costs.append(np.mean(record))
    return theta, costs
