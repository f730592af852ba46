# exercise: bn_network_gradients
import numpy as np


def sigmoid(t):
    return 1.0 / (1.0 + np.exp(-t))


def bn_network_gradients(X, Y, parameters, eps=1e-8):
    p = parameters
    m = Y.shape[1]
    z_one = np.dot(p["W1"], X) + p["b1"]
    normed, bn_cache = batchnorm_forward(z_one, p["gamma1"], p["beta1"], eps)
    hidden = np.maximum(0, normed)
    probs = sigmoid(np.dot(p["W2"], hidden) + p["b2"])
    losses = -(Y * np.log(probs) + (1 - Y) * np.log(1 - probs))
    cost = losses.sum() / m

    g = {}
    delta2 = (probs - Y) / m
    g["dW2"] = np.dot(delta2, hidden.T)
    g["db2"] = delta2.sum(axis=1, keepdims=True)
    delta_n = np.dot(p["W2"].T, delta2)
    delta_n = delta_n * (normed > 0)
    delta1, g["dgamma1"], g["dbeta1"] = batchnorm_backward(delta_n, bn_cache)
    g["dW1"] = np.dot(delta1, X.T)
    g["db1"] = delta_n.sum(axis=1, keepdims=True)  # WRONG: db1 is the sum of dZ1 (which is 0), not the sum of dN1, which is dbeta1.
    return cost, g
