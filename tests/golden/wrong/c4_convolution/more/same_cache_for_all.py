# expect: conv_forward loses
"""An object of the module holds the cache of the last call."""

import numpy as np


def conv_output_size(n, f, pad=0, stride=1):
    problems = [n < 1, f < 1, pad < 0, stride < 1, n + 2 * pad < f]
    if any(problems):
        raise ValueError(f"n={n}, f={f}, pad={pad}, stride={stride}")
    last_start = n + 2 * pad - f
    return last_start // stride + 1


def same_padding(f):
    if f < 1 or f % 2 == 0:
        raise ValueError("same padding needs an odd window")
    return (f - 1) // 2


def frame(image, pad):
    rows, columns, channels = image.shape
    wide = np.zeros((rows + 2 * pad, columns + 2 * pad, channels))
    wide[pad : rows + pad, pad : columns + pad] = image
    return wide


def zero_pad(X, pad):
    return np.array([frame(image, pad) for image in X])


def conv_single_step(a_slice, W, b):
    return (a_slice * W).sum() + b.sum()


def corners(shape, f, stride):
    for h in range(conv_output_size(shape[0], f, 0, stride)):
        for w in range(conv_output_size(shape[1], f, 0, stride)):
            yield h, w, slice(h * stride, h * stride + f), slice(w * stride, w * stride + f)


def channel_of(image, w, b, stride):
    f = w.shape[0]
    size = [conv_output_size(n, f, 0, stride) for n in image.shape[:2]]
    out = np.zeros(size)
    for i, j, rows, columns in corners(image.shape, f, stride):
        out[i, j] = conv_single_step(image[rows, columns], w, b)
    return out


class Cache:
    pass


CACHE = Cache()


def conv_forward(A_prev, W, b, hparameters):
    stride, pad = hparameters["stride"], hparameters["pad"]
    Z = []
    for image in A_prev:
        wide = frame(image, pad)
        channels = [channel_of(wide, W[..., c], b[..., c], stride) for c in range(W.shape[3])]
        Z.append(np.stack(channels, axis=-1))
    CACHE.parts = (A_prev, W, b, hparameters)
    return np.array(Z), CACHE


def conv_forward_fast(A_prev, W, b, hparameters):
    stride, pad = hparameters["stride"], hparameters["pad"]
    f, n_C = W.shape[0], W.shape[3]
    n_H = conv_output_size(A_prev.shape[1], f, pad, stride)
    n_W = conv_output_size(A_prev.shape[2], f, pad, stride)
    wide = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    Z = np.zeros((A_prev.shape[0], n_H, n_W, n_C))
    for cell in range(f * f):
        u, v = cell // f, cell % f
        seen = wide[:, u :: stride, v :: stride, :][:, :n_H, :n_W, :]
        Z = Z + np.tensordot(seen, W[u, v], axes=1)
    return Z + b


def conv_backward(dZ, cache):
    A_prev, W, b, hparameters = cache.parts if isinstance(cache, Cache) else cache
    stride, pad, f = hparameters["stride"], hparameters["pad"], W.shape[0]
    dA_prev, dW, db = np.zeros_like(A_prev), np.zeros_like(W), np.zeros_like(b)
    for i, image in enumerate(A_prev):
        wide = frame(image, pad)
        d_wide = np.zeros_like(wide)
        for h, w, rows, columns in corners(wide.shape, f, stride):
            for c, g in enumerate(dZ[i, h, w]):
                d_wide[rows, columns] += g * W[..., c]
                dW[..., c] += g * wide[rows, columns]
                db[..., c] += g
        dA_prev[i] = d_wide[pad : pad + image.shape[0], pad : pad + image.shape[1]]
    return dA_prev, dW, db


def pool_forward(A_prev, hparameters, mode="max"):
    if mode == "max":
        best = np.max
    elif mode == "average":
        best = np.mean
    else:
        raise ValueError(f"mode is {mode}")
    f, stride = hparameters["f"], hparameters["stride"]
    sizes = [conv_output_size(n, f, 0, stride) for n in A_prev.shape[1:3]]
    A = np.zeros((A_prev.shape[0], *sizes, A_prev.shape[3]))
    for i, image in enumerate(A_prev):
        for h, w, rows, columns in corners(image.shape, f, stride):
            for c in range(image.shape[2]):
                A[i, h, w, c] = best(image[rows, columns, c])
    return A, (A_prev, hparameters)


def pool_backward(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros_like(A_prev)
    for i, image in enumerate(A_prev):
        for h, w, rows, columns in corners(image.shape, f, stride):
            for c, g in enumerate(dA[i, h, w]):
                window = image[rows, columns, c]
                if mode == "max":
                    winners = np.argwhere(window == window.max())
                    for u, v in winners:
                        dA_prev[i, rows.start + u, columns.start + v, c] += g / len(winners)
                else:
                    dA_prev[i, rows, columns, c] += g / window.size
    return dA_prev


def log_softmax(row):
    row = row - row.max()
    return row - np.log(np.exp(row).sum())


def cnn_cost_and_grads(X, Y, parameters):
    m = X.shape[0]
    W1, W2 = parameters["W1"], parameters["W2"]
    Z1, conv_cache = conv_forward(X, W1, parameters["b1"], {"stride": 1, "pad": same_padding(len(W1))})
    P1, pool_cache = pool_forward(np.maximum(0, Z1), {"f": 2, "stride": 2}, "max")
    cost = 0.0
    dW2, db2, dP1 = np.zeros_like(W2), np.zeros_like(parameters["b2"]), np.zeros_like(P1)
    for i in range(m):
        features = P1[i].flatten()
        logs = log_softmax(W2 @ features + parameters["b2"][:, 0])
        cost -= logs[np.argmax(Y[i])] / m
        d = (np.exp(logs) - Y[i]) / m
        dW2 += np.outer(d, features)
        db2 += d[:, None]
        dP1[i] = (d @ W2).reshape(P1[i].shape)
    dA1 = pool_backward(dP1, pool_cache, "max")
    dZ1 = np.where(Z1 > 0, dA1, 0)
    _, dW1, db1 = conv_backward(dZ1, conv_cache)
    return cost, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
