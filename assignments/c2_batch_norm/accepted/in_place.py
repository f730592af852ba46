# Writes into arrays of its own wherever it can, and makes as few of them as possible.

import numpy as np


def batchnorm_forward(Z, gamma, beta, eps=1e-8):
    xhat = np.array(Z, dtype=np.float64)
    xhat -= xhat.mean(axis=1)[:, np.newaxis]
    inv_std = np.square(xhat).mean(axis=1).reshape(-1, 1)
    inv_std += eps
    np.sqrt(inv_std, out=inv_std)
    np.reciprocal(inv_std, out=inv_std)
    xhat *= inv_std
    out = xhat * gamma
    out += beta
    return out, {"gamma": gamma, "inv_std": inv_std, "xhat": xhat}


def update_running_stats(running, Z, momentum=0.9):
    new = {name: value.copy() for name, value in running.items()}
    for name, batch in (("mean", Z.mean(1, keepdims=True)), ("var", Z.var(1, keepdims=True))):
        new[name] *= momentum
        new[name] += (1 - momentum) * batch
    return new


def batchnorm_predict(Z, gamma, beta, running, eps=1e-8):
    out = Z - running["mean"]
    out /= np.sqrt(running["var"] + eps)
    out *= gamma
    out += beta
    return out


def batchnorm_backward(dout, cache):
    d = dout * cache["xhat"]
    dgamma = d.sum(axis=1, keepdims=True)
    dbeta = dout.sum(axis=1, keepdims=True)
    m = dout.shape[1]
    d = np.multiply(cache["xhat"], dgamma)
    d += dbeta
    d /= -m
    d += dout
    d *= cache["gamma"] * cache["inv_std"]
    return d, dgamma, dbeta


def bn_model(
    X, Y, n_h, learning_rate=0.5, mini_batch_size=32, num_epochs=30, momentum=0.9, eps=1e-8, seed=0
):
    np.random.seed(seed)
    n_x, m = X.shape
    p = {
        "W1": np.random.randn(n_h, n_x) / n_x**0.5,
        "b1": np.zeros((n_h, 1)),
        "gamma1": np.ones((n_h, 1)),
        "beta1": np.zeros((n_h, 1)),
        "W2": np.random.randn(Y.shape[0], n_h) / n_h**0.5,
        "b2": np.zeros((Y.shape[0], 1)),
    }
    running = {"mean": np.zeros((n_h, 1)), "var": np.ones((n_h, 1))}
    data = np.vstack([X, Y]).T.copy()
    for _ in range(num_epochs):
        np.random.shuffle(data)
        at = 0
        while at < m:
            x, y = data[at : at + mini_batch_size, :n_x].T, data[at : at + mini_batch_size, n_x:].T
            at += mini_batch_size
            if x.shape[1] == 1:
                break
            running = update_running_stats(running, p["W1"].dot(x) + p["b1"], momentum)
            _, grads = bn_network_gradients(x, y, p, eps)  # noqa: F821
            for name in p:
                p[name] -= learning_rate * grads["d" + name]
    return p, running
