# exercise: initialize_parameters_zeros
import numpy as np


def initialize_parameters_zeros(layers_dims):
    params = {}
    L = len(layers_dims) - 1
    for l in range(1, L):  # WRONG: the range ends before L, so the last layer gets no parameters; it must be range(1, L + 1).
        params["W" + str(l)] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        params["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return params
