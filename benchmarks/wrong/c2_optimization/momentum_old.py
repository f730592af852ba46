# exercise: update_parameters_with_momentum
import numpy as np


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    new_parameters = {}
    new_v = {}
    for key in parameters:
        d = "d" + key
        new_v[d] = beta * v[d] + (1 - beta) * grads[d]
        new_parameters[key] = parameters[key] - learning_rate * v[d]  # WRONG: the step uses the old average; it must use the new one, new_v.
    return new_parameters, new_v
