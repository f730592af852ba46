# exercise: update_parameters_with_rmsprop
import numpy as np


def update_parameters_with_rmsprop(parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8):
    for key in list(parameters.keys()):
        g = grads["d" + key]
        s["d" + key] = beta * s["d" + key] + (1 - beta) * np.square(g)
        denom = np.sqrt(s["d" + key] + epsilon)  # WRONG: epsilon is added after the root, sqrt(s) + epsilon.
        parameters[key] = parameters[key] - learning_rate * g / denom
    return parameters, s
