# exercise: L_model_backward
import numpy as np


def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    m = AL.shape[1]
    Y = Y.reshape(AL.shape)

    current_cache = caches[L - 1]
    dZ = (AL - Y) / m  # WRONG: dZ is kept per example and linear_backward divides by m already, so all gradients are divided by m twice.
    dA, dW, db = linear_backward(dZ, current_cache[0])
    grads["dW" + str(L)] = dW
    grads["db" + str(L)] = db

    for l in reversed(range(L - 1)):
        dA, dW, db = linear_activation_backward(dA, caches[l], "relu")
        grads["dW" + str(l + 1)] = dW
        grads["db" + str(l + 1)] = db
    return grads
