# exercise: propagate
import numpy as np


def propagate(w, b, X, Y):
    m = X.shape[0]  # WRONG: X.shape[0] is the number of features; the examples are the columns, so m is X.shape[1].
    A = sigmoid(np.dot(w.T, X) + b)
    cost = compute_cost(A, Y)
    dz = A - Y
    dw = np.dot(X, dz.T) / m
    db = np.sum(dz) / m
    return {"dw": dw, "db": db}, cost
