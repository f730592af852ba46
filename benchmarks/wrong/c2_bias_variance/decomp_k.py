# exercise: bias_variance_decomposition
import numpy as np


def bias_variance_decomposition(predictions, targets):
    k, m = predictions.shape
    b, v, e = 0.0, 0.0, 0.0
    for i in range(m):
        p = predictions[:, i]
        pbar = sum(p) / k
        b += (pbar - targets[i]) ** 2
        var_here = 0.0
        for a in range(k):
            var_here += (p[a] - pbar) ** 2
            e += (p[a] - targets[i]) ** 2
        v += var_here / (k - 1)  # WRONG: the variance is divided by k, not by k - 1 (with one model this divides by 0).
    return {"bias2": b / m, "variance": v / m, "mse": e / m}  # WRONG: e sums over all models and points, so mse must be divided by k * m.
