"""A schedule is a function of the epoch, made by another one."""

import math
import functools

import numpy as np


def stairs(length):
    return lambda epoch: int(epoch) // int(length)


def decays(share):
    return lambda lr0: lambda epoch: lr0 * share(epoch)


def step_decay(lr0, epoch, drop=0.5, epochs_per_drop=10):
    count = stairs(epochs_per_drop)
    return decays(lambda e: drop ** count(e))(lr0)(epoch)


def exponential_decay(lr0, epoch, rate=0.95):
    return decays(lambda e: functools.reduce(lambda a, _: a * rate, range(e), 1.0))(lr0)(epoch)


def inverse_time_decay(lr0, epoch, decay_rate=1.0):
    return decays(lambda e: 1 / (decay_rate * e + 1))(lr0)(epoch)


def staircase_inverse_time(lr0, epoch, decay_rate=1.0, time_interval=1000):
    count = stairs(time_interval)
    return decays(lambda e: 1 / (decay_rate * count(e) + 1))(lr0)(epoch)


def cosine_annealing(lr0, epoch, total_epochs, lr_min=0.0):
    e = epoch if epoch < total_epochs else total_epochs
    angle = math.pi * e / total_epochs
    turned = complex(math.cos(angle), math.sin(angle))
    return lr_min + (lr0 - lr_min) * abs(1 + turned) ** 2 / 4


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    ramp = [(e + 1) / warmup_epochs * lr0 for e in range(warmup_epochs)]
    try:
        return ramp[epoch]
    except IndexError:
        e, total = epoch - warmup_epochs, total_epochs - warmup_epochs
        return cosine_annealing(lr0, e, total, lr_min)


def make_schedule(name, lr0, num_epochs, **options):
    makers = {
        "constant": lambda e: lr0,
        "step": functools.partial(step_decay, lr0, **options) if name == "step" else None,
        "exponential": functools.partial(exponential_decay, lr0, **options),
        "inverse_time": functools.partial(inverse_time_decay, lr0, **options),
        "cosine": functools.partial(cosine_annealing, lr0, total_epochs=num_epochs, **options),
    }
    if name not in makers:
        raise ValueError(name)
    return [makers[name](epoch) for epoch in range(num_epochs)]


def sgd_with_rates(x, y, w0, rates):
    def step(weights, rate):
        j = (len(weights) - 1) % len(x)
        return [*weights, weights[-1] - rate * x[j] * (x[j] * weights[-1] - y[j])]

    return np.array(functools.reduce(step, rates, [w0]), dtype=np.float64)
