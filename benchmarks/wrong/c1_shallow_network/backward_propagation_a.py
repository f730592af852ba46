# exercise: backward_propagation
import numpy as np


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    m = X.shape[1]
    W2 = parameters["W2"]
    Z1, A1, A2 = cache["Z1"], cache["A1"], cache["A2"]

    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    if activation == "tanh":
        slope = 1 - np.power(Z1, 2)  # WRONG: the slope of tanh is 1 - A1**2; Z1 is the pre-activation.
    else:
        slope = Z1 > 0
    dZ1 = np.dot(W2.T, dZ2) * slope
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
