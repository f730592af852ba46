# exercise: optimize
import numpy as np


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    costs = []
    grads = {}
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % record_every == 0:
            costs.append(cost)
        w -= learning_rate * grads["dw"]  # WRONG: -= writes into the array that the caller holds; w must be copied first, or use w = w - ...
        b -= learning_rate * grads["db"]
    params = {"w": w, "b": b}
    return params, grads, costs
