# exercise: forward_propagation
import numpy as np


def sig(z):
    return np.exp(z) / (1 + np.exp(z))  # WRONG: for z around 1000 this is inf/inf = NaN; 1/(1 + exp(-z)) is right there.


def forward_propagation(X, parameters, activation="tanh"):
    Z1 = parameters["W1"] @ X + parameters["b1"]
    if activation == "relu":
        A1 = Z1 * (Z1 > 0)
    else:  # WRONG: every name but "relu" is treated as tanh; an unknown one must raise ValueError.
        A1 = np.tanh(Z1)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = sig(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
