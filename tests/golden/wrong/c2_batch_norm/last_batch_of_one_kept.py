# expect: bn_model loses
"""A last batch of a single example is not left out:
its variance of 0 goes into the running one.
"""

import numpy as np


def batchnorm_forward(Z, gamma, beta, eps=1e-8):
    inv_std = (Z.var(axis=1, keepdims=True) + eps) ** -0.5
    xhat = (Z - Z.mean(axis=1, keepdims=True)) * inv_std
    return gamma * xhat + beta, dict(xhat=xhat, inv_std=inv_std, gamma=gamma)


def update_running_stats(running, Z, momentum=0.9):
    mix = lambda old, new: momentum * old + (1 - momentum) * new[:, None]
    return dict(mean=mix(running["mean"], Z.mean(1)), var=mix(running["var"], Z.var(1)))


def batchnorm_predict(Z, gamma, beta, running, eps=1e-8):
    return gamma * (Z - running["mean"]) / np.sqrt(running["var"] + eps) + beta


def batchnorm_backward(dout, cache):
    xhat, scale, m = cache["xhat"], cache["gamma"] * cache["inv_std"], dout.shape[1]
    dgamma = np.einsum("ki,ki->k", dout, xhat)[:, None]
    dbeta = np.einsum("ki->k", dout)[:, None]
    return scale * (dout - (dbeta + xhat * dgamma) / m), dgamma, dbeta


def fold_batchnorm(W, b, gamma, beta, running, eps=1e-8):
    scale = gamma / np.sqrt(running["var"] + eps)
    return scale * W, scale * (b - running["mean"]) + beta


def bn_network_gradients(X, Y, parameters, eps=1e-8):
    W1, b1, gamma1, beta1, W2, b2 = (
        parameters[k] for k in ("W1", "b1", "gamma1", "beta1", "W2", "b2")
    )
    m = X.shape[1]
    N1, cache = batchnorm_forward(W1 @ X + b1, gamma1, beta1, eps)
    A1 = N1 * (N1 > 0)
    Z2 = W2 @ A1 + b2
    # −log σ(z) = log(1 + e^−z), and −log(1 − σ(z)) is z more
    cost = np.sum(np.logaddexp(0, Z2) - Y * Z2) / m
    dZ2 = (0.5 * (1 + np.tanh(Z2 / 2)) - Y) / m
    dZ1, dgamma1, dbeta1 = batchnorm_backward(W2.T @ dZ2 * (N1 > 0), cache)
    return cost, {
        "dW1": dZ1 @ X.T,
        "db1": np.zeros_like(b1, dtype=float),  # the mean takes b1 away: nothing to learn
        "dgamma1": dgamma1,
        "dbeta1": dbeta1,
        "dW2": np.einsum("ki,hi->kh", dZ2, A1),
        "db2": dZ2.sum(1, keepdims=True),
    }


def bn_model(
    X,
    Y,
    n_h,
    learning_rate=0.5,
    mini_batch_size=32,
    num_epochs=30,
    momentum=0.9,
    eps=1e-8,
    seed=0,
):
    rng = np.random.default_rng(seed)
    (n_x, m), n_y = X.shape, len(Y)
    parameters = {
        "W1": rng.standard_normal((n_h, n_x)) / n_x**0.5,
        "b1": np.zeros((n_h, 1)),
        "gamma1": np.ones((n_h, 1)),
        "beta1": np.zeros((n_h, 1)),
        "W2": rng.standard_normal((n_y, n_h)) / n_h**0.5,
        "b2": np.zeros((n_y, 1)),
    }
    running = {"mean": np.zeros((n_h, 1)), "var": np.ones((n_h, 1))}
    for _ in range(num_epochs):
        order = rng.permutation(m)
        for pick in np.split(order, range(mini_batch_size, m, mini_batch_size)):
            if not pick.size:
                continue
            x, y = X[:, pick], Y[:, pick]
            running = update_running_stats(running, parameters["W1"] @ x + parameters["b1"], momentum)
            _, grads = bn_network_gradients(x, y, parameters, eps)
            parameters = {k: v - learning_rate * grads["d" + k] for k, v in parameters.items()}
    return parameters, running


def bn_predict(X, parameters, running, eps=1e-8):
    p = parameters
    N1 = batchnorm_predict(p["W1"] @ X + p["b1"], p["gamma1"], p["beta1"], running, eps)
    return p["W2"] @ np.maximum(N1, 0) + p["b2"] > 0  # σ(z) > 1/2 where z > 0
