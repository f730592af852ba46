# expect: sgd_with_rates loses
"""The array of weights has the dtype of the start, cut to a whole number."""

import numpy as np


def step_decay(lr0, epoch, drop=0.5, epochs_per_drop=10):
    return np.multiply(lr0, np.power(np.float64(drop), np.floor_divide(epoch, epochs_per_drop)))


def exponential_decay(lr0, epoch, rate=0.95):
    return np.asarray(lr0 * np.power(np.float64(rate), epoch))


def inverse_time_decay(lr0, epoch, decay_rate=1.0):
    return np.divide(lr0, np.add(1, np.multiply(decay_rate, epoch)))


def staircase_inverse_time(lr0, epoch, decay_rate=1.0, time_interval=1000):
    return np.divide(lr0, 1 + decay_rate * np.trunc(np.divide(epoch, time_interval)))


def cosine_annealing(lr0, epoch, total_epochs, lr_min=0.0):
    t = np.clip(epoch, 0, total_epochs) / total_epochs
    return np.array([lr0 - (lr0 - lr_min) * np.sin(np.pi * t / 2) ** 2])


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    if np.less(epoch, warmup_epochs):
        return np.linspace(lr0 / warmup_epochs, lr0, warmup_epochs)[epoch]
    return cosine_annealing(lr0, epoch - warmup_epochs, total_epochs - warmup_epochs, lr_min)


def make_schedule(name, lr0, num_epochs, **options):
    def at(epoch):
        if name == "constant":
            return lr0
        if name == "step":
            return step_decay(lr0, epoch, **options)
        if name == "exponential":
            return exponential_decay(lr0, epoch, **options)
        if name == "inverse_time":
            return inverse_time_decay(lr0, epoch, **options)
        if name == "cosine":
            return cosine_annealing(lr0, epoch, num_epochs, **options)
        raise ValueError(name)

    return np.array([np.squeeze(at(int(e))) for e in np.arange(num_epochs)], dtype=float)


def sgd_with_rates(x, y, w0, rates):
    w = np.array([int(w0)], dtype=float)
    order = np.arange(len(rates)) % len(x)
    for rate, a, b in zip(np.asarray(rates), x[order], y[order]):
        w = np.append(w, w[-1] - rate * a * (a * w[-1] - b))
    return w
