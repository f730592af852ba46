# Every step is its own small function with a pair (value, way back).
import math

import numpy as np
from convhelp import *


def shortcut_kind(input_shape, filters, stride):
    if len(input_shape) == 3 and filters > 0 and stride > 0:
        if stride == 1:
            if input_shape[2] == filters:
                return "identity"
        return "projection"
    raise ValueError("shortcut_kind: bad arguments")


def pad(W):
    return int((W.shape[0] - 1) / 2)


def identity_block_forward(X, parameters):
    Z1 = conv2d(X, parameters["W1"], parameters["b1"], 1, pad(parameters["W1"]))
    A1 = relu(Z1)
    Z2 = conv2d(A1, parameters["W2"], parameters["b2"], 1, pad(parameters["W2"]))
    add = np.add(Z2, X)
    A = relu(add)
    cache = {
        "X": X,
        "Z1": Z1,
        "A1": A1,
        "add": add,
        "W1": parameters["W1"],
        "W2": parameters["W2"],
    }
    return (A, cache)


def identity_block_backward(dA, cache):
    if type(cache) is not dict:
        cache = dict(zip(["X", "Z1", "A1", "add"], cache), **cache[4])
    dadd = np.multiply(dA, np.int64(cache["add"] > 0))
    dA1, dW2, db2 = conv2d_backward(dadd, cache["A1"], cache["W2"], 1, pad(cache["W2"]))
    dZ1 = np.multiply(dA1, np.int64(cache["Z1"] > 0))
    dX, dW1, db1 = conv2d_backward(dZ1, cache["X"], cache["W1"], 1, pad(cache["W1"]))
    dX = np.add(dX, dadd)
    assert dX.shape == cache["X"].shape
    return (dX, {"dX": dX, "dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2})


def projection_block_forward(X, parameters, stride):
    Z1 = conv2d(X, parameters["W1"], parameters["b1"], stride, pad(parameters["W1"]))
    A1 = relu(Z1)
    Z2 = conv2d(A1, parameters["W2"], parameters["b2"], 1, pad(parameters["W2"]))
    Zs = conv2d(X, parameters["Ws"], parameters["bs"], stride, pad(parameters["Ws"]))
    add = np.add(Z2, Zs)
    A = relu(add)
    cache = {
        "X": X,
        "Z1": Z1,
        "A1": A1,
        "add": add,
        "W1": parameters["W1"],
        "W2": parameters["W2"],
        "Ws": parameters["Ws"],
        "stride": stride,
    }
    return (A, cache)


def projection_block_backward(dA, cache):
    if type(cache) is not dict:
        cache = dict(zip(["X", "Z1", "A1", "add"], cache), **cache[4], stride=cache[5])
    dadd = np.multiply(dA, np.int64(cache["add"] > 0))
    dA1, dW2, db2 = conv2d_backward(dadd, cache["A1"], cache["W2"], 1, pad(cache["W2"]))
    dZ1 = np.multiply(dA1, np.int64(cache["Z1"] > 0))
    dX, dW1, db1 = conv2d_backward(dZ1, cache["X"], cache["W1"], cache["stride"], pad(cache["W1"]))
    dXs, dWs, dbs = conv2d_backward(dadd, cache["X"], cache["Ws"], cache["stride"], 0)
    dX = np.add(dX, dXs)
    grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dWs": dWs, "dbs": dbs}
    return (dX, grads)


def resnet_forward(X, blocks):
    caches = []
    for i in range(0, len(blocks)):
        parameters = blocks[i]["parameters"]
        stride = blocks[i]["stride"]
        kind = shortcut_kind(X.shape[1:4], parameters["b2"].shape[3], stride)
        if kind == "identity":
            X, cache = identity_block_forward(X, parameters)
        if kind == "projection":
            X, cache = projection_block_forward(X, parameters, stride)
        caches = caches + [(kind, cache)]
    return (X, caches)


def resnet_backward(dA, caches):
    grads = {}
    for i in range(len(caches) - 1, -1, -1):
        kind, cache = caches[i]
        if kind == "identity":
            dA, grads[i] = identity_block_backward(dA, cache)
        if kind == "projection":
            dA, grads[i] = projection_block_backward(dA, cache)
    return (dA, [grads[i] for i in range(len(caches))])


def depth_gradient_norms(x, d_out, weights, residual):
    cache = {"h0": x}
    L = len(weights)
    for l in range(1, L + 1):
        cache["t" + str(l)] = np.tanh(weights[l - 1] @ cache["h" + str(l - 1)])
        cache["h" + str(l)] = cache["t" + str(l)]
        if residual == True:
            cache["h" + str(l)] = cache["h" + str(l)] + cache["h" + str(l - 1)]
    d = {L: d_out}
    for l in range(L, 0, -1):
        d[l - 1] = weights[l - 1].T @ (d[l] * (1 - cache["t" + str(l)] ** 2))
        if residual == True:
            d[l - 1] = d[l - 1] + d[l]
    return np.array([math.sqrt(np.sum(d[l] * d[l])) for l in range(L + 1)])


def degradation_ratio(norms):
    L = len(norms) - 1
    if norms[L] == 0:
        raise ValueError("division by zero")
    ratio = norms[0] / norms[L]
    return ratio ** (1 / L) if ratio > 0 else 0.0
