# exercise: sequence_backward
import numpy as np


def sequence_backward(X, Y, parameters, cache):
    states, preds = cache
    T = len(Y)
    V = preds[0].shape[0]
    dWax = np.zeros_like(parameters["Wax"])
    dWaa = np.zeros_like(parameters["Waa"])
    dWya = np.zeros_like(parameters["Wya"])
    dba = np.zeros_like(parameters["ba"])
    dby = np.zeros_like(parameters["by"])
    carry = np.zeros_like(parameters["ba"])
    for t in reversed(range(T)):
        dy = preds[t] - one_hot(Y[t], V)
        dWya += dy @ states[t + 1].T
        dby += dy
        da = parameters["Wya"].T @ dy + carry
        dz = da * (1 - states[t + 1] ** 2)
        dWax += dz @ one_hot(X[t], V).T
        dWaa += dz @ states[t + 1].T  # WRONG: Waa was multiplied with the state BEFORE the step, which is states[t]; states[t + 1] is the new one.
        dba += dz
        carry = parameters["Waa"].T @ da  # WRONG: goes back with da instead of dz; the slope of the tanh is forgotten on the way to the state before.
    gradients = {"dWax": dWax, "dWaa": dWaa, "dWya": dWya, "dba": dba, "dby": dby}
    return gradients, states[-1]
