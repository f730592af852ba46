# exercise: L_model_backward
import numpy as np


def L_model_backward(AL, Y, caches):
    L = len(caches)
    grads = {}
    # output layer
    linear_cache, Z = caches[L - 1]
    dZ = Y - AL  # WRONG: the sign is turned around: dZ of the output is AL - Y.
    dA, dW, db = linear_backward(dZ, linear_cache)
    grads[f"dW{L}"], grads[f"db{L}"] = dW, db
    # hidden layers
    for l in range(L - 1, 0, -1):
        dA, dW, db = linear_activation_backward(dA, caches[l - 1], "sigmoid")  # WRONG: the hidden layers were run forward with relu, so they must go backward with relu, not with sigmoid.
        grads[f"dW{l}"], grads[f"db{l}"] = dW, db
    return grads
