# exercise: sgd_step
import numpy as np


def sgd_step(X, Y, a_prev, parameters, learning_rate=0.01, max_value=5.0):
    loss, cache = sequence_forward(X, Y, a_prev, parameters)
    gradients, a_last = sequence_backward(X, Y, parameters, cache)
    clipped = {}
    for k in gradients:
        clipped[k] = np.clip(gradients[k], -max_value, max_value)
    new_parameters = {}
    for name in parameters:
        new_parameters[name] = parameters[name] - learning_rate * gradients["d" + name]  # WRONG: the step is taken with the gradients before clipping; it has to use the clipped ones.
    return loss, clipped, new_parameters, a_last.copy()
