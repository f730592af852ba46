import numpy as np

step_decay = lambda lr0, epoch, drop=0.5, epochs_per_drop=10: lr0 * np.power(float(drop), epoch // epochs_per_drop)
exponential_decay = lambda lr0, epoch, rate=0.95: lr0 * np.power(float(rate), epoch)
inverse_time_decay = lambda lr0, epoch, decay_rate=1.0: np.divide(lr0, 1 + decay_rate * epoch)
staircase_inverse_time = lambda lr0, epoch, decay_rate=1.0, time_interval=1000: lr0 / (1 + decay_rate * np.floor_divide(epoch, time_interval))


def cosine_annealing(lr0, epoch, total_epochs, lr_min=0.0):
    t = np.clip(epoch / total_epochs, 0, 1)          # beyond T the wave stands still at pi
    return lr_min + (lr0 - lr_min) * np.cos(np.pi * t / 2) ** 2   # (1 + cos a)/2 = cos(a/2)^2


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    w = warmup_epochs
    return np.where(epoch < w, lr0 * (epoch + 1) / max(w, 1),
                    cosine_annealing(lr0, max(epoch - w, 0), total_epochs - w, lr_min))[None]


def make_schedule(name, lr0, num_epochs, **options):
    table = {
        "constant": lambda e: lr0,
        "step": lambda e: step_decay(lr0, e, **options),
        "exponential": lambda e: exponential_decay(lr0, e, **options),
        "inverse_time": lambda e: inverse_time_decay(lr0, e, **options),
        "cosine": lambda e: cosine_annealing(lr0, e, num_epochs, **options),
    }
    if name not in table:
        raise ValueError(f"no schedule {name!r}")
    return np.array([table[name](e) for e in range(num_epochs)])


def sgd_with_rates(x, y, w0, rates):
    k, n = len(rates), len(x)
    X, Y = np.resize(x, k).astype(float), np.resize(y, k).astype(float)
    w = np.full(k + 1, w0, dtype=float)
    for i in range(k):
        w[i + 1] = w[i] - rates[i] * (w[i] * X[i] - Y[i]) * X[i]
    return w
