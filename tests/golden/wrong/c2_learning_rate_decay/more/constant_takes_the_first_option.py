# expect: make_schedule loses
"""A schedule of one epoch has no rate."""

import math
from typing import Callable, Sequence

import numpy as np


def _share(kind: str, e: float, **o: float) -> float:
    shares: dict[str, Callable[[], float]] = {
        "power": lambda: math.exp(e * math.log(o["by"])) if e else 1.0,
        "hyperbola": lambda: 1.0 / (1.0 + e * o["by"]),
        "wave": lambda: 0.5 + 0.5 * math.cos(math.pi * min(e, o["end"]) / o["end"]),
    }
    return shares[kind]()


def step_decay(lr0, epoch, drop=0.5, epochs_per_drop=10):
    return lr0 * _share("power", (epoch - epoch % epochs_per_drop) / epochs_per_drop, by=drop)


def exponential_decay(lr0, epoch, rate=0.95):
    return lr0 * _share("power", epoch, by=rate)


def inverse_time_decay(lr0, epoch, decay_rate=1.0):
    return lr0 * _share("hyperbola", epoch, by=decay_rate)


def staircase_inverse_time(lr0, epoch, decay_rate=1.0, time_interval=1000):
    return lr0 * _share("hyperbola", epoch // time_interval, by=decay_rate)


def cosine_annealing(lr0, epoch, total_epochs, lr_min=0.0):
    a = _share("wave", epoch, end=total_epochs)
    return a * lr0 + (1 - a) * lr_min


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    after = epoch - warmup_epochs
    if after < 0:
        return lr0 * (1 + after / warmup_epochs + 1 / warmup_epochs)
    return cosine_annealing(lr0, after, total_epochs - warmup_epochs, lr_min)


SCHEDULES = {
    "step": step_decay,
    "exponential": exponential_decay,
    "inverse_time": inverse_time_decay,
    "cosine": cosine_annealing,
}


def make_schedule(name, lr0, num_epochs, **options):
    if name == "constant":
        return num_epochs * [lr0]
    if name not in SCHEDULES:
        raise ValueError(f"{name!r} is none of {['constant', *SCHEDULES]}")
    if name == "cosine":
        options["total_epochs"] = num_epochs
    return [SCHEDULES[name](lr0, epoch, **options) for epoch in range(num_epochs) if num_epochs > 1]


def sgd_with_rates(x: np.ndarray, y: np.ndarray, w0: float, rates: Sequence[float]) -> np.ndarray:
    found = np.full(len(rates) + 1, float(w0))
    for i, rate in enumerate(rates):
        residual = x[i % x.size] * found[i] - y[i % y.size]
        found[i + 1 :] = found[i] - rate * residual * x[i % x.size]
    return found
