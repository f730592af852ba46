# exercise: initialize_parameters_he
import numpy as np


def initialize_parameters_he(layers_dims, seed):
    np.random.seed(seed)
    parameters = {}
    for l in range(1, len(layers_dims)):
        shape = (layers_dims[l], layers_dims[l - 1])
        parameters["W" + str(l)] = np.random.randn(*shape) * 2 / np.sqrt(layers_dims[l - 1])  # WRONG: the 2 must be under the root as well, sqrt(2/n_prev); this has twice the variance.
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters
