# exercise: initialize_parameters_xavier
import numpy as np


def initialize_parameters_xavier(layers_dims, seed):
    gen = np.random.RandomState(seed)
    p = {}
    previous = layers_dims[0]
    for number, units in enumerate(layers_dims[1:], start=1):
        p["W%d" % number] = gen.normal(0, 1 / previous, size=(units, previous))  # WRONG: normal() takes the standard deviation, which is sqrt(1/n_prev); 1/n_prev is the variance.
        p["b%d" % number] = np.zeros((units, 1))
        previous = units
    return p
