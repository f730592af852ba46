# exercise: backward_propagation
import numpy as np


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]
    grads = {}
    # output layer
    dZ2 = A2 - Y
    grads["dW2"] = np.matmul(dZ2, A1.T) / m
    grads["db2"] = np.sum(dZ2, axis=1) / m  # WRONG: without keepdims db2 has the shape (n_y,), not (n_y, 1).
    # hidden layer
    dZ1 = np.matmul(parameters["W2"].T, dZ2)
    if activation == "tanh":
        dZ1 *= 1 - A1 ** 2
    elif activation == "relu":
        dZ1[cache["Z1"] < 0] = 0
    grads["dW1"] = np.matmul(dZ1, X.T)  # WRONG: the division by m is missing here.
    grads["db1"] = np.sum(dZ1, axis=1, keepdims=True) / m
    return grads
