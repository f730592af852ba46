# exercise: backward_propagation_with_dropout
import numpy as np


def backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob):
    grads = {}
    m = X.shape[1]
    L = len(caches)
    A_prev, Z, D, AL = caches[L - 1]
    dZ = AL - Y
    grads["dW" + str(L)] = dZ @ A_prev.T / m
    grads["db" + str(L)] = np.sum(dZ, axis=1, keepdims=True) / m
    for l in range(L - 1, 0, -1):
        A_prev, Z, D, A = caches[l - 1]
        dA = parameters["W" + str(l + 1)].T @ dZ
        dZ = dA * (Z > 0)  # WRONG: dA must go through the mask first (dropout_backward with D and keep_prob).
        grads["dW" + str(l)] = dZ @ A_prev.T / m
        grads["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
    return grads
