# exercise: L_model_backward
import numpy as np


def L_model_backward(AL, Y, caches):
    L = len(caches)
    grads = {}
    dZ = AL - Y
    grads["dA%d" % L], grads["dW%d" % L], grads["db%d" % L] = linear_backward(dZ, caches[-1][0])
    dA = grads["dA%d" % L]
    for l in reversed(range(1, L)):
        dA_prev, dW, db = linear_activation_backward(grads["dA%d" % L], caches[l - 1], "relu")  # WRONG: every hidden layer gets the gradient that left the last layer; each must get what the layer above it handed down.
        grads["dW%d" % l] = dW
        grads["db%d" % l] = db
        dA = dA_prev
    return grads
