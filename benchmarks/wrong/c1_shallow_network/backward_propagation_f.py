# exercise: backward_propagation
import numpy as np


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    m = X.shape[0]  # WRONG: X.shape[0] is the number of features; the number of examples is X.shape[1].
    err = cache["A2"] - Y
    dW2 = err @ cache["A1"].T / m
    db2 = err.sum(axis=1, keepdims=True) / m
    back = parameters["W2"].T @ err
    if activation == "relu":
        dZ1 = np.where(back > 0, back, 0)  # WRONG: the gradient passes by the sign of Z1, not by its own sign.
    else:
        dZ1 = back * (1 - np.tanh(cache["Z1"]) ** 2)
    dW1 = dZ1 @ X.T / m
    db1 = dZ1.sum(axis=1, keepdims=True) / m
    return dict(dW1=dW1, db1=db1, dW2=dW2, db2=db2)
