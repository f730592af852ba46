# exercise: optimize
import numpy as np


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    w = w.copy()
    costs = []
    grads = {"dw": np.zeros(w.shape), "db": 0.0}
    for i in range(1, num_iterations + 1):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % record_every == 0:  # WRONG: with i counted from 1 the first recorded cost is that of iteration record_every - 1 (counted from 0), and the starting cost is missing.
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs
