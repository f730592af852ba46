# Writes into arrays wherever these are its own, and keeps little.

import numpy as np
from convhelp import conv2d, conv2d_backward


def pad_of(W):
    return W.shape[0] >> 1


def identity_block_forward(X, parameters):
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    A1 = conv2d(X, W1, b1, 1, pad_of(W1))
    np.maximum(A1, 0, out=A1)
    A = conv2d(A1, W2, b2, 1, pad_of(W2))
    A += X
    A[A < 0] = 0
    return A, {"X": X, "A1": A1, "A": A.copy(), "W1": W1, "W2": W2}


def identity_block_backward(dA, cache):
    if not isinstance(cache, dict):
        X, _Z1, A1, S, p = cache
        cache = {"X": X, "A1": A1, "A": S, "W1": p["W1"], "W2": p["W2"]}
    d = dA.copy()
    d[cache["A"] <= 0] = 0
    d1, dW2, db2 = conv2d_backward(d, cache["A1"], cache["W2"], 1, pad_of(cache["W2"]))
    d1[cache["A1"] <= 0] = 0
    dX, dW1, db1 = conv2d_backward(d1, cache["X"], cache["W1"], 1, pad_of(cache["W1"]))
    dX += d
    return dX, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dA1": d1}


def projection_block_forward(X, parameters, stride):
    p = parameters
    A1 = conv2d(X, p["W1"], p["b1"], stride, pad_of(p["W1"]))
    A1 *= A1 > 0
    A = conv2d(A1, p["W2"], p["b2"], 1, pad_of(p["W2"]))
    A += conv2d(X, p["Ws"], p["bs"], stride)
    A *= A > 0
    return A, (X, A1, A1, A.copy(), p, stride)


def projection_block_backward(dA, cache):
    X, _, A1, A, p, stride = cache
    d = np.array(dA)
    d[~(A > 0)] = 0
    grads = {}
    dX, grads["dWs"], grads["dbs"] = conv2d_backward(d, X, p["Ws"], stride)
    d1, grads["dW2"], grads["db2"] = conv2d_backward(d, A1, p["W2"], 1, pad_of(p["W2"]))
    d1[~(A1 > 0)] = 0
    more, grads["dW1"], grads["db1"] = conv2d_backward(d1, X, p["W1"], stride, pad_of(p["W1"]))
    dX += more
    return dX, grads


def resnet_backward(dA, caches):
    grads = [{} for _ in caches]
    for k in reversed(range(len(caches))):
        kind, cache = caches[k]
        if kind == "identity":
            dA, found = identity_block_backward(dA, cache)
        else:
            dA, found = projection_block_backward(dA, cache)
        grads[k].update(found)
    return dA, tuple(grads)


def depth_gradient_norms(x, d_out, weights, residual):
    L = len(weights)
    H = np.zeros((L + 1, *x.shape))
    T = np.zeros((L, *x.shape))
    H[0] = x
    for k in range(L):
        T[k] = np.tanh(weights[k].dot(H[k]))
        H[k + 1] = T[k]
        if residual:
            H[k + 1] += H[k]
    norms = np.zeros(L + 1)
    d = d_out.copy()
    norms[L] = np.linalg.norm(d)
    for k in range(L - 1, -1, -1):
        back = weights[k].T.dot(d * (1 - np.square(T[k])))
        if residual:
            d += back
        else:
            d = back
        norms[k] = np.linalg.norm(d)
    return norms
