# exercise: initialize_parameters_glorot_uniform
import numpy as np


def initialize_parameters_glorot_uniform(layers_dims, seed):
    rng = np.random.default_rng(seed)
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):
        fan_in = layers_dims[l - 1]
        fan_out = layers_dims[l]
        r = np.sqrt(6 / (fan_in + fan_out))
        parameters["W" + str(l)] = r * rng.random((fan_out, fan_in))  # WRONG: these draws lie in [0, r] only; they must be uniform on [-r, r].
        parameters["b" + str(l)] = np.zeros((fan_out, 1))
    return parameters
