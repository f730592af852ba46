# The backward pass as a computation graph, one small step after the other, with a fuller cache.

import numpy as np


def batchnorm_forward(Z, gamma, beta, eps=1e-8):
    mu = Z.mean(axis=1, keepdims=True)
    xmu = Z - mu
    sq = xmu**2
    var = sq.mean(axis=1, keepdims=True)
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    gammax = gamma * xhat
    out = gammax + beta
    cache = {"xhat": xhat, "inv_std": ivar, "gamma": gamma, "xmu": xmu, "sqrtvar": sqrtvar}
    cache["var"], cache["eps"] = var, eps
    return out, cache


def batchnorm_backward(dout, cache):
    m = dout.shape[1]
    dbeta = dout.sum(axis=1, keepdims=True)
    dgammax = dout
    dgamma = (dgammax * cache["xhat"]).sum(axis=1, keepdims=True)
    dxhat = dgammax * cache["gamma"]
    divar = (dxhat * cache["xmu"]).sum(axis=1, keepdims=True)
    dxmu1 = dxhat * cache["inv_std"]
    dsqrtvar = -divar / cache["sqrtvar"] ** 2
    dvar = 0.5 * dsqrtvar / np.sqrt(cache["var"] + cache["eps"])
    dsq = np.ones(dout.shape) * dvar / m
    dxmu2 = 2 * cache["xmu"] * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -dx1.sum(axis=1, keepdims=True)
    dx2 = np.ones(dout.shape) * dmu / m
    return dx1 + dx2, dgamma, dbeta


def bn_network_gradients(X, Y, parameters, eps=1e-8):
    W1, b1, g, b, W2, b2 = (parameters[k] for k in ("W1", "b1", "gamma1", "beta1", "W2", "b2"))
    m = X.shape[1]
    Z1 = np.dot(W1, X) + b1
    N1, cache = batchnorm_forward(Z1, g, b, eps)
    A1 = N1 * (N1 > 0)
    A2 = 1 / (1 + np.exp(-(np.dot(W2, A1) + b2)))
    cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m
    grads = {}
    dZ2 = (A2 - Y) / m
    grads["dW2"] = np.dot(dZ2, A1.T)
    grads["db2"] = dZ2.sum(axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dN1 = np.where(N1 >= 0, dA1, 0)
    dZ1, grads["dgamma1"], grads["dbeta1"] = batchnorm_backward(dN1, cache)
    grads["dW1"] = np.dot(dZ1, X.T)
    grads["db1"] = np.zeros_like(b1)
    grads["dA1"] = dA1
    return np.array(cost), grads
