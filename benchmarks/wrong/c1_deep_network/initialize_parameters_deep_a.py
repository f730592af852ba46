# exercise: initialize_parameters_deep
import numpy as np


def initialize_parameters_deep(layer_dims, seed):
    rng = np.random.default_rng(seed)
    parameters = {}
    for l in range(1, len(layer_dims)):
        n_in = layer_dims[l - 1]
        n_out = layer_dims[l]
        parameters["W" + str(l)] = rng.standard_normal((n_out, n_in)) / np.sqrt(n_out)  # WRONG: divide by the square root of the number of inputs n_(l-1), not of the layer's own width.
        parameters["b" + str(l)] = np.zeros((n_out, 1))
    return parameters
