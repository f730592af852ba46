# expect: cnn_cost_and_grads loses
"""Max pooling forward, average pooling backward."""

import numpy as np


def conv_output_size(n, f, pad=0, stride=1):
    if n < 1 or f < 1 or stride < 1:
        raise ValueError("n, f and stride must be positive")
    if pad < 0:
        raise ValueError("pad must not be negative")
    if f > n + 2 * pad:
        raise ValueError("the filter does not fit")
    return int((n + 2 * pad - f) / stride) + 1


def same_padding(f):
    if f < 1 or f % 2 != 1:
        raise ValueError("f must be odd")
    return int((f - 1) / 2)


def zero_pad(X, pad):
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)), mode="constant", constant_values=0)


def conv_single_step(a_slice, W, b):
    s = np.multiply(a_slice, W)
    Z = np.sum(s)
    Z = Z + b.item()
    return Z


def conv_forward(A_prev, W, b, hparameters):
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    (f, f, n_C_prev, n_C) = W.shape
    stride = hparameters["stride"]
    pad = hparameters["pad"]
    n_H = conv_output_size(n_H_prev, f, pad, stride)
    n_W = conv_output_size(n_W_prev, f, pad, stride)
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i in range(m):
        image = A_prev_pad[i]
        for h in range(n_H):
            vert_start = h * stride
            vert_end = vert_start + f
            for w in range(n_W):
                horiz_start = w * stride
                horiz_end = horiz_start + f
                for c in range(n_C):
                    window = image[vert_start:vert_end, horiz_start:horiz_end, :]
                    Z[i, h, w, c] = conv_single_step(window, W[:, :, :, c], b[:, :, :, c])
    cache = (A_prev, W, b, hparameters)
    return Z, cache


def conv_forward_fast(A_prev, W, b, hparameters):
    stride, pad = hparameters["stride"], hparameters["pad"]
    f = W.shape[0]
    n_H = conv_output_size(A_prev.shape[1], f, pad, stride)
    n_W = conv_output_size(A_prev.shape[2], f, pad, stride)
    A = zero_pad(A_prev, pad)
    Z = np.zeros((A.shape[0], n_H, n_W, W.shape[3])) + b
    for u in range(f):
        for v in range(f):
            rows = np.arange(n_H) * stride + u
            columns = np.arange(n_W) * stride + v
            cells = A[:, rows][:, :, columns]
            Z += np.einsum("ihwk,kc->ihwc", cells, W[u, v])
    return Z


def conv_backward(dZ, cache):
    (A_prev, W, b, hparameters) = cache
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    (f, f, n_C_prev, n_C) = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    (m, n_H, n_W, n_C) = dZ.shape
    dA_prev = np.zeros((m, n_H_prev, n_W_prev, n_C_prev))
    dW = np.zeros((f, f, n_C_prev, n_C))
    db = np.zeros((1, 1, 1, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad = zero_pad(dA_prev, pad)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    top, left = h * stride, w * stride
                    window = A_prev_pad[i, top : top + f, left : left + f, :]
                    g = dZ[i, h, w, c]
                    dA_prev_pad[i, top : top + f, left : left + f, :] += W[:, :, :, c] * g
                    dW[:, :, :, c] += window * g
                    db[:, :, :, c] += g
        if pad > 0:
            dA_prev[i] = dA_prev_pad[i, pad:-pad, pad:-pad, :]
        else:
            dA_prev[i] = dA_prev_pad[i]
    return dA_prev, dW, db


def pool_forward(A_prev, hparameters, mode="max"):
    if mode not in ["max", "average"]:
        raise ValueError("unknown mode " + str(mode))
    (m, n_H_prev, n_W_prev, n_C) = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    n_H = conv_output_size(n_H_prev, f, stride=stride)
    n_W = conv_output_size(n_W_prev, f, stride=stride)
    A = np.zeros((m, n_H, n_W, n_C))
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    window = A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
                    if mode == "max":
                        A[i, h, w, c] = np.max(window)
                    elif mode == "average":
                        A[i, h, w, c] = np.mean(window)
    return A, (A_prev, hparameters)


def mask_of_window(x):
    return x == np.max(x)


def spread_value(dz, shape):
    (n_H, n_W) = shape
    return np.ones(shape) * dz / (n_H * n_W)


def pool_backward(dA, cache, mode="max"):
    (A_prev, hparameters) = cache
    f, stride = hparameters["f"], hparameters["stride"]
    (m, n_H, n_W, n_C) = dA.shape
    dA_prev = np.zeros(A_prev.shape)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    r, s = h * stride, w * stride
                    if mode == "max":
                        mask = mask_of_window(A_prev[i, r : r + f, s : s + f, c])
                        dA_prev[i, r : r + f, s : s + f, c] += mask * dA[i, h, w, c]
                    elif mode == "average":
                        dA_prev[i, r : r + f, s : s + f, c] += spread_value(dA[i, h, w, c], (f, f))
    return dA_prev


def cnn_cost_and_grads(X, Y, parameters):
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    m = X.shape[0]
    pad = same_padding(W1.shape[0])
    Z1, conv_cache = conv_forward(X, W1, b1, {"stride": 1, "pad": pad})
    A1 = np.maximum(Z1, 0)
    P1, pool_cache = pool_forward(A1, {"f": 2, "stride": 2}, mode="max")
    F = P1.reshape(m, -1)
    S = np.dot(F, W2.T) + b2.T
    S = S - np.max(S, axis=1, keepdims=True)
    log_P = S - np.log(np.sum(np.exp(S), axis=1, keepdims=True))
    cost = -1 / m * np.sum(Y * log_P)
    dS = 1 / m * (np.exp(log_P) - Y)
    dW2 = np.dot(dS.T, F)
    db2 = np.sum(dS, axis=0).reshape(-1, 1)
    dF = np.dot(dS, W2)
    dP1 = dF.reshape(P1.shape)
    dA1 = pool_backward(dP1, pool_cache, mode="average")
    dZ1 = np.array(dA1, copy=True)
    dZ1[Z1 <= 0] = 0
    dX, dW1, db1 = conv_backward(dZ1, conv_cache)
    grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    return cost, grads
