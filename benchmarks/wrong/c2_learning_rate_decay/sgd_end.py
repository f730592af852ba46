# exercise: sgd_with_rates
import numpy as np


def sgd_with_rates(x, y, w0, rates):
    n = len(x)
    w = float(w0)
    path = []
    j = 0
    for alpha in rates:
        path.append(w)
        xi, yi = float(x[j]), float(y[j])
        w = w - alpha * (w * xi - yi) * xi
        j = j + 1
        if j == n:
            j = 0
    return np.array(path, dtype=float)  # WRONG: the weight after the last step is missing; it must be appended after the loop, for one more entry than rates.
