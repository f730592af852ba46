# exercise: add_l2_gradients
import numpy as np


def add_l2_gradients(grads, parameters, lambd, m):
    result = grads.copy()
    L = len(parameters) // 2
    for l in range(1, L + 1):
        result["dW" + str(l)] += lambd / m * parameters["W" + str(l)]  # WRONG: += writes into the arrays of the caller's grads, since the copy of the dict does not copy them; make a new array.
    return result
