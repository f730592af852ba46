# exercise: L_model_backward
import numpy as np


def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    # derivative of the cross-entropy
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))  # WRONG: where AL is exactly 0 or 1 this divides by zero, and times the slope 0 it gives NaN; start from dZ = AL - Y instead.
    dA, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads["dW" + str(L)] = dW
    grads["db" + str(L)] = db
    for l in range(L - 1, 0, -1):
        dA, dW, db = linear_activation_backward(dA, caches[l - 1], "relu")
        grads["dW" + str(l)] = dW
        grads["db" + str(l)] = db
    return grads
