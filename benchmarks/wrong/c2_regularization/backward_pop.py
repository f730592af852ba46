# exercise: backward_propagation_with_dropout
import numpy as np


def backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob):
    m = Y.shape[1]
    l = len(caches)
    gradients = {}
    delta = None
    while len(caches) > 0:
        a_in, z, mask, a_out = caches.pop()  # WRONG: pop empties the list of the caller; the caches must survive, so that a second call gives the same.
        if delta is None:
            delta = a_out - Y
        else:
            delta = dropout_backward(delta, mask, keep_prob)
            delta[z <= 0] = 0
        gradients[f"dW{l}"] = np.dot(delta, a_in.T) / m
        gradients[f"db{l}"] = np.sum(delta, axis=1, keepdims=True)  # WRONG: the gradient of the bias is a mean over the examples, / m is missing.
        delta = np.dot(parameters[f"W{l}"].T, delta)
        l -= 1
    return gradients
