# exercise: mse_propagate
import numpy as np


def mse_propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = np.sum((A - Y) ** 2) / (2 * m)
    dz = A - Y  # WRONG: the slope of the sigmoid A(1 - A) does not cancel for the squared error; it is missing here.
    dw = np.dot(X, dz.T) / m
    db = np.sum(dz) / m
    return {"dw": dw, "db": db}, cost
