# exercise: exponentially_weighted_average
import numpy as np


def exponentially_weighted_average(values, beta, bias_correction=False):
    v = 0.0
    averages = []
    for t, x in enumerate(values, start=1):
        v = beta * v + (1 - beta) * x
        if bias_correction:
            v = v / (1 - beta ** t)  # WRONG: the corrected value goes back into the recursion; it must be kept apart, and v go on uncorrected.
        averages.append(v)
    return np.array(averages, dtype=float)
