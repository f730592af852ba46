# exercise: initialize_parameters_xavier
import numpy as np


def initialize_parameters_xavier(layers_dims, seed):
    rng = np.random.default_rng(seed)
    parameters = {}
    for l in range(1, len(layers_dims)):
        sigma = np.sqrt(1.0 / layers_dims[l])  # WRONG: the width of the layer before, layers_dims[l-1], decides and not that of the layer itself.
        W = rng.normal(size=(layers_dims[l], layers_dims[l - 1])) * sigma
        parameters["W" + str(l)] = W
        parameters["b" + str(l)] = np.zeros(layers_dims[l])  # WRONG: a bias has the shape (n_l, 1), here it is (n_l,).
    return parameters
