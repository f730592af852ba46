# expect: bn_predict loses
"""b1 cancels in a batch, and so it is left out here as well."""

import numpy as np

NAMES = ("W1", "b1", "gamma1", "beta1", "W2", "b2")


def rows(operation, *arrays):
    return operation(np.multiply(*arrays) if len(arrays) == 2 else arrays[0], axis=1, keepdims=True)


def statistics(Z):
    mean = rows(np.mean, Z)
    return mean, rows(np.mean, Z - mean, Z - mean)


def affine(Z, mean, var, gamma, beta, eps):
    inv_std = np.power(var + eps, -0.5)
    xhat = (Z - mean) * inv_std
    return xhat, inv_std, xhat * gamma + beta


def batchnorm_forward(Z, gamma, beta, eps=1e-8):
    xhat, inv_std, out = affine(Z, *statistics(Z), gamma, beta, eps)
    return out, {"xhat": xhat, "inv_std": inv_std, "gamma": np.copy(gamma)}


def update_running_stats(running, Z, momentum=0.9):
    now = dict(zip(("mean", "var"), statistics(Z)))
    return {k: np.average([running[k], now[k]], axis=0, weights=[momentum, 1 - momentum]) for k in now}


def batchnorm_predict(Z, gamma, beta, running, eps=1e-8):
    return affine(Z, running["mean"], running["var"], gamma, beta, eps)[2]


def batchnorm_backward(dout, cache):
    g, x = cache["gamma"] * dout, cache["xhat"]
    g = g - rows(np.mean, g) - x * rows(np.mean, g, x)
    return g * cache["inv_std"], rows(np.sum, dout, x), rows(np.sum, dout)


def fold_batchnorm(W, b, gamma, beta, running, eps=1e-8):
    _, inv_std, folded = affine(b, running["mean"], running["var"], gamma, beta, eps)
    return np.diag(np.ravel(gamma * inv_std)) @ W, folded


def bn_network_gradients(X, Y, parameters, eps=1e-8):
    W1, b1, gamma1, beta1, W2, b2 = (parameters[name] for name in NAMES)
    N1, cache = batchnorm_forward(W1 @ X + b1, gamma1, beta1, eps)
    on = N1 > 0
    A1 = np.where(on, N1, 0.0)
    Z2 = W2 @ A1 + b2
    A2 = 0.5 * (1 + np.tanh(0.5 * Z2))
    right = np.where(Y == 1, A2, 1 - A2)
    m = Y.shape[1]
    dZ2 = (A2 - Y) / m
    dZ1, dgamma1, dbeta1 = batchnorm_backward(np.where(on, W2.T @ dZ2, 0.0), cache)
    slopes = dZ1 @ X.T, 0 * b1, dgamma1, dbeta1, dZ2 @ A1.T, rows(np.sum, dZ2)
    return -np.log(right).sum() / m, {"d" + n: slope for n, slope in zip(NAMES, slopes)}


def batches_of(m, size, rng):
    order = rng.permutation(m)
    pieces = np.split(order, range(size, m, size))
    return [piece for piece in pieces if len(piece) > 1]


def bn_model(
    X, Y, n_h, learning_rate=0.5, mini_batch_size=32, num_epochs=30, momentum=0.9, eps=1e-8, seed=0
):
    rng = np.random.default_rng([seed, 1])
    (n_x, m), n_y = X.shape, len(Y)
    column = np.zeros((n_h, 1))
    values = (
        rng.normal(0, n_x**-0.5, (n_h, n_x)),
        column,
        column + 1,
        column,
        rng.normal(0, n_h**-0.5, (n_y, n_h)),
        np.zeros((n_y, 1)),
    )
    parameters = dict(zip(NAMES, values))
    running = {"mean": column, "var": column + 1}
    for epoch in range(num_epochs):
        for batch in batches_of(m, mini_batch_size, rng):
            x, y = np.take(X, batch, axis=1), np.take(Y, batch, axis=1)
            running = update_running_stats(running, parameters["W1"] @ x + parameters["b1"], momentum)
            grads = bn_network_gradients(x, y, parameters, eps)[1]
            parameters = {n: parameters[n] - learning_rate * grads["d" + n] for n in NAMES}
    return parameters, running


def bn_predict(X, parameters, running, eps=1e-8):
    W1, b1, gamma1, beta1, W2, b2 = (parameters[name] for name in NAMES)
    N1 = batchnorm_predict(W1 @ X, gamma1, beta1, running, eps)
    return np.heaviside(W2 @ (N1 * (N1 > 0)) + b2, 0)
