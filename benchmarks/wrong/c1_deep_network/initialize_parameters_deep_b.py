# exercise: initialize_parameters_deep
import numpy as np


def initialize_parameters_deep(layer_dims, seed):
    params = {}
    L = len(layer_dims) - 1
    for l in range(1, L + 1):
        np.random.seed(seed)  # WRONG: seeding again for each layer makes every layer start with the same random numbers; seed once, before the loop.
        W = np.random.rand(layer_dims[l], layer_dims[l - 1])  # WRONG: rand draws uniformly from 0 to 1; N(0, 1) is np.random.randn.
        params[f"W{l}"] = W / layer_dims[l - 1] ** 0.5
        params[f"b{l}"] = np.zeros((layer_dims[l], 1))
    return params
