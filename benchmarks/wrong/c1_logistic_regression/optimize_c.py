# exercise: optimize
import numpy as np


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    w = np.copy(w)
    costs = []
    grads = {}
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        grads2, _ = propagate(w, b, X, Y)
        b = b - learning_rate * grads2["db"]  # WRONG: the gradient for b is taken after w has moved; both must be taken at the same point.
        if i % 100 == 0:  # WRONG: a cost is recorded every 100 iterations whatever record_every says.
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs
