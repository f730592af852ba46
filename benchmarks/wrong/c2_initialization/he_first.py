# exercise: initialize_parameters_he
import numpy as np


def initialize_parameters_he(layers_dims, seed):
    rng = np.random.default_rng(seed)
    std = np.sqrt(2 / layers_dims[0])  # WRONG: this stands before the loop and uses the input's width for all layers; each layer has its own n_(l-1).
    out = {}
    for l in range(1, len(layers_dims)):
        out[f"W{l}"] = std * rng.standard_normal((layers_dims[l], layers_dims[l - 1]))
        out[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return out
