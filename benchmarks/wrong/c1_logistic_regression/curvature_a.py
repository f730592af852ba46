# exercise: curvature
import numpy as np


def curvature(w, x, y, loss):
    x = np.array(x, dtype=float)
    y = np.array(y, dtype=float)
    a = sigmoid(w * x)
    s = a * (1 - a)
    if loss == "bce":
        # J' = mean((a - y) x), differentiate a again
        return np.mean(s * x)  # WRONG: da/dw brings a second factor x, so the curvature needs x**2.
    elif loss == "mse":
        return np.mean(x ** 2 * s * (s + (a - y) * (1 - 2 * a)))
    else:
        raise ValueError("loss?")
