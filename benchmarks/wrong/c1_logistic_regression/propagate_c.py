# exercise: propagate
import numpy as np


def propagate(w, b, X, Y):
    n_x, m = X.shape
    A = sigmoid(np.dot(w.T, X) + b)
    cost = compute_cost(A, Y)
    error = Y - A  # WRONG: the error is A - Y; with the sign turned around both gradients point downhill.
    dw = np.zeros((n_x, 1))
    for j in range(n_x):
        dw[j, 0] = np.sum(X[j] * error[0])  # WRONG: the division by m is missing in dw, though db is a mean.
    db = np.mean(error)
    return {"dw": dw, "db": db}, cost
