# exercise: activation_stds
import numpy as np


def activation_stds(parameters, X, activation):
    functions = {"relu": lambda z: z * (z > 0), "tanh": np.tanh, "linear": lambda z: z}
    if activation not in functions:
        raise ValueError("no such activation")
    g = functions[activation]
    L = len(parameters) // 2
    a = X.copy()
    out = []
    for l in range(1, L + 1):
        z = np.dot(parameters[f"W{l}"], a) + parameters[f"b{l}"]
        if l < L:  # WRONG: every layer has the activation, the last one too; here the last one is left linear.
            a = g(z)
        else:
            a = z
        mean = a.sum() / a.size
        out.append(float(np.sqrt(np.sum((a - mean) ** 2) / (a.size - 1))))  # WRONG: it must be divided by the number of entries and not by one less.
    return out
