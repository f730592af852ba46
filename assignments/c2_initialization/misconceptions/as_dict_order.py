"""Weights and biases are taken in the order of the dict."""

import numpy as np


def activation_stds(parameters, X, activation):
    curves = {"relu": lambda Z: np.maximum(0.0, Z), "tanh": np.tanh, "linear": lambda Z: Z}
    if activation not in curves:
        raise ValueError(activation)
    weights = [value for name, value in parameters.items() if name[0] == "W"]
    biases = [value for name, value in parameters.items() if name[0] == "b"]
    A, stds = X, []
    for W, b in zip(weights, biases, strict=True):
        A = curves[activation](W @ A + b)
        stds.append(float(np.std(A)))
    return stds
