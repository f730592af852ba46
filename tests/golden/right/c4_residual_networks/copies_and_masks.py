"""Keeps masks in place of values, copies what it keeps, and writes into its own arrays only."""
import copy

import numpy as np
import convhelp


def shortcut_kind(input_shape, filters, stride):
    input_shape = list(input_shape)
    problems = []
    if len(input_shape) != 3:
        problems.append("shape")
    if filters <= 0:
        problems.append("filters")
    if stride <= 0:
        problems.append("stride")
    if problems:
        raise ValueError("wrong: " + ", ".join(problems))
    same_size = stride == 1
    same_channels = filters == input_shape[-1]
    return "identity" if same_size and same_channels else "projection"


def rectify(Z):
    off = Z <= 0
    Z[off] = 0.0
    return off


def main_path(X, parameters, stride):
    W1, W2 = parameters["W1"], parameters["W2"]
    A1 = convhelp.conv2d(X, W1, parameters["b1"], stride, W1.shape[0] // 2)
    off1 = rectify(A1)
    Z2 = convhelp.conv2d(A1, W2, parameters["b2"], pad=W2.shape[0] // 2)
    kept = {"X": X.copy(), "A1": A1, "off1": off1, "p": copy.deepcopy(parameters), "s": stride}
    return Z2, kept


def identity_block_forward(X, parameters):
    A, kept = main_path(X, parameters, 1)
    A += X
    kept["off2"] = rectify(A)
    return A, kept


def projection_block_forward(X, parameters, stride):
    A, kept = main_path(X, parameters, stride)
    A += convhelp.conv2d(X, parameters["Ws"], parameters["bs"], stride)
    kept["off2"] = rectify(A)
    return A, kept


def main_path_back(dA, kept):
    p, grads = kept["p"], {}
    dS = dA.copy()
    dS[kept["off2"]] = 0
    d, grads["dW2"], grads["db2"] = convhelp.conv2d_backward(
        dS, kept["A1"], p["W2"], 1, p["W2"].shape[0] // 2
    )
    d[kept["off1"]] = 0
    d, grads["dW1"], grads["db1"] = convhelp.conv2d_backward(
        d, kept["X"], p["W1"], kept["s"], p["W1"].shape[0] // 2
    )
    return d, dS, grads


def identity_block_backward(dA, cache):
    dX, dS, grads = main_path_back(dA, cache)
    dX += dS
    return dX, grads


def projection_block_backward(dA, cache):
    dX, dS, grads = main_path_back(dA, cache)
    short, dWs, dbs = convhelp.conv2d_backward(dS, cache["X"], cache["p"]["Ws"], cache["s"])
    dX += short
    grads.update(dWs=dWs, dbs=dbs)
    return dX, grads


def resnet_forward(X, blocks):
    A = X.copy()
    caches = [None] * len(blocks)
    for k, block in enumerate(blocks):
        p, s = block["parameters"], block["stride"]
        kind = shortcut_kind(A.shape[1:], p["W2"].shape[3], s)
        if kind == "projection":
            A, cache = projection_block_forward(A, p, s)
        else:
            A, cache = identity_block_forward(A, p)
        caches[k] = dict(kind=kind, cache=cache)
    return A, caches


def resnet_backward(dA, caches):
    grads = []
    k = len(caches)
    while k > 0:
        k -= 1
        if caches[k]["kind"] == "projection":
            dA, found = projection_block_backward(dA, caches[k]["cache"])
        else:
            dA, found = identity_block_backward(dA, caches[k]["cache"])
        grads.append(found)
    return dA, list(reversed(grads))


def depth_gradient_norms(x, d_out, weights, residual):
    h = np.array(x)
    slopes = np.empty((len(weights),) + x.shape)
    for k, W in enumerate(weights):
        t = np.tanh(W.dot(h))
        slopes[k] = 1 - t**2
        if residual:
            h += t
        else:
            h = t
    d = np.array(d_out)
    norms = [np.linalg.norm(d)]
    for k in range(len(weights))[::-1]:
        through = weights[k].T.dot(slopes[k] * d)
        if residual:
            d += through
        else:
            d = through
        norms.append(np.linalg.norm(d))
    norms.reverse()
    return np.array(norms)


def degradation_ratio(norms):
    first, *_, last = norms
    if last == 0:
        raise ValueError("norms must not end with 0")
    return float(first / last) ** (1.0 / (len(norms) - 1))
