"""einsum for every product, a list for a cache, and costs as NumPy numbers."""

import numpy as np


def layer_sizes(X, Y, n_h=4):
    n_x = np.size(X, 0)
    n_y = np.size(Y, 0)
    return n_x, n_h, n_y


def initialize_parameters(n_x, n_h, n_y, seed):
    state = np.random.RandomState(seed)
    parameters = {}
    for layer, shape in enumerate([(n_h, n_x), (n_y, n_h)], start=1):
        parameters[f"W{layer}"] = state.normal(scale=0.01, size=shape)
        parameters[f"b{layer}"] = np.zeros((shape[0], 1))
    return parameters


def forward_propagation(X, parameters, activation="tanh"):
    match activation:
        case "tanh":
            g = np.tanh
        case "relu":
            g = lambda z: z.clip(min=0)  # noqa: E731
        case _:
            raise ValueError(activation)
    Z1 = np.einsum("hx,xm->hm", parameters["W1"], X) + parameters["b1"]
    A1 = g(Z1)
    Z2 = np.einsum("yh,hm->ym", parameters["W2"], A1) + parameters["b2"]
    # log(1 + e^(−z)) from logaddexp, which is exact at both ends
    A2 = np.exp(-np.logaddexp(0.0, -Z2))
    return A2, [Z1, A1, A2]


def compute_cost(A2, Y):
    tiny = np.finfo(float).tiny
    yes = np.log(A2 + tiny) * Y
    no = np.log1p(-np.minimum(A2, 1 - 1e-16)) * (1 - Y)
    return -(yes + no).sum() / Y.shape[1]


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    Z1, A1, A2 = cache
    m = X.shape[-1]
    dZ2 = np.subtract(A2, Y)
    dA1 = np.einsum("yh,ym->hm", parameters["W2"], dZ2)
    dZ1 = dA1 / np.cosh(Z1) ** 2 if activation == "tanh" else np.where(Z1 >= 0, dA1, 0)
    return {
        "dW2": np.einsum("ym,hm->yh", dZ2, A1) / m,
        "db2": np.einsum("ym->y", dZ2)[:, None] / m,
        "dW1": np.einsum("hm,xm->hx", dZ1, X) / m,
        "db1": np.einsum("hm->h", dZ1)[:, None] / m,
        "dZ1": dZ1,
        "dZ2": dZ2,
    }


def update_parameters(parameters, grads, learning_rate=1.2):
    new = parameters.copy()
    new["W1"] = new["W1"] - learning_rate * grads["dW1"]
    new["b1"] = new["b1"] - learning_rate * grads["db1"]
    new["W2"] = new["W2"] - learning_rate * grads["dW2"]
    new["b2"] = new["b2"] - learning_rate * grads["db2"]
    return new


def nn_model(
    X,
    Y,
    n_h,
    num_iterations=10000,
    learning_rate=1.2,
    activation="tanh",
    seed=3,
    initial=None,
):
    n_x, n_h, n_y = layer_sizes(X, Y, n_h)
    parameters = initialize_parameters(n_x, n_h, n_y, seed) if initial is None else dict(initial)
    costs = [np.float64(0.0)] * num_iterations
    for iteration in range(num_iterations):
        A2, cache = forward_propagation(X, parameters, activation=activation)
        costs[iteration] = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y, activation=activation)
        parameters = update_parameters(parameters, grads, learning_rate=learning_rate)
    return [parameters, tuple(costs)]


def predict(parameters, X, activation="tanh"):
    A2, _ = forward_propagation(X, parameters, activation)
    # round(0.5) is 0, so that one half is not above one half
    return np.round(A2)


def count_distinct_units(parameters, tol=1e-8):
    columns = zip(parameters["W1"], parameters["b1"], parameters["W2"].T)
    kept = []
    for unit in map(np.concatenate, columns):
        if all((np.abs(unit - one) > tol).any() for one in kept):
            kept.append(unit)
    return np.array(len(kept))
