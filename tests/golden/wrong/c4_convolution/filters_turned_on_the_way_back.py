# expect: conv_backward loses
"""The filters are turned by 180 degrees, as in the books."""

import numpy as np


def conv_output_size(n, f, pad=0, stride=1):
    if not (n >= 1 and f >= 1 and stride >= 1 and pad >= 0):
        raise ValueError
    n = n + 2 * pad
    if f > n:
        raise ValueError
    return 1 + (n - f) // stride


def same_padding(f):
    if f < 0 or f % 2 == 0:
        raise ValueError
    return (f - 1) // 2


def zero_pad(X, pad):
    padded = np.zeros((X.shape[0], X.shape[1] + 2 * pad, X.shape[2] + 2 * pad, X.shape[3]))
    padded[:, pad : padded.shape[1] - pad, pad : padded.shape[2] - pad] = X
    return padded


def conv_single_step(a_slice, W, b):
    return np.tensordot(a_slice, W, axes=3) + b[0, 0, 0]


def shifts(A, f, stride):
    """For each cell (u, v): the view of A that holds this cell of every window."""
    n_H = conv_output_size(A.shape[1], f, 0, stride)
    n_W = conv_output_size(A.shape[2], f, 0, stride)
    last_h, last_w = stride * (n_H - 1) + 1, stride * (n_W - 1) + 1
    return [
        (u, v, A[:, u : u + last_h : stride, v : v + last_w : stride])
        for u in range(f)
        for v in range(f)
    ]


def conv_forward(A_prev, W, b, hparameters):
    A = zero_pad(A_prev, hparameters["pad"])
    Z = 0
    for u, v, copy in shifts(A, W.shape[0], hparameters["stride"]):
        Z = Z + copy @ W[u, v]
    return Z + b, (A_prev, W, b, hparameters)


def conv_forward_fast(A_prev, W, b, hparameters):
    A = zero_pad(A_prev, hparameters["pad"])
    return sum(copy @ W[u, v] for u, v, copy in shifts(A, W.shape[0], hparameters["stride"])) + b


def conv_backward(dZ, cache):
    A_prev, W, b, hparameters = cache
    pad, stride = hparameters["pad"], hparameters["stride"]
    A = zero_pad(A_prev, pad)
    dA, dW = np.zeros(A.shape), np.empty(W.shape)
    for u, v, copy in shifts(A, W.shape[0], stride):
        dW[u, v] = np.einsum("mhwk,mhwc->kc", copy, dZ)
    for u, v, copy in shifts(dA, W.shape[0], stride):
        copy += dZ @ W[::-1, ::-1][u, v].T
    dA = dA[:, pad : pad + A_prev.shape[1], pad : pad + A_prev.shape[2]]
    return dA, dW, np.einsum("mhwc->c", dZ).reshape(b.shape)


def pool_forward(A_prev, hparameters, mode="max"):
    copies = [copy for _, _, copy in shifts(A_prev, hparameters["f"], hparameters["stride"])]
    if mode == "average":
        A = sum(copies) / len(copies)
    elif mode == "max":
        A = copies[0].copy()
        for copy in copies[1:]:
            A = np.where(copy > A, copy, A)
    else:
        raise ValueError
    return A, (A_prev, hparameters)


def pool_backward(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    found = np.zeros(A_prev.shape)
    A, _ = pool_forward(A_prev, hparameters, mode)
    taken = np.zeros(A.shape, dtype=bool)
    for (_, _, seen), (_, _, into) in zip(shifts(A_prev, f, stride), shifts(found, f, stride)):
        if mode == "max":
            first = (seen == A) & ~taken
            into += np.where(first, dA, 0.0)
            taken = taken | first
        else:
            into += dA / (f * f)
    return found


def cnn_cost_and_grads(X, Y, parameters):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    same = {"stride": 1, "pad": same_padding(W1.shape[0])}
    half = {"f": 2, "stride": 2}
    Z, seen = conv_forward(X, W1, b1, same)
    P, pooled = pool_forward(np.maximum(Z, 0.0), half)
    F = P.reshape(len(P), -1)
    S = (W2 @ F.T + b2).T
    Q = np.exp(S - np.amax(S, axis=1, keepdims=True))
    Q = Q / np.sum(Q, axis=1, keepdims=True)
    right = np.sum(Q * Y, axis=1)
    J = -np.mean(np.log(np.maximum(right, 1e-300)))
    dS = (Q - Y) / len(Y)
    dZ = pool_backward(np.reshape(dS @ W2, P.shape), pooled) * (Z > 0)
    back = conv_backward(dZ, seen)
    return J, {"dW1": back[1], "db1": back[2], "dW2": dS.T @ F, "db2": np.sum(dS.T, axis=1, keepdims=True)}
