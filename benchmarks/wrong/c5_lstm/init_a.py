# exercise: initialize_lstm
import numpy as np


def initialize_lstm(n_x, n_a, n_y, seed):
    params = {}
    # weights
    for name in ["Wf", "Wi", "Wc", "Wo"]:
        np.random.seed(seed)  # WRONG: the generator is seeded again for every gate, so that all four gates get the same weights; it has to be seeded once.
        params[name] = np.random.randn(n_a, n_a + n_x) / (n_a + n_x)  # WRONG: the standard deviation is 1 over the ROOT of n_a + n_x; the square root is missing.
    params["Wy"] = np.random.randn(n_y, n_a) * (1 / np.sqrt(n_a))
    # biases
    for name in ["bi", "bc", "bo"]:
        params[name] = np.zeros((n_a, 1))
    params["bf"] = np.ones((n_a, 1))
    params["by"] = np.zeros((n_y, 1))
    return params
