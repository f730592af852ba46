# exercise: L_model_forward
import numpy as np


def L_model_forward(X, parameters):
    L = len(parameters) // 2
    A = X
    for l in range(1, L + 1):
        caches = []  # WRONG: the list is made anew in every round, so only the last layer's cache is left; create it before the loop.
        W = parameters["W" + str(l)]
        b = parameters["b" + str(l)]
        if l < L:
            A, cache = linear_activation_forward(A, W, b, "tanh")  # WRONG: hidden layers use relu in this network, not tanh.
        else:
            A, cache = linear_activation_forward(A, W, b, "sigmoid")
        caches.append(cache)
    return A, caches
