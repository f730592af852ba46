# exercise: exponentially_weighted_average
import numpy as np


def exponentially_weighted_average(values, beta, bias_correction=False):
    x = np.array(values)
    v = np.zeros_like(x)  # WRONG: of whole numbers this is an integer array, and the averages are cut off; it must be one of floats.
    previous = 0
    for t in range(len(x)):
        previous = beta * previous + (1 - beta) * x[t]
        if bias_correction:
            v[t] = previous / (1 - beta ** (t + 2))  # WRONG: the exponent is the number of the value, t + 1 as t counts from 0 here.
        else:
            v[t] = previous
    return v
