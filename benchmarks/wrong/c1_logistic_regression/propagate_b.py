# exercise: propagate
import numpy as np


def propagate(w, b, X, Y):
    m = Y.shape[1]
    z = w.T @ X + b
    A = sigmoid(z)
    cost = compute_cost(A, Y)
    # chain rule w -> z -> a -> J
    dA = -Y / A + (1 - Y) / (1 - A)  # WRONG: dividing by A and 1 - A gives NaN when A is exactly 0 or 1; the product with the slope must be simplified to A - Y on paper.
    slope = A * (1 - A)
    dz = dA * slope
    dw = X @ dz.T / m
    db = dz.sum() / m
    grads = {"dw": dw, "db": db}
    return grads, cost
