# exercise: update_parameters_with_momentum
import numpy as np


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        w, b = "W" + str(l), "b" + str(l)
        v["d" + w] = beta * v["d" + w] + grads["d" + w]  # WRONG: the gradient must be multiplied by 1 - beta.
        v["d" + b] = beta * v["d" + b] + (1 - beta) * grads["d" + b]
        parameters[w] = parameters[w] - learning_rate * v["d" + w]
        parameters[b] = parameters[b] - learning_rate * grads["d" + b]  # WRONG: the bias must step along its average v too, not along its gradient.
    return parameters, v
