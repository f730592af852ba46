# exercise: backward_propagation_with_dropout
import numpy as np


def backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob):
    m = X.shape[1]
    L = len(caches)
    grads = {}
    dA = None
    for l in reversed(range(L)):
        A_prev, Z, D, A = caches[l]
        if l == L - 1:
            dZ = A - Y
        else:
            dA = dropout_backward(dA, D, keep_prob)
            dZ = np.array(dA, copy=True)
            dZ[Z <= 0] = 0
        grads["dW" + str(l + 1)] = 1.0 / m * np.dot(dZ, A_prev.T)
        grads["db" + str(l + 1)] = 1.0 / m * np.sum(dZ, axis=1, keepdims=True)
        dA = 1.0 / m * np.dot(parameters["W" + str(l + 1)].T, dZ)  # WRONG: the 1/m does not belong here; each layer below gets it once more.
    return grads
