# exercise: forward_propagation
import numpy as np


def forward_propagation(X, parameters, activation="tanh"):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    Z1 = np.dot(W1, X) + b1
    if activation == "tanh":
        A1 = np.tanh(Z1)
    elif activation == "relu":
        A1 = np.maximum(0, Z1)
    else:
        raise ValueError(activation)
    Z2 = np.dot(W2, Z1) + b2  # WRONG: the output layer must get the activations A1, not the pre-activations Z1.
    A2 = 1 / (1 + np.exp(-Z2))
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache
