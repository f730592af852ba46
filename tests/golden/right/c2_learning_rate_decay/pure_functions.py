"""Learning-rate schedules. All pure functions; see the tests at the end."""
from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np


def _whole_periods(epoch: int, length: int) -> int:
    """How many periods are completely over at the start of this epoch."""
    assert epoch >= 0 and length >= 1, (epoch, length)
    periods, _ = divmod(int(epoch), int(length))
    return periods


def step_decay(lr0: float, epoch: int, drop: float = 0.5, epochs_per_drop: int = 10) -> float:
    """Drop the rate after each period."""
    return exponential_decay(lr0, _whole_periods(epoch, epochs_per_drop), rate=drop)


def exponential_decay(lr0: float, epoch: int, rate: float = 0.95) -> float:
    return float(lr0) * math.pow(rate, epoch)


def inverse_time_decay(lr0: float, epoch: int, decay_rate: float = 1.0) -> float:
    return float(lr0 / (1.0 + decay_rate * epoch))


def staircase_inverse_time(
    lr0: float, epoch: int, decay_rate: float = 1.0, time_interval: int = 1000
) -> float:
    return inverse_time_decay(lr0, _whole_periods(epoch, time_interval), decay_rate)


def cosine_annealing(lr0: float, epoch: int, total_epochs: int, lr_min: float = 0.0) -> float:
    assert total_epochs >= 1
    seen = min(epoch, total_epochs)
    weight = 0.5 * (1.0 + math.cos(math.pi * seen / total_epochs))
    return float(weight * lr0 + (1.0 - weight) * lr_min)


def warmup_cosine(
    lr0: float, epoch: int, warmup_epochs: int, total_epochs: int, lr_min: float = 0.0
) -> float:
    assert 0 <= warmup_epochs < total_epochs
    if epoch < warmup_epochs:
        return float(lr0 * (epoch + 1) / warmup_epochs)
    return cosine_annealing(
        lr0, epoch - warmup_epochs, total_epochs - warmup_epochs, lr_min=lr_min
    )


def _constant(lr0: float, epoch: int) -> float:
    return float(lr0)


def make_schedule(name: str, lr0: float, num_epochs: int, **options: float) -> list[float]:
    schedules: dict[str, Callable[..., float]] = {
        "constant": _constant,
        "step": step_decay,
        "exponential": exponential_decay,
        "inverse_time": inverse_time_decay,
        "cosine": partial(cosine_annealing, total_epochs=num_epochs),
    }
    try:
        schedule = schedules[name]
    except KeyError:
        raise ValueError(f"unknown schedule {name!r}; known: {sorted(schedules)}") from None
    return [schedule(lr0, epoch, **options) for epoch in range(num_epochs)]


def _slope(w: float, x: float, y: float) -> float:
    return (w * x - y) * x


def sgd_with_rates(x: np.ndarray, y: np.ndarray, w0: float, rates: Sequence[float]) -> np.ndarray:
    assert x.shape == y.shape and x.ndim == 1
    n = x.shape[0]
    weights = np.empty(len(rates) + 1, dtype=np.float64)
    weights[0] = w0
    for i, rate in enumerate(rates):
        j = i % n
        weights[i + 1] = weights[i] - rate * _slope(weights[i], x[j], y[j])
    return weights


if __name__ == "__main__":
    for e in (0, 1, 9, 10, 19, 20, 25):
        print(e, step_decay(0.8, e), inverse_time_decay(0.8, e), staircase_inverse_time(0.8, e, 1.0, 10))
    print(sgd_with_rates(np.array([1.0, 2, 4]), np.array([3.0, 2, 4]), 1.0, [0.5, 0.25, 0.125, 0.25]))
