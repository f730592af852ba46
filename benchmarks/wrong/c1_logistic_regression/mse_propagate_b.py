# exercise: mse_propagate
import numpy as np


def mse_propagate(w, b, X, Y):
    m = X.shape[1]
    z = w.T @ X + b
    A = sigmoid(z)
    diff = A - Y
    cost = np.mean(diff ** 2)  # WRONG: the cost has the factor 1/(2m); the half is missing.
    dz = diff * z * (1 - z)  # WRONG: the slope of the sigmoid is A(1 - A), not z(1 - z).
    return {"dw": X @ dz.T / m, "db": np.mean(dz)}, cost
