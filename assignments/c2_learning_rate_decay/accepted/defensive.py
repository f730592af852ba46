# Floats and arrays of one entry; asserts; a queue of examples that goes round.

from collections import deque

import numpy as np


def whole(count, length):
    """How many whole lengths are in a count."""
    assert length >= 1
    return int(np.trunc(count / length))


def step_decay(lr0, epoch, drop=0.5, epochs_per_drop=10):
    return np.float64(lr0) * np.prod(np.full(whole(epoch, epochs_per_drop), drop))


def exponential_decay(lr0, epoch, rate=0.95):
    return np.array([lr0]) * np.float_power(rate, epoch)


def inverse_time_decay(lr0, epoch, decay_rate=1.0):
    denominator = 1 + decay_rate * epoch
    assert denominator > 0
    return np.array([[lr0 / denominator]])


def staircase_inverse_time(lr0, epoch, decay_rate=1.0, time_interval=1000):
    return float(lr0) * (1.0 + whole(epoch, time_interval) * decay_rate) ** -1


def cosine_annealing(lr0, epoch, total_epochs, lr_min=0.0):
    progress = np.minimum(np.float64(epoch) / total_epochs, 1.0)
    return 0.5 * lr0 * (1 + np.cos(np.pi * progress)) + 0.5 * lr_min * (
        1 - np.cos(np.pi * progress)
    )


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    assert 0 <= warmup_epochs < total_epochs
    if epoch < warmup_epochs:
        return np.interp(epoch + 1, [0, warmup_epochs], [0.0, lr0])
    return cosine_annealing(lr0, epoch - warmup_epochs, total_epochs - warmup_epochs, lr_min)


def make_schedule(name, lr0, num_epochs, **options):
    assert name in {"constant", "step", "exponential", "inverse_time", "cosine"}, name
    if name == "constant":
        return [lr0] * num_epochs
    if name == "cosine":
        options = {**options, "total_epochs": num_epochs}
    function = {
        "step": step_decay,
        "exponential": exponential_decay,
        "inverse_time": inverse_time_decay,
        "cosine": cosine_annealing,
    }[name]
    return [function(lr0=lr0, epoch=epoch, **options) for epoch in range(num_epochs)]


def sgd_with_rates(x, y, w0, rates):
    assert len(x) == len(y)
    examples = deque(zip(x.tolist(), y.tolist(), strict=True))
    weights = [float(w0)]
    for rate in rates:
        a, b = examples[0]
        examples.rotate(-1)
        weights.append(weights[-1] - float(rate) * a * (weights[-1] * a - b))
    return np.asarray(weights)
