# exercise: initialize_parameters_random
import numpy as np


def initialize_parameters_random(layers_dims, scale, seed):
    rng = np.random.default_rng(seed)
    result = dict()
    for i in range(len(layers_dims) - 1):
        rows = layers_dims[i + 1]
        cols = layers_dims[i]
        result["W" + str(i + 1)] = rng.random((rows, cols)) * scale  # WRONG: random() draws uniformly from 0 to 1; N(0, 1) is standard_normal().
        result["b" + str(i + 1)] = rng.standard_normal((rows, 1)) * scale  # WRONG: biases start at 0, they are not drawn.
    return result
