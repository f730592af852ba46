# exercise: next_probabilities
import numpy as np


def next_probabilities(index, a_prev, parameters, temperature=1.0):
    if temperature < 0:  # WRONG: a temperature of exactly 0 has to raise ValueError as well, so the comparison must be <=.
        raise ValueError("temperature must be positive")
    V = parameters["by"].shape[0]
    x = one_hot(index, V)
    a = np.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a_prev + parameters["ba"])
    z = (parameters["Wya"] @ a) / temperature + parameters["by"]  # WRONG: the temperature divides the whole score, the bias by included; here by is added after the division.
    z = z.ravel()
    e = np.exp(z - z.max())
    return e / e.sum(), a
