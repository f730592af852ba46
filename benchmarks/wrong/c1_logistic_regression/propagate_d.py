# exercise: propagate
import numpy as np


def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T.dot(X) + b)
    cost = compute_cost(A, Y)
    dZ = A - Y
    dw = 1 / m * np.dot(X, dZ.T)
    db = 1 / m * np.sum(dw)  # WRONG: db must be the mean of dZ; here dw is summed.
    grads = {"dw": dw,
             "db": db}
    return grads, cost
