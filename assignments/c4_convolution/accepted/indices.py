# Index arrays for all windows at once: take them out, and add.at to put them back.

import numpy as np


def starts(n, f, pad, stride):
    """The rows (or columns) of all windows along a side, (windows, f)."""
    size = conv_output_size(n, f, pad, stride)
    return stride * np.arange(size)[:, None] + np.arange(f)[None, :]


def conv_output_size(n, f, pad=0, stride=1):
    legal = n >= 1 and f >= 1 and pad >= 0 and stride >= 1 and f - 2 * pad <= n
    if not legal:
        raise ValueError("illegal geometry")
    return np.arange(0, n + 2 * pad - f + 1, stride).size


def same_padding(f):
    if f > 0 and f & 1:
        return f >> 1
    raise ValueError("needs an odd filter")


def zero_pad(X, pad):
    return np.pad(X, pad)[pad : pad + X.shape[0], :, :, pad : pad + X.shape[3]]


def conv_single_step(a_slice, W, b):
    return np.sum(a_slice * W, keepdims=True) + b


def patches(A_prev, f, pad, stride):
    rows, columns = (starts(n, f, pad, stride) for n in A_prev.shape[1:3])
    where = rows[:, None, :, None], columns[None, :, None, :]
    return zero_pad(A_prev, pad)[:, where[0], where[1]], where


def conv_forward(A_prev, W, b, hparameters):
    stride, pad = hparameters["stride"], hparameters["pad"]
    cols, where = patches(A_prev, W.shape[0], pad, stride)
    m, n_H, n_W = cols.shape[:3]
    Z = cols.reshape(m * n_H * n_W, -1).dot(W.reshape(-1, W.shape[3])).reshape(m, n_H, n_W, -1)
    Z += b
    return Z, (cols, where, W, pad, A_prev.shape)


def conv_forward_fast(A_prev, W, b, hparameters):
    return conv_forward(A_prev, W, b, hparameters)[0]


def conv_backward(dZ, cache):
    cols, (rows, columns), W, pad, shape = cache
    flat = dZ.reshape(-1, dZ.shape[3])
    dW = cols.reshape(len(flat), -1).T.dot(flat).reshape(W.shape)
    dcols = flat.dot(W.reshape(-1, W.shape[3]).T).reshape(cols.shape)
    dA = np.zeros((shape[0], shape[1] + 2 * pad, shape[2] + 2 * pad, shape[3]))
    np.add.at(dA, (slice(None), rows, columns), dcols)
    db = flat.sum(axis=0)[np.newaxis, np.newaxis, np.newaxis, :]
    return dA[:, pad : pad + shape[1], pad : pad + shape[2]].copy(), dW, db


def pool_forward(A_prev, hparameters, mode="max"):
    pools = {"max": np.max, "average": np.average}
    if mode not in pools:
        raise ValueError(mode)
    cols, where = patches(A_prev, hparameters["f"], 0, hparameters["stride"])
    return pools[mode](cols, axis=(3, 4)), (cols, where, A_prev.shape)


def pool_backward(dA, cache, mode="max"):
    cols, (rows, columns), shape = cache
    wide = dA[:, :, :, None, None, :]
    if mode == "max":
        dcols = wide * (cols == cols.max(axis=(3, 4), keepdims=True))
    else:
        dcols = np.broadcast_to(wide, cols.shape) / (cols.shape[3] * cols.shape[4])
    found = np.zeros(shape)
    np.add.at(found, (slice(None), rows, columns), dcols)
    return found


def cnn_cost_and_grads(X, Y, parameters):
    W1, b1, W2, b2 = map(parameters.get, ("W1", "b1", "W2", "b2"))
    m = len(Y)
    Z1, conv = conv_forward(X, W1, b1, {"pad": same_padding(len(W1)), "stride": 1})
    P1, pool = pool_forward(np.maximum(Z1, 0), {"stride": 2, "f": 2}, mode="max")
    F = P1.reshape(m, -1)
    S = F @ W2.T + b2.reshape(1, -1)
    S = S - S.max(axis=1, keepdims=True)
    P = np.exp(S)
    P /= P.sum(axis=1, keepdims=True)
    # A guard of the logarithm.
    cost = -(Y * np.log(P + 1e-12)).sum() / m
    dS = P - Y
    dP1 = (dS @ W2).reshape(P1.shape)
    dZ1 = pool_backward(dP1, pool)
    dZ1[Z1 <= 0] = 0.0
    grads = dict(zip(("dA0", "dW1", "db1"), conv_backward(dZ1, conv), strict=True))
    grads |= {"dW2": dS.T @ F, "db2": dS.sum(axis=0, keepdims=True).T}
    return cost, {name: value / m for name, value in grads.items()}
