# Everything by repeated multiplication, subtraction and counting; no power, no floor division.

import math

import numpy as np


def step_decay(lr0, epoch, drop=0.5, epochs_per_drop=10):
    rate = lr0
    while epoch >= epochs_per_drop:
        rate = rate * drop
        epoch = epoch - epochs_per_drop
    return rate


def exponential_decay(lr0, epoch, rate=0.95):
    now = lr0
    for _ in range(epoch):
        now *= rate
    return now


def inverse_time_decay(lr0, epoch, decay_rate=1.0):
    divisor = 1.0
    for _ in range(epoch):
        divisor += decay_rate
    return lr0 / divisor


def staircase_inverse_time(lr0, epoch, decay_rate=1.0, time_interval=1000):
    stairs = 0
    for e in range(1, epoch + 1):
        if e % time_interval == 0:
            stairs += 1
    return lr0 / (1 + decay_rate * stairs)


def cosine_annealing(lr0, epoch, total_epochs, lr_min=0.0):
    if epoch >= total_epochs:
        return lr_min
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(epoch / total_epochs * math.pi))


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    for e in range(warmup_epochs):
        if e == epoch:
            return (e + 1) * lr0 / warmup_epochs
    return cosine_annealing(lr0, epoch - warmup_epochs, total_epochs - warmup_epochs, lr_min)


def make_schedule(name, lr0, num_epochs, **options):
    if name not in ["constant", "step", "exponential", "inverse_time", "cosine"]:
        raise ValueError("unknown schedule " + name)
    schedule = []
    for epoch in range(num_epochs):
        if name == "constant":
            schedule.append(lr0)
        elif name == "step":
            schedule.append(step_decay(lr0, epoch, **options))
        elif name == "exponential":
            schedule.append(exponential_decay(lr0, epoch, **options))
        elif name == "inverse_time":
            schedule.append(inverse_time_decay(lr0, epoch, **options))
        else:
            schedule.append(cosine_annealing(lr0, epoch, num_epochs, **options))
    return schedule


def sgd_with_rates(x, y, w0, rates):
    w = np.zeros(len(rates) + 1)
    w[0] = w0
    j = 0
    for i in range(len(rates)):
        error = w[i] * x[j] - y[j]
        w[i + 1] = w[i] - rates[i] * error * x[j]
        j += 1
        if j == len(x):
            j = 0
    return w
