# exercise: L_model_backward
import numpy as np


def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    lin_cache, _ = caches[L - 1]
    dA_prev, grads["dW" + str(L)], grads["db" + str(L)] = linear_backward(AL - Y, lin_cache)
    for l in range(L - 2, -1, -1):
        dA_prev, dW_l, db_l = linear_activation_backward(dA_prev, caches[l], "relu")
        grads["dW" + str(l)] = dW_l  # WRONG: caches[l] belongs to layer l + 1, so the key must be "dW" + str(l + 1); as it is, dW0 appears and a layer is missing.
        grads["db" + str(l + 1)] = db_l
    return grads
