# expect: make_schedule loses
"""Unknown names raise a KeyError."""

from dataclasses import dataclass, field

import numpy as np


class UnknownSchedule(KeyError):
    """A name that there is not."""


@dataclass
class Scheduler:
    lr0: float
    settings: dict = field(default_factory=dict)

    def periods(self, epoch, length):
        count = 0
        while (count + 1) * length <= epoch:
            count += 1
        return count

    def step(self, epoch, drop, length):
        lr = self.lr0
        for _ in range(self.periods(epoch, length)):
            lr *= drop
        return lr

    def inverse(self, count, decay):
        return self.lr0 * (1 + count * decay) ** (-1.0)

    def cosine(self, epoch, total, least):
        if epoch >= total:
            return least
        middle, half = (self.lr0 + least) / 2, (self.lr0 - least) / 2
        return middle + half * np.cos(np.pi * epoch / total)


def step_decay(lr0, epoch, drop=0.5, epochs_per_drop=10):
    return Scheduler(lr0).step(epoch, drop, epochs_per_drop)


def exponential_decay(lr0, epoch, rate=0.95):
    return Scheduler(lr0).step(epoch, rate, 1)


def inverse_time_decay(lr0, epoch, decay_rate=1.0):
    return Scheduler(lr0).inverse(epoch, decay_rate)


def staircase_inverse_time(lr0, epoch, decay_rate=1.0, time_interval=1000):
    scheduler = Scheduler(lr0)
    return scheduler.inverse(scheduler.periods(epoch, time_interval), decay_rate)


def cosine_annealing(lr0, epoch, total_epochs, lr_min=0.0):
    return Scheduler(lr0).cosine(epoch, total_epochs, lr_min)


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    left = warmup_epochs - (epoch + 1)
    if left >= 0:
        return lr0 - left * lr0 / warmup_epochs
    return Scheduler(lr0).cosine(epoch - warmup_epochs, total_epochs - warmup_epochs, lr_min)


def make_schedule(name, lr0, num_epochs, **options):
    options = dict(options)
    functions = dict(
        constant=lambda e: lr0,
        step=lambda e: step_decay(lr0, e, **options),
        exponential=lambda e: exponential_decay(lr0, e, **options),
        inverse_time=lambda e: inverse_time_decay(lr0, e, **options),
        cosine=lambda e: cosine_annealing(lr0, e, num_epochs, **options),
    )
    if functions.get(name) is None:
        raise UnknownSchedule(name)
    return tuple(map(functions[name], range(num_epochs)))


def sgd_with_rates(x, y, w0, rates):
    w = [float(w0)]
    for i in range(len(rates)):
        j = i - len(x) * (i // len(x))
        w = w + [w[-1] + rates[i] * (y[j] - w[-1] * x[j]) * x[j]]
    return np.array(w)
