# exercise: initialize_parameters_random
import numpy as np


def initialize_parameters_random(layers_dims, scale, seed):
    parameters = {}
    for l in range(1, len(layers_dims)):
        np.random.seed(seed)  # WRONG: the generator is seeded anew for each layer, so all layers begin with the same numbers; seed it once, before the loop.
        n_in, n_out = layers_dims[l - 1], layers_dims[l]
        parameters[f"W{l}"] = scale * np.random.randn(n_out, n_in)
        parameters[f"b{l}"] = np.zeros((n_out, 1))
    return parameters
