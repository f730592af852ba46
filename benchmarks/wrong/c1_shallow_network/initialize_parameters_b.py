# exercise: initialize_parameters
import numpy as np


def initialize_parameters(n_x, n_h, n_y, seed):
    rng = np.random.default_rng(seed)
    parameters = {
        "W1": rng.normal(0, np.sqrt(0.01), size=(n_h, n_x)),  # WRONG: 0.01 is the standard deviation already; the root of it makes W1 ten times as large.
        "b1": rng.normal(0, 0.01, size=(n_h, 1)),  # WRONG: the biases start at zero, not at random numbers.
        "W2": rng.normal(0, 0.01, size=(n_y, n_h)),
        "b2": np.zeros((n_y, 1)),
    }
    return parameters
