# exercise: initialize_parameters_glorot_uniform
import numpy as np


def initialize_parameters_glorot_uniform(layers_dims, seed):
    np.random.seed(seed)
    d = {}
    for l in range(1, len(layers_dims)):
        r = np.sqrt(6 / layers_dims[l - 1] + layers_dims[l])  # WRONG: brackets are missing, the 6 must be divided by the sum of both widths.
        d["W" + str(l)] = np.random.uniform(-r, r, (layers_dims[l - 1], layers_dims[l]))  # WRONG: the shape is transposed, Wl is (n_l, n_(l-1)).
        d["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return d
