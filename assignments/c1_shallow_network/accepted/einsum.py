# Index notation throughout; the bias gradients by a product with ones; the old random state.

import numpy as np


def layer_sizes(X, Y, n_h=4):
    (n_x, _), (n_y, _) = np.shape(X), np.shape(Y)
    return np.array([n_x, n_h, n_y])[0], n_h, np.int64(n_y)


def initialize_parameters(n_x, n_h, n_y, seed):
    state = np.random.RandomState(seed)
    return {
        "W1": state.normal(0.0, 0.01, (n_h, n_x)),
        "b1": np.zeros([n_h, 1]),
        "W2": state.normal(0.0, 0.01, (n_y, n_h)),
        "b2": np.zeros([n_y, 1]),
        "seed": seed,
    }


def forward_propagation(X, parameters, activation="tanh"):
    functions = {"tanh": np.tanh, "relu": lambda z: (z + np.abs(z)) / 2}
    assert activation in functions, "an activation that is not known"
    Z1 = np.einsum("hx,xm->hm", parameters["W1"], X) + parameters["b1"]
    A1 = functions[activation](Z1)
    Z2 = np.einsum("yh,hm->ym", parameters["W2"], A1) + parameters["b2"]
    A2 = np.reciprocal(1 + np.exp(-Z2))
    return A2, {"A2": A2, "A1": A1, "Z1": Z1, "Z2": Z2, "X": X}


def compute_cost(A2, Y):
    A = np.clip(A2, 1e-9, 1 - 1e-9)
    likelihood = np.einsum("ym,ym->", Y, np.log(A)) + np.einsum("ym,ym->", 1 - Y, np.log1p(-A))
    return np.array(-likelihood / Y.shape[1])


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    m = X.shape[1]
    ones = np.ones((m, 1))
    dZ2 = (cache["A2"] - Y) / m
    slope = 1 / np.cosh(cache["Z1"]) ** 2 if activation == "tanh" else np.heaviside(cache["Z1"], 0)
    dZ1 = np.einsum("yh,ym,hm->hm", parameters["W2"], dZ2, slope)
    return {
        "dW2": np.einsum("ym,hm->yh", dZ2, cache["A1"]),
        "db2": dZ2 @ ones,
        "dW1": np.einsum("hm,xm->hx", dZ1, X),
        "db1": dZ1 @ ones,
        "dZ1": dZ1,
    }


def predict(parameters, X, activation="tanh"):
    return np.rint(forward_propagation(X, parameters, activation)[0]).astype(int)


def count_distinct_units(parameters, tol=1e-8):
    units = np.concatenate((parameters["W1"].T, parameters["b1"].T, parameters["W2"]))
    gaps = np.abs(units[:, :, None] - units[:, None, :]).max(axis=0)
    first = np.argmax(gaps <= tol, axis=1)
    return np.unique(first).size
