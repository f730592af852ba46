# exercise: sgd_step
import numpy as np


def sgd_step(X, Y, a_prev, parameters, learning_rate=0.01, max_value=5.0):
    loss, cache = sequence_forward(X, Y, a_prev, parameters)
    grads, a_last = sequence_backward(X, Y, parameters, cache)

    # clip
    for key in list(grads.keys()):
        grads[key] = np.minimum(grads[key], max_value)  # WRONG: only clipped from above; entries below -max_value have to be brought up to -max_value, too.

    # update
    new = {}
    new["Wax"] = parameters["Wax"] - learning_rate * grads["dWax"]
    new["Waa"] = parameters["Waa"] - learning_rate * grads["dWaa"]
    new["Wya"] = parameters["Wya"] - learning_rate * grads["dWya"]
    new["ba"] = parameters["ba"] - learning_rate * grads["dba"]
    new["by"] = parameters["by"]  # WRONG: by takes no step at all (and is the caller's own array); it has to be moved against dby like the others.
    return loss, grads, new, np.array(a_last)
