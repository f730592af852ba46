# exercise: sgd_with_rates
import numpy as np


def sgd_with_rates(x, y, w0, rates):
    x = np.array(x, dtype=float)
    y = np.array(y, dtype=float)
    w = float(w0)
    weights = [w]
    for i in range(len(rates)):
        slope = np.mean((w * x - y) * x)  # WRONG: each step must look at one example only, number i mod n; this is the gradient over all of them.
        w = w - rates[i] * slope
        weights.append(w)
    return np.array(weights)
