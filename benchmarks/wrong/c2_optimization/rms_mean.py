# exercise: update_parameters_with_rmsprop
import numpy as np


def update_parameters_with_rmsprop(parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8):
    # every parameter gets its own step size: divide by the size of its gradient
    p_new, s_new = {}, {}
    for k, theta in parameters.items():
        grad = grads["d" + k]
        size = np.mean(grad ** 2)  # WRONG: the square is taken entry by entry, each number has an s of its own; the mean over the whole array gives all entries one step size.
        s_new["d" + k] = beta * s["d" + k] + (1 - beta) * size
        p_new[k] = theta - learning_rate * grad / (np.sqrt(s_new["d" + k]) + epsilon)
    return p_new, s_new
