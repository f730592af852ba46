# expect: cosine_annealing loses
import math
import numpy as np


def step_decay(lr0, epoch, drop=0.5, epochs_per_drop=10):
    lr = lr0
    count = 0
    for e in range(1, epoch + 1):
        count = count + 1
        if count == epochs_per_drop:
            lr = lr * drop
            count = 0
    return lr


def exponential_decay(lr0, epoch, rate=0.95):
    lr = lr0
    for e in range(epoch):
        lr = lr * rate
    return lr


def inverse_time_decay(lr0, epoch, decay_rate=1.0):
    bottom = 1 + decay_rate * epoch
    lr = lr0 / bottom
    return lr


def staircase_inverse_time(lr0, epoch, decay_rate=1.0, time_interval=1000):
    k = 0
    rest = epoch
    while rest >= time_interval:
        rest = rest - time_interval
        k = k + 1
    return lr0 / (1 + decay_rate * k)


def cosine_annealing(lr0, epoch, total_epochs, lr_min=0.0):
    last = total_epochs - 1
    if epoch >= last and last > 0:
        return lr_min
    return lr_min + (lr0 - lr_min) * (1 + math.cos(math.pi * epoch / total_epochs)) / 2


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    if epoch < warmup_epochs:
        return lr0 * (epoch + 1) / warmup_epochs
    else:
        return cosine_annealing(lr0, epoch - warmup_epochs, total_epochs - warmup_epochs, lr_min)


def make_schedule(name, lr0, num_epochs, **options):
    if name not in ["constant", "step", "exponential", "inverse_time", "cosine"]:
        raise ValueError("unknown schedule")
    rates = []
    for e in range(num_epochs):
        if name == "constant":
            rates.append(lr0)
        elif name == "step":
            rates.append(step_decay(lr0, e, **options))
        elif name == "exponential":
            rates.append(exponential_decay(lr0, e, **options))
        elif name == "inverse_time":
            rates.append(inverse_time_decay(lr0, e, **options))
        elif name == "cosine":
            rates.append(cosine_annealing(lr0, e, num_epochs, **options))
    return rates


def sgd_with_rates(x, y, w0, rates):
    n = len(x)
    w = float(w0)
    weights = [w]
    j = 0
    for rate in rates:
        slope = (w * x[j] - y[j]) * x[j]
        w = w - rate * slope
        weights.append(w)
        j = j + 1
        if j == n:
            j = 0
    return np.array(weights, dtype=np.float64)
