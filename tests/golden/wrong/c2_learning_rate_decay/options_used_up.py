# expect: make_schedule loses
"""The options of the caller are looked up under other names."""

import itertools
import math

import numpy as np


def nth(stream, n):
    return next(itertools.islice(stream, n, None))


def repeated(stream, times):
    for value in stream:
        yield from itertools.repeat(value, times)


def powers(start, factor):
    while True:
        yield start
        start *= factor


def step_decay(lr0, epoch, drop=0.5, epochs_per_drop=10):
    return nth(repeated(powers(lr0, drop), epochs_per_drop), epoch)


def exponential_decay(lr0, epoch, rate=0.95):
    return nth(powers(lr0, rate), epoch)


def inverse_time_decay(lr0, epoch, decay_rate=1.0):
    return nth((lr0 / (1 + decay_rate * e) for e in itertools.count()), epoch)


def staircase_inverse_time(lr0, epoch, decay_rate=1.0, time_interval=1000):
    stairs = repeated(itertools.count(), time_interval)
    return lr0 / (1 + decay_rate * nth(stairs, epoch))


def wave(lr0, total, least):
    for e in range(total):
        yield least + (lr0 - least) * (1 + math.cos(math.pi * e / total)) / 2
    yield from itertools.repeat(least)


def cosine_annealing(lr0, epoch, total_epochs, lr_min=0.0):
    return nth(wave(lr0, total_epochs, lr_min), epoch)


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    ramp = (lr0 * i / warmup_epochs for i in range(1, warmup_epochs + 1))
    return nth(itertools.chain(ramp, wave(lr0, total_epochs - warmup_epochs, lr_min)), epoch)


def make_schedule(name, lr0, num_epochs, **options):
    match name:
        case "constant":
            rates = itertools.repeat(lr0)
        case "step":
            rates = (step_decay(lr0, e, **options) for e in itertools.count())
        case "exponential":
            rates = powers(lr0, options.pop("rate", 0.95))
        case "inverse_time":
            rates = (inverse_time_decay(lr0, e, **options) for e in itertools.count())
        case "cosine":
            rates = wave(lr0, num_epochs, options.pop("least", 0.0))
        case _:
            raise ValueError(f"no schedule named {name}")
    return list(itertools.islice(rates, num_epochs))


def sgd_with_rates(x, y, w0, rates):
    def weights(w):
        yield w
        for rate, (a, b) in zip(rates, itertools.cycle(list(zip(x, y)))):
            w -= rate * (w * a - b) * a
            yield w

    return list(weights(float(w0)))
