# Whole curves at once: each schedule is computed for all epochs, and one entry is looked up.

import numpy as np


def step_decay(lr0, epoch, drop=0.5, epochs_per_drop=10):
    curve = lr0 * np.power(float(drop), np.floor(np.arange(epoch + 1) / epochs_per_drop))
    return curve[-1]


def exponential_decay(lr0, epoch, rate=0.95):
    return np.multiply.accumulate([lr0] + [rate] * epoch)[epoch]


def inverse_time_decay(lr0, epoch, decay_rate=1.0):
    return np.array(lr0) / (1 + decay_rate * np.array([[epoch]]))


def staircase_inverse_time(lr0, epoch, decay_rate=1.0, time_interval=1000):
    stairs = np.repeat(np.arange(epoch // time_interval + 1), time_interval)
    return np.reciprocal(1.0 + decay_rate * stairs[epoch]) * lr0


def cosine_annealing(lr0, epoch, total_epochs, lr_min=0.0):
    wave = np.cos(np.linspace(0, np.pi, total_epochs + 1))
    return np.asarray((lr0 + lr_min) / 2 + (lr0 - lr_min) / 2 * wave[min(epoch, total_epochs)])


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    ramp = np.linspace(0, lr0, warmup_epochs + 1)[1:]
    rest = total_epochs - warmup_epochs
    wave = [cosine_annealing(lr0, e, rest, lr_min) for e in range(rest + 1)]
    return np.concatenate([ramp, wave])[min(epoch, total_epochs)]


def make_schedule(name, lr0, num_epochs, **options):
    epochs = np.arange(num_epochs)
    if name == "constant":
        return np.full(num_epochs, lr0)
    if name == "step":
        k = epochs // options.get("epochs_per_drop", 10)
        return lr0 * options.get("drop", 0.5) ** k
    if name == "exponential":
        return lr0 * options.get("rate", 0.95) ** epochs
    if name == "inverse_time":
        return lr0 / (1 + options.get("decay_rate", 1.0) * epochs)
    if name == "cosine":
        least = options.get("lr_min", 0.0)
        return least + (lr0 - least) * (1 + np.cos(np.pi * epochs / num_epochs)) / 2
    raise ValueError


def sgd_with_rates(x, y, w0, rates):
    k = len(rates)
    X, Y = np.resize(x, k), np.resize(y, k)
    # w ← (1 − α·x²)·w + α·x·y, step by step.
    keep, add = 1 - np.asarray(rates) * X**2, np.asarray(rates) * X * Y
    w = np.empty(k + 1)
    w[0] = w0
    for i in range(k):
        w[i + 1] = keep[i] * w[i] + add[i]
    return w
