# exercise: optimize
import numpy as np


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    w_new, b_new = w + 0.0, b
    costs = []
    last = None
    grads = {"dw": None, "db": None}
    for step in range(num_iterations):
        grads, cost = propagate(w_new, b_new, X, Y)
        if step % record_every == 0:
            costs.append(cost)
        # converged
        if last is not None and cost >= last:  # WRONG: training stops early when the cost no longer falls; exactly num_iterations steps are asked for.
            break
        last = cost
        w_new = w_new - learning_rate * grads["dw"]
        b_new = b_new - learning_rate * grads["db"]
    return {"w": w_new, "b": b_new}, grads, costs
