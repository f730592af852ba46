# expect: projection_block_forward loses
"""The shortcut is pooled first: a mean over the stride, and then 1 x 1."""

import numpy as np
from convhelp import conv2d, conv2d_backward, relu


def shortcut_kind(input_shape, filters, stride):
    if len(input_shape) != 3:
        raise ValueError("input_shape must be (n_H, n_W, n_C)")
    if filters < 1 or stride < 1:
        raise ValueError("filters and stride must be at least 1")
    n_C = input_shape[2]
    if stride == 1 and filters == n_C:
        return "identity"
    else:
        return "projection"


def identity_block_forward(X, parameters):
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    f1 = W1.shape[0]
    f2 = W2.shape[0]

    Z1 = conv2d(X, W1, b1, 1, (f1 - 1) // 2)
    A1 = relu(Z1)
    Z2 = conv2d(A1, W2, b2, 1, (f2 - 1) // 2)
    S = Z2 + X
    A = relu(S)

    cache = (X, Z1, A1, S, parameters)
    return A, cache


def identity_block_backward(dA, cache):
    (X, Z1, A1, S, parameters) = cache
    W1 = parameters["W1"]
    W2 = parameters["W2"]
    f1 = W1.shape[0]
    f2 = W2.shape[0]

    dS = dA * (S > 0)
    dA1, dW2, db2 = conv2d_backward(dS, A1, W2, 1, (f2 - 1) // 2)
    dZ1 = dA1 * (Z1 > 0)
    dX_main, dW1, db1 = conv2d_backward(dZ1, X, W1, 1, (f1 - 1) // 2)
    dX = dX_main + dS

    grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    return dX, grads


def projection_block_forward(X, parameters, stride):
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    Ws = parameters["Ws"]
    bs = parameters["bs"]
    f1 = W1.shape[0]
    f2 = W2.shape[0]

    Z1 = conv2d(X, W1, b1, stride, (f1 - 1) // 2)
    A1 = relu(Z1)
    Z2 = conv2d(A1, W2, b2, 1, (f2 - 1) // 2)
    m, n_H, n_W, n_C = X.shape
    pooled = np.zeros((m, -(-n_H // stride), -(-n_W // stride), n_C))
    for h in range(pooled.shape[1]):
        for w in range(pooled.shape[2]):
            rows, cols = slice(h * stride, (h + 1) * stride), slice(w * stride, (w + 1) * stride)
            pooled[:, h, w, :] = X[:, rows, cols, :].mean(axis=(1, 2))
    shortcut = conv2d(pooled, Ws, bs)
    S = Z2 + shortcut
    A = relu(S)

    cache = (X, Z1, A1, S, parameters, stride)
    return A, cache


def projection_block_backward(dA, cache):
    (X, Z1, A1, S, parameters, stride) = cache
    W1 = parameters["W1"]
    W2 = parameters["W2"]
    Ws = parameters["Ws"]
    f1 = W1.shape[0]
    f2 = W2.shape[0]

    dS = dA * (S > 0)
    dA1, dW2, db2 = conv2d_backward(dS, A1, W2, 1, (f2 - 1) // 2)
    dZ1 = dA1 * (Z1 > 0)
    dX_main, dW1, db1 = conv2d_backward(dZ1, X, W1, stride, (f1 - 1) // 2)
    dX_short, dWs, dbs = conv2d_backward(dS, X, Ws, stride, 0)
    dX = dX_main + dX_short

    grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dWs": dWs, "dbs": dbs}
    return dX, grads


def resnet_forward(X, blocks):
    A = X
    caches = []
    for block in blocks:
        parameters = block["parameters"]
        stride = block["stride"]
        filters = parameters["W2"].shape[3]
        kind = shortcut_kind(A.shape[1:], filters, stride)
        if kind == "identity":
            A, cache = identity_block_forward(A, parameters)
        else:
            A, cache = projection_block_forward(A, parameters, stride)
        caches.append((kind, cache))
    return A, caches


def resnet_backward(dA, caches):
    grads = []
    dX = dA
    for kind, cache in reversed(caches):
        if kind == "identity":
            dX, g = identity_block_backward(dX, cache)
        else:
            dX, g = projection_block_backward(dX, cache)
        grads.insert(0, g)
    return dX, grads


def depth_gradient_norms(x, d_out, weights, residual):
    L = len(weights)
    h = x
    t = []
    for l in range(L):
        t_l = np.tanh(np.dot(weights[l], h))
        t.append(t_l)
        if residual:
            h = h + t_l
        else:
            h = t_l

    norms = np.zeros(L + 1)
    d = d_out
    norms[L] = np.linalg.norm(d)
    for l in reversed(range(L)):
        dz = d * (1 - t[l] ** 2)
        if residual:
            d = d + np.dot(weights[l].T, dz)
        else:
            d = np.dot(weights[l].T, dz)
        norms[l] = np.linalg.norm(d)
    return norms


def degradation_ratio(norms):
    L = len(norms) - 1
    if norms[L] == 0:
        raise ValueError("the gradient at the output is 0")
    if norms[0] == 0:
        return 0.0
    return (norms[0] / norms[L]) ** (1 / L)
