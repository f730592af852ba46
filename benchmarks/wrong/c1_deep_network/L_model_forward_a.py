# exercise: L_model_forward
import numpy as np


def L_model_forward(X, parameters):
    caches = []
    L = len(parameters) // 2
    A = X
    A_prev = X
    for l in range(1, L):
        A_prev = A
        A, cache = linear_activation_forward(A_prev, parameters["W%d" % l], parameters["b%d" % l], "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A_prev, parameters["W%d" % L], parameters["b%d" % L], "sigmoid")  # WRONG: the last layer is fed A_prev, the input of the last hidden layer, instead of its output A.
    caches.append(cache)
    return AL, caches
