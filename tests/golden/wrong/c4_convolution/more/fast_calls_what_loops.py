# expect: conv_forward_fast loses
"""conv_output_size counts the windows one by one, and conv_forward_fast calls it."""

import numpy as np
import math


def conv_output_size(n, f, pad=0, stride=1):
    if min(n, f, stride) < 1:
        raise ValueError("bad")
    if pad < 0:
        raise ValueError("bad pad")
    count = 0
    start = 0
    while start + f <= n + 2 * pad:
        count += 1
        start += stride
    if count == 0:
        raise ValueError("no window")
    return count


def same_padding(f):
    if f % 2 != 1 or f <= 0:
        raise ValueError
    return f // 2


def zero_pad(X, pad):
    m, h, w, c = X.shape
    out = np.zeros((m, h + 2 * pad, w + 2 * pad, c))
    out[:, pad:pad + h, pad:pad + w, :] = X
    return out


def conv_single_step(a_slice, W, b):
    s = float(b.item())
    for u in range(a_slice.shape[0]):
        for v in range(a_slice.shape[1]):
            for k in range(a_slice.shape[2]):
                s += a_slice[u, v, k] * W[u, v, k]
    return s


def conv_forward(A_prev, W, b, hparameters):
    s = hparameters["stride"]
    p = hparameters["pad"]
    f = W.shape[0]
    nh = conv_output_size(A_prev.shape[1], f, p, s)
    nw = conv_output_size(A_prev.shape[2], f, p, s)
    P = zero_pad(A_prev, p)
    Z = np.zeros((A_prev.shape[0], nh, nw, W.shape[3]))
    for i in range(Z.shape[0]):
        for h in range(nh):
            for w in range(nw):
                for c in range(W.shape[3]):
                    Z[i, h, w, c] = conv_single_step(P[i, h * s:h * s + f, w * s:w * s + f, :], W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)


def conv_forward_fast(A_prev, W, b, hparameters):
    s = hparameters["stride"]
    p = hparameters["pad"]
    f = W.shape[0]
    nh = conv_output_size(A_prev.shape[1], f, p, s)
    nw = conv_output_size(A_prev.shape[2], f, p, s)
    P = zero_pad(A_prev, p)
    Z = np.zeros((A_prev.shape[0], nh, nw, W.shape[3])) + b
    for u in range(f):
        for v in range(f):
            Z += np.matmul(P[:, u:u + s * (nh - 1) + 1:s, v:v + s * (nw - 1) + 1:s, :], W[u, v])
    return Z


def conv_backward(dZ, cache):
    A_prev, W, b, hp = cache
    s, p, f = hp["stride"], hp["pad"], W.shape[0]
    P = zero_pad(A_prev, p)
    dP = np.zeros(P.shape)
    dW = np.zeros(W.shape)
    db = np.zeros(b.shape)
    for i, h, w, c in np.ndindex(dZ.shape):
        g = dZ[i, h, w, c]
        dP[i, h * s:h * s + f, w * s:w * s + f] += W[..., c] * g
        dW[..., c] += P[i, h * s:h * s + f, w * s:w * s + f] * g
        db[..., c] += g
    if p:
        dP = dP[:, p:-p, p:-p]
    return dP, dW, db


def pool_forward(A_prev, hparameters, mode="max"):
    f, s = hparameters["f"], hparameters["stride"]
    if mode not in ("max", "average"):
        raise ValueError(mode)
    nh = conv_output_size(A_prev.shape[1], f, 0, s)
    nw = conv_output_size(A_prev.shape[2], f, 0, s)
    m, _, _, C = A_prev.shape
    A = np.empty((m, nh, nw, C))
    for i in range(m):
        for h in range(nh):
            for w in range(nw):
                win = A_prev[i, h * s:h * s + f, w * s:w * s + f]
                for c in range(C):
                    A[i, h, w, c] = np.max(win[:, :, c]) if mode == "max" else np.mean(win[:, :, c])
    return A, (A_prev, hparameters)


def pool_backward(dA, cache, mode="max"):
    A_prev, hp = cache
    f, s = hp["f"], hp["stride"]
    d = np.zeros(A_prev.shape)
    for i, h, w, c in np.ndindex(dA.shape):
        win = A_prev[i, h * s:h * s + f, w * s:w * s + f, c]
        if mode == "max":
            mask = win == np.max(win)
        else:
            mask = np.ones((f, f)) / f**2
        d[i, h * s:h * s + f, w * s:w * s + f, c] += mask * dA[i, h, w, c]
    return d


def cnn_cost_and_grads(X, Y, parameters):
    W1, b1, W2, b2 = (parameters[k] for k in ("W1", "b1", "W2", "b2"))
    m = X.shape[0]
    Z1, c1 = conv_forward(X, W1, b1, {"stride": 1, "pad": same_padding(W1.shape[0])})
    A1 = np.maximum(Z1, 0)
    P1, c2 = pool_forward(A1, {"f": 2, "stride": 2}, "max")
    F = P1.reshape(m, -1)
    S = F @ W2.T + b2.T
    S = S - S.max(axis=1, keepdims=True)
    E = np.exp(S)
    T = E.sum(axis=1, keepdims=True)
    logp = S - np.log(T)
    cost = -np.sum(Y * logp) / m
    dS = (E / T - Y) / m
    dP = (dS @ W2).reshape(P1.shape)
    dA1 = pool_backward(dP, c2, "max")
    _, dW1, db1 = conv_backward(dA1 * (Z1 > 0), c1)
    return cost, {"dW1": dW1, "db1": db1, "dW2": dS.T @ F, "db2": dS.sum(axis=0)[:, None]}
