# exercise: backward_propagation
import numpy as np


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    m = X.shape[1]
    W2 = parameters["W2"]
    A1 = cache["A1"]
    A2 = cache["A2"]
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.mean(dZ2, axis=1, keepdims=True)
    if activation == "relu":
        g = A1
        g[g > 0] = 1  # WRONG: g is the cached A1 itself, so the cache is overwritten and a second call computes another dW2; take a copy.
    else:
        g = 1 - A1 * A1
    dZ1 = np.dot(W2.T, dZ2) * g
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.mean(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
