# A convolution of one's own, a loop for everything, and lists for the shapes of things.

import math

import numpy as np


def conv(A, W, b, s):
    m, n_H, n_W, n_C = A.shape
    f, n = W.shape[0], W.shape[3]
    p = (f - 1) // 2
    H, V = (n_H - 1) // s + 1, (n_W - 1) // s + 1
    big = np.zeros((m, n_H + 2 * p, n_W + 2 * p, n_C))
    big[:, p : p + n_H, p : p + n_W, :] = A
    Z = np.empty((m, H, V, n))
    for i in range(m):
        for h in range(H):
            for w in range(V):
                window = big[i, h * s : h * s + f, w * s : w * s + f, :]
                for k in range(n):
                    Z[i, h, w, k] = (window * W[:, :, :, k]).sum() + b[0, 0, 0, k]
    return Z


def conv_back(dZ, A, W, s):
    m, n_H, n_W, n_C = A.shape
    f = W.shape[0]
    p = (f - 1) // 2
    big = np.zeros((m, n_H + 2 * p, n_W + 2 * p, n_C))
    big[:, p : p + n_H, p : p + n_W, :] = A
    d_big, dW, db = np.zeros_like(big), np.zeros_like(W), np.zeros((1, 1, 1, W.shape[3]))
    for i, h, w, k in np.ndindex(dZ.shape):
        g = dZ[i, h, w, k]
        rows, columns = slice(h * s, h * s + f), slice(w * s, w * s + f)
        d_big[i, rows, columns] += g * W[:, :, :, k]
        dW[:, :, :, k] += g * big[i, rows, columns]
        db[0, 0, 0, k] += g
    return d_big[:, p : p + n_H, p : p + n_W, :], dW, db


def gate(values, d):
    out = np.zeros(d.shape)
    for place in np.ndindex(d.shape):
        if values[place] > 0:
            out[place] = d[place]
    return out


def shortcut_kind(input_shape, filters, stride):
    _, _, n_C = input_shape  # raises ValueError unless there are three
    if filters < 1:
        raise ValueError("no filters")
    if stride < 1:
        raise ValueError("no stride")
    if stride != 1 or filters != n_C:
        return "projection"
    return "identity"


def identity_block_forward(X, parameters):
    p = parameters
    Z1 = conv(X, p["W1"], p["b1"], 1)
    A1 = gate(Z1, Z1)
    S = conv(A1, p["W2"], p["b2"], 1) + X
    return gate(S, S), [X, Z1, A1, S, p]


def identity_block_backward(dA, cache):
    X, Z1, A1, S, p = cache
    dS = gate(S, dA)
    dA1, dW2, db2 = conv_back(dS, A1, p["W2"], 1)
    dX, dW1, db1 = conv_back(gate(Z1, dA1), X, p["W1"], 1)
    total = np.zeros(X.shape)
    for i in range(len(X)):
        total[i] = dX[i] + dS[i]
    return [total, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}]


def projection_block_forward(X, parameters, stride):
    p = parameters
    Z1 = conv(X, p["W1"], p["b1"], stride)
    A1 = gate(Z1, Z1)
    S = conv(A1, p["W2"], p["b2"], 1) + conv(X, p["Ws"], p["bs"], stride)
    return gate(S, S), [X, Z1, A1, S, p, stride]


def projection_block_backward(dA, cache):
    X, Z1, A1, S, p, stride = cache
    dS = gate(S, dA)
    dA1, dW2, db2 = conv_back(dS, A1, p["W2"], 1)
    dX1, dW1, db1 = conv_back(gate(Z1, dA1), X, p["W1"], stride)
    dX2, dWs, dbs = conv_back(dS, X, p["Ws"], stride)
    return dX1 + dX2, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dWs": dWs, "dbs": dbs}


def resnet_forward(X, blocks):
    A = X.copy()
    caches = []
    for k in range(len(blocks)):
        p, s = blocks[k]["parameters"], blocks[k]["stride"]
        if shortcut_kind(A.shape[1:], p["W2"].shape[-1], s) == "projection":
            A, c = projection_block_forward(A, p, s)
        else:
            A, c = identity_block_forward(A, p)
        caches.append(c)
    return A, caches


def resnet_backward(dA, caches):
    grads = [None] * len(caches)
    d = dA.copy()
    for k in range(len(caches) - 1, -1, -1):
        if len(caches[k]) == 2:  # (kind, cache)
            kind, cache = caches[k]
        else:
            kind, cache = ("identity", "projection")[len(caches[k]) - 5], caches[k]
        back = identity_block_backward if kind == "identity" else projection_block_backward
        d, grads[k] = back(d, cache)
    return d, grads


def depth_gradient_norms(x, d_out, weights, residual):
    n, m = x.shape
    h, slopes = x.tolist(), []
    for W in weights:
        t = [
            [math.tanh(sum(W[i, k] * h[k][j] for k in range(n))) for j in range(m)]
            for i in range(n)
        ]
        slopes.append([[1 - v * v for v in row] for row in t])
        h = [[t[i][j] + residual * h[i][j] for j in range(m)] for i in range(n)]
    d = d_out.tolist()
    norms = [math.sqrt(sum(v * v for row in d for v in row))]
    for W, slope in zip(weights[::-1], slopes[::-1], strict=True):
        e = [[d[i][j] * slope[i][j] for j in range(m)] for i in range(n)]
        d = [
            [sum(W[k, i] * e[k][j] for k in range(n)) + residual * d[i][j] for j in range(m)]
            for i in range(n)
        ]
        norms.insert(0, math.sqrt(sum(v * v for row in d for v in row)))
    return norms


def degradation_ratio(norms):
    L = len(norms) - 1
    if not norms[L]:
        raise ValueError("nothing to divide by")
    return math.pow(norms[0] / norms[L], 1 / L)
