# expect: degradation_ratio loses
"""The arithmetic mean of the factors of the layers."""

import numpy as np

idx = lambda n, f, s, p: s * np.arange((n + 2 * p - f) // s + 1)[:, None] + np.arange(f)[None, :]


def unroll(A, f, s):
    p = f // 2
    Ap = np.pad(A, [(0, 0), (p, p), (p, p), (0, 0)])
    I, J = idx(A.shape[1], f, s, p), idx(A.shape[2], f, s, p)
    # (m, H, f, W, f, C) -> (m, H, W, f, f, C)
    return Ap[:, I][:, :, :, J].transpose(0, 1, 3, 2, 4, 5)


def conv(A, W, b, s=1):
    f, _, c, k = W.shape
    cols = unroll(A, f, s)
    return cols.reshape(*cols.shape[:3], f * f * c) @ W.reshape(f * f * c, k) + b


def unconv(dZ, A, W, s=1):
    f, _, c, k = W.shape
    p = f // 2
    cols = unroll(A, f, s)
    dW = (cols.reshape(-1, f * f * c).T @ dZ.reshape(-1, k)).reshape(W.shape)
    dcols = (dZ @ W.reshape(f * f * c, k).T).reshape(cols.shape)
    m, n, w = A.shape[:3]
    dAp = np.zeros((m, n + 2 * p, w + 2 * p, c))
    I, J = idx(n, f, s, p), idx(w, f, s, p)
    for h in range(len(I)):
        for v in range(len(J)):
            dAp[:, I[h, 0] : I[h, 0] + f, J[v, 0] : J[v, 0] + f] += dcols[:, h, v]
    return dAp[:, p : p + n, p : p + w], dW, dZ.sum((0, 1, 2)).reshape(1, 1, 1, k)


def shortcut_kind(input_shape, filters, stride):
    try:
        h, w, c = input_shape
    except (TypeError, ValueError):
        raise ValueError("need three numbers")
    if min(filters, stride) < 1:
        raise ValueError("need positive numbers")
    return {True: "identity", False: "projection"}[(c, 1) == (filters, stride)]


def block(X, p, s, project):
    Z1 = conv(X, p["W1"], p["b1"], s)
    A1 = Z1 * (Z1 > 0)
    S = conv(A1, p["W2"], p["b2"]) + (conv(X, p["Ws"], p["bs"], s) if project else X)
    return S * (S > 0), (X, Z1, A1, S, p, s) if project else (X, Z1, A1, S, p)


def unblock(dA, cache):
    X, Z1, A1, S, p = cache[:5]
    s = cache[5] if len(cache) > 5 else 1
    g = {}
    dS = dA * (S > 0)
    dA1, g["dW2"], g["db2"] = unconv(dS, A1, p["W2"])
    dX, g["dW1"], g["db1"] = unconv(dA1 * (Z1 > 0), X, p["W1"], s)
    if len(cache) > 5:
        extra, g["dWs"], g["dbs"] = unconv(dS, X, p["Ws"], s)
    else:
        extra = dS
    return dX + extra, g


def identity_block_forward(X, parameters):
    return block(X, parameters, 1, False)


def identity_block_backward(dA, cache):
    return unblock(dA, cache)


def projection_block_forward(X, parameters, stride):
    return block(X, parameters, stride, True)


def projection_block_backward(dA, cache):
    return unblock(dA, cache)


def resnet_forward(X, blocks):
    A, caches = X, ()
    for b in blocks:
        p, s = b["parameters"], b["stride"]
        kind = shortcut_kind(A.shape[1:], p["W2"].shape[3], s)
        A, c = block(A, p, s, kind == "projection")
        caches += ((kind, c),)
    return A, caches


def resnet_backward(dA, caches):
    grads = []
    for _, c in caches[::-1]:
        dA, g = unblock(dA, c)
        grads = [g] + grads
    return dA, grads


def depth_gradient_norms(x, d_out, weights, residual):
    hs, Ws = [x], np.stack(weights)
    for W in Ws:
        hs.append(np.tanh(W @ hs[-1]) + residual * hs[-1])
    ds = [d_out]
    for W, h in zip(Ws[::-1], hs[-2::-1]):
        t = np.tanh(W @ h)
        ds.append(np.einsum("ij,im->jm", W, (1 - t) * (1 + t) * ds[-1]) + residual * ds[-1])
    return np.sqrt(np.sum(np.square(ds[::-1]), axis=(1, 2)))


def degradation_ratio(norms):
    norms = np.array(norms, dtype=float)
    if norms[-1] == 0:
        raise ValueError
    return np.mean(norms[:-1] / norms[1:])
