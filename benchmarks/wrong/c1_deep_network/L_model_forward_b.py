# exercise: L_model_forward
import numpy as np


def L_model_forward(X, parameters):
    # all the weights in order, all the biases in order
    W_names = sorted([k for k in parameters if k.startswith("W")])  # WRONG: strings are sorted letter by letter, so W10 comes before W2; with ten layers or more the order is wrong.
    A = X
    caches = []
    for i, name in enumerate(W_names):
        W = parameters[name]
        b = parameters["b" + name[1:]]
        act = "sigmoid" if i == len(W_names) - 1 else "relu"
        A, c = linear_activation_forward(A, W, b, act)
        caches.append(c)
    return A, caches
