# exercise: sequence_backward
import numpy as np


def sequence_backward(X, Y, parameters, cache):
    states, predictions = cache
    Wya, Waa = parameters["Wya"], parameters["Waa"]
    V, n_a = Wya.shape
    grads = {
        "dWax": np.zeros((n_a, V)),
        "dWaa": np.zeros((n_a, n_a)),
        "dWya": np.zeros((V, n_a)),
        "dba": np.zeros((n_a, 1)),
        "dby": np.zeros((V, 1)),
    }
    da_next = np.zeros((n_a, 1))
    for t in range(len(X) - 1, -1, -1):
        a, a_prev = states[t + 1], states[t]
        dy = predictions[t]  # WRONG: no copy is made, so the next line changes the probabilities in the cache, and a second call gives other derivatives.
        dy[Y[t]] -= 1
        grads["dWya"] += np.dot(dy, a.T)
        grads["dby"] += dy
        da = np.dot(Wya.T, dy) + da_next
        dz = (1 - a * a) * da
        grads["dba"] += dz
        grads["dWax"] += np.dot(dz, one_hot(X[t], V).T)
        grads["dWaa"] += np.dot(dz, a_prev.T)
        da_next = np.dot(Waa.T, dz)
    return grads, states[-1]
