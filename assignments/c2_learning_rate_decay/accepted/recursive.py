# Each rate from the one before it, or from a smaller problem; generators for the walk.

import math
from collections.abc import Iterator

import numpy as np


def step_decay(lr0, epoch, drop=0.5, epochs_per_drop=10):
    if epoch < epochs_per_drop:
        return lr0
    half = epoch // epochs_per_drop // 2 * epochs_per_drop
    if half == 0:
        return drop * lr0
    return step_decay(
        step_decay(lr0, half, drop, epochs_per_drop), epoch - half, drop, epochs_per_drop
    )


def exponential_decay(lr0, epoch, rate=0.95):
    if epoch == 0:
        return lr0
    if epoch % 2:
        return rate * exponential_decay(lr0, epoch - 1, rate)
    return exponential_decay(lr0, epoch // 2, rate * rate)


def inverse_time_decay(lr0, epoch, decay_rate=1.0):
    # A rate α goes on to α/(1 + d·α/lr0); that is the same in one leap.
    return lr0 - lr0 * decay_rate * epoch / (1 + decay_rate * epoch)


def staircase_inverse_time(lr0, epoch, decay_rate=1.0, time_interval=1000):
    return inverse_time_decay(lr0, int(np.floor_divide(epoch, time_interval)), decay_rate)


def cosine_annealing(lr0, epoch, total_epochs, lr_min=0.0):
    turn = complex(math.cos(math.pi / total_epochs), math.sin(math.pi / total_epochs))
    return lr_min + (lr0 - lr_min) * (1 + (turn ** min(epoch, total_epochs)).real) / 2


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    if warmup_epochs == 0 or epoch >= warmup_epochs:
        return cosine_annealing(lr0, epoch - warmup_epochs, total_epochs - warmup_epochs, lr_min)
    before = warmup_cosine(lr0, epoch - 1, warmup_epochs, total_epochs) if epoch else 0.0
    return before + lr0 / warmup_epochs


def make_schedule(name, lr0, num_epochs, **options):
    def rates() -> Iterator[float]:
        for epoch in range(num_epochs):
            match name:
                case "constant":
                    yield lr0
                case "step":
                    yield step_decay(lr0, epoch, **options)
                case "exponential":
                    yield exponential_decay(lr0, epoch, **options)
                case "inverse_time":
                    yield inverse_time_decay(lr0, epoch, **options)
                case "cosine":
                    yield cosine_annealing(lr0, epoch, num_epochs, **options)
                case _:
                    raise ValueError(f"{name}?")

    return tuple(rates())


def sgd_with_rates(x, y, w0, rates):
    def walk():
        w = w0
        yield w
        for i, rate in enumerate(rates):
            slope = (w * x[i % len(x)] - y[i % len(y)]) * x[i % len(x)]
            w = w - rate * slope
            yield w

    return np.fromiter(walk(), dtype=float)
