# exercise: sgd_with_rates
import numpy as np


def sgd_with_rates(x, y, w0, rates):
    n = len(x)
    ws = np.full(len(rates) + 1, w0)  # WRONG: with a whole number w0 this is an integer array and the weights are cut off; it must be float64.
    for i, alpha in enumerate(rates):
        j = i % n
        error = ws[i] * x[j] - y[j]
        ws[i + 1] = ws[i] - alpha * error  # WRONG: the slope of the loss is error * x_j, the factor x_j is missing.
    return ws
