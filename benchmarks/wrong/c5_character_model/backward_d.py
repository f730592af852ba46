# exercise: sequence_backward
import numpy as np


def sequence_backward(X, Y, parameters, cache):
    states, predictions = cache
    names = ["Wax", "Waa", "Wya", "ba", "by"]
    grad = {"d" + n: np.zeros(parameters[n].shape) for n in names}
    V = len(parameters["by"])
    n_a = len(parameters["ba"])
    da_prev = np.zeros((n_a, 1))
    for t in reversed(range(len(Y))):
        dy = predictions[t] - one_hot(Y[t], V)
        grad["dWya"] += dy @ states[t + 1].T
        grad["dby"] += dy
        da = parameters["Wya"].T @ dy + da_prev
        dz = da * (1 - states[t + 1] ** 2)
        da_prev = parameters["Waa"].T @ dz
        grad["dWaa"] += dz @ states[t].T
        grad["dWax"] += dz @ one_hot(X[t], V).T
        grad["dba"] += dz
    for key in grad:
        grad[key] = np.clip(grad[key], -5, 5)  # WRONG: the gradients are clipped here; sequence_backward has to return them unclipped, clipping is sgd_step's task.
    return grad, states[-1]
