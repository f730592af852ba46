# exercise: backward_propagation
import numpy as np


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    m = Y.shape[1]
    A1 = cache["A1"]
    A2 = cache["A2"]
    dZ2 = A2 - Y
    dW2 = 1 / m * dZ2 @ A1.T
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = parameters["W2"].T @ dZ2
    dZ1 = dA1 * (1 - A1 ** 2)  # WRONG: the slope of tanh is used whatever the activation is; for "relu" it must be 1 where Z1 > 0 and 0 elsewhere.
    dW1 = 1 / m * dZ1 @ X.T
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    return grads
