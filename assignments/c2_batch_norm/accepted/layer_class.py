# A layer that knows its parameters; the functions are what is asked for around it.

from dataclasses import dataclass

import numpy as np


@dataclass
class BatchNorm:
    gamma: np.ndarray
    beta: np.ndarray
    eps: float = 1e-8

    def forward(self, Z):
        self.mu, self.var = Z.mean(1, keepdims=True), Z.var(1, keepdims=True)
        self.s = np.sqrt(self.var + self.eps)
        self.x = (Z - self.mu) / self.s
        return self.gamma * self.x + self.beta

    def backward(self, dout):
        m = dout.shape[1]
        self.dgamma = np.sum(dout * self.x, 1, keepdims=True)
        self.dbeta = np.sum(dout, 1, keepdims=True)
        inner = m * dout - self.dbeta - self.x * self.dgamma
        return self.gamma / (m * self.s) * inner


class Net:
    def __init__(self, parameters, eps):
        self.p = parameters
        self.bn = BatchNorm(parameters["gamma1"], parameters["beta1"], eps)

    def gradients(self, X, Y):
        p, m = self.p, X.shape[1]
        A1 = np.maximum(self.bn.forward(p["W1"] @ X + p["b1"]), 0)
        Z2 = p["W2"] @ A1 + p["b2"]
        cost = np.sum(np.maximum(Z2, 0) - Y * Z2 + np.log1p(np.exp(-np.abs(Z2)))) / m
        d = np.where(Z2 > 0, 1 / (1 + np.exp(-np.abs(Z2))), 1 - 1 / (1 + np.exp(-np.abs(Z2)))) - Y
        d = d / m
        dZ1 = self.bn.backward((p["W2"].T @ d) * np.sign(A1))
        return cost, {
            "dW2": d @ A1.T,
            "db2": d.sum(1, keepdims=True),
            "dgamma1": self.bn.dgamma,
            "dbeta1": self.bn.dbeta,
            "dW1": dZ1 @ X.T,
            "db1": dZ1.sum(1, keepdims=True),
        }


def batchnorm_forward(Z, gamma, beta, eps=1e-8):
    layer = BatchNorm(gamma, beta, eps)
    out = layer.forward(Z)
    return out, {"xhat": layer.x, "inv_std": 1 / layer.s, "gamma": gamma, "m": Z.shape[1]}


def batchnorm_backward(dout, cache):
    layer = BatchNorm(cache["gamma"], 0, 0)
    layer.x, layer.s = cache["xhat"], 1 / cache["inv_std"]
    dZ = layer.backward(dout)
    return dZ, layer.dgamma, layer.dbeta


def bn_network_gradients(X, Y, parameters, eps=1e-8):
    return Net(parameters, eps).gradients(X, Y)


def bn_model(
    X, Y, n_h, learning_rate=0.5, mini_batch_size=32, num_epochs=30, momentum=0.9, eps=1e-8, seed=0
):
    rng = np.random.RandomState(seed)
    n_x, m = X.shape
    W2 = rng.standard_normal((Y.shape[0], n_h)) / np.sqrt(n_h)
    W1 = rng.standard_normal((n_h, n_x)) / np.sqrt(n_x)
    column = np.zeros((n_h, 1))
    p = {
        "W1": W1,
        "b1": column,
        "gamma1": column + 1,
        "beta1": column,
        "W2": W2,
        "b2": np.zeros((len(Y), 1)),
    }
    mean, var = np.zeros((n_h, 1)), np.ones((n_h, 1))
    for _ in range(num_epochs):
        order = list(range(m))
        rng.shuffle(order)
        chunks = [order[i : i + mini_batch_size] for i in range(0, m, mini_batch_size)]
        for chunk in chunks:
            if len(chunk) > 1:
                net = Net(p, eps)
                _, grads = net.gradients(X[:, chunk], Y[:, chunk])
                mean = momentum * mean + (1 - momentum) * net.bn.mu
                var = momentum * var + (1 - momentum) * net.bn.var
                p = {name: p[name] - learning_rate * grads["d" + name] for name in p}
    return p, {"mean": mean, "var": var}
