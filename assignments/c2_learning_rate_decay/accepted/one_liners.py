# Lambdas and tables; divmod, exp and log; the wave as a squared cosine.

from itertools import accumulate, cycle

import numpy as np

step_decay = lambda lr0, epoch, drop=0.5, epochs_per_drop=10: (  # noqa: E731
    lr0 * drop ** divmod(epoch, epochs_per_drop)[0]
)
exponential_decay = lambda lr0, epoch, rate=0.95: lr0 * np.exp(epoch * np.log(rate))  # noqa: E731
inverse_time_decay = lambda lr0, epoch, decay_rate=1.0: (  # noqa: E731
    1 / (1 / lr0 + decay_rate / lr0 * epoch)
)


def staircase_inverse_time(lr0, epoch, decay_rate=1.0, time_interval=1000):
    return inverse_time_decay(lr0, epoch // time_interval, decay_rate)


def cosine_annealing(lr0, epoch, total_epochs, lr_min=0.0):
    left = np.cos(np.pi / 2 * np.clip(epoch / total_epochs, 0, 1)) ** 2
    return left * lr0 + (1 - left) * lr_min


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    return (
        lr0 * (epoch + 1) / warmup_epochs
        if epoch < warmup_epochs
        else cosine_annealing(lr0, epoch - warmup_epochs, total_epochs - warmup_epochs, lr_min)
    )


def make_schedule(name, lr0, num_epochs, **options):
    table = {
        "constant": lambda lr0, epoch: lr0 + 0 * epoch,
        "step": step_decay,
        "exponential": exponential_decay,
        "inverse_time": inverse_time_decay,
        "cosine": lambda lr0, epoch, **more: cosine_annealing(lr0, epoch, num_epochs, **more),
    }
    if name not in table:
        raise ValueError(name)
    return [table[name](lr0, epoch, **options) for epoch in range(num_epochs)]


def sgd_with_rates(x, y, w0, rates):
    steps = zip(rates, cycle(list(zip(x, y, strict=True))), strict=False)
    move = lambda w, step: w - step[0] * (w * step[1][0] - step[1][1]) * step[1][0]  # noqa: E731
    return list(accumulate(steps, move, initial=float(w0)))
