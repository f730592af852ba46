# Every number by itself, in loops of plain Python; only conv_forward_fast uses NumPy's arithmetic.

import math
from itertools import product

import numpy as np


def conv_output_size(n, f, pad=0, stride=1):
    if min(n, f, stride) < 1 or pad < 0:
        raise ValueError("sizes")
    count, start = 0, 0
    while start + f <= n + 2 * pad:
        count, start = count + 1, start + stride
    if count == 0:
        raise ValueError("no window fits")
    return count


def same_padding(f):
    if f < 1:
        raise ValueError("f")
    for p in range(f):
        if 2 * p - f + 1 == 0:
            return p
    raise ValueError("even")


def zero_pad(X, pad):
    m, n_H, n_W, n_C = X.shape
    found = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    for i, h, w, c in np.ndindex(m, n_H, n_W, n_C):
        found[i, h + pad, w + pad, c] = X[i, h, w, c]
    return found


def conv_single_step(a_slice, W, b):
    total = b[0, 0, 0]
    for place in np.ndindex(W.shape):
        total = total + a_slice[place] * W[place]
    return total


def conv_forward(A_prev, W, b, hparameters):
    s, p = hparameters["stride"], hparameters["pad"]
    m, n_H_prev, n_W_prev, n_C_prev = A_prev.shape
    f, n_C = W.shape[0], W.shape[3]
    n_H, n_W = conv_output_size(n_H_prev, f, p, s), conv_output_size(n_W_prev, f, p, s)
    A, weights, bias = A_prev.tolist(), W.tolist(), b.tolist()[0][0][0]
    Z = np.zeros((m, n_H, n_W, n_C))
    for i, h, w, c in product(range(m), range(n_H), range(n_W), range(n_C)):
        z = bias[c]
        for u in range(f):
            y = h * s + u - p
            if not 0 <= y < n_H_prev:
                continue
            for v in range(f):
                x = w * s + v - p
                if 0 <= x < n_W_prev:
                    for k in range(n_C_prev):
                        z += A[i][y][x][k] * weights[u][v][k][c]
        Z[i, h, w, c] = z
    return Z, (A_prev, W, b, hparameters)


def conv_forward_fast(A_prev, W, b, hparameters):
    s, p = hparameters["stride"], hparameters["pad"]
    (m, n_H_prev, n_W_prev, n_C_prev), f = A_prev.shape, len(W)
    n_H, n_W = (
        conv_output_size_by_formula(n_H_prev, f, p, s),
        conv_output_size_by_formula(n_W_prev, f, p, s),
    )
    A = np.zeros((m, n_H_prev + 2 * p, n_W_prev + 2 * p, n_C_prev))
    A[:, p : p + n_H_prev, p : p + n_W_prev] = A_prev
    return b + sum(
        np.dot(A[:, u::s, v::s][:, :n_H, :n_W], W[u, v]) for u in range(f) for v in range(f)
    )


def conv_output_size_by_formula(n, f, pad, stride):
    if f > n + 2 * pad:
        raise ValueError("no window fits")
    return math.floor((n + 2 * pad - f) / stride) + 1


def conv_backward(dZ, cache):
    A_prev, W, b, hparameters = cache
    s, p = hparameters["stride"], hparameters["pad"]
    dA, dW, db = np.zeros(A_prev.shape), np.zeros(W.shape), np.zeros(b.shape)
    for i, h, w, c in np.ndindex(dZ.shape):
        g = dZ[i, h, w, c]
        db[0, 0, 0, c] += g
        for u, v in np.ndindex(W.shape[:2]):
            y, x = h * s + u - p, w * s + v - p
            if 0 <= y < A_prev.shape[1] and 0 <= x < A_prev.shape[2]:
                for k in range(W.shape[2]):
                    dA[i, y, x, k] += W[u, v, k, c] * g
                    dW[u, v, k, c] += A_prev[i, y, x, k] * g
    return dA, dW, db


def pool_forward(A_prev, hparameters, mode="max"):
    if mode != "max" and mode != "average":
        raise ValueError(mode)
    f, s = hparameters["f"], hparameters["stride"]
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    n_H, n_W = conv_output_size(n_H_prev, f, 0, s), conv_output_size(n_W_prev, f, 0, s)
    A = np.zeros((m, n_H, n_W, n_C))
    for i, h, w, c in np.ndindex(A.shape):
        best, total = -math.inf, 0.0
        for u in range(f):
            for v in range(f):
                a = A_prev[i, h * s + u, w * s + v, c]
                best, total = max(best, a), total + a
        A[i, h, w, c] = best if mode == "max" else total / (f * f)
    return A, (A_prev, hparameters)


def pool_backward(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, s = hparameters["f"], hparameters["stride"]
    found = np.zeros(A_prev.shape)
    for i, h, w, c in np.ndindex(dA.shape):
        cells = [(h * s + u, w * s + v) for u in range(f) for v in range(f)]
        if mode == "average":
            for y, x in cells:
                found[i, y, x, c] += dA[i, h, w, c] / len(cells)
        else:
            y, x = max(cells, key=lambda cell: A_prev[i, cell[0], cell[1], c])
            found[i, y, x, c] += dA[i, h, w, c]
    return found


def cnn_cost_and_grads(X, Y, parameters):
    W1, b1, W2, b2 = [parameters[name] for name in ("W1", "b1", "W2", "b2")]
    (m, C), f = Y.shape, W1.shape[0]
    Z1, conv_cache = conv_forward(X, W1, b1, {"stride": 1, "pad": same_padding(f)})
    A1 = np.array([max(0.0, z) for z in Z1.ravel()]).reshape(Z1.shape)
    P1, pool_cache = pool_forward(A1, {"f": 2, "stride": 2}, "max")
    cost, dW2, db2, dP1 = 0.0, np.zeros(W2.shape), np.zeros(b2.shape), np.zeros(P1.shape)
    for i in range(m):
        row = P1[i].ravel()
        scores = [
            float(sum(w * a for w, a in zip(W2[k], row, strict=True))) + b2[k, 0] for k in range(C)
        ]
        top = max(scores)
        total = sum(math.exp(score - top) for score in scores)
        d_row = np.zeros(row.shape)
        for k in range(C):
            log_p = scores[k] - top - math.log(total)
            cost -= Y[i, k] * log_p / m
            d = (math.exp(log_p) - Y[i, k]) / m
            db2[k, 0] += d
            for j in range(len(row)):
                dW2[k, j] += d * row[j]
                d_row[j] += d * W2[k, j]
        dP1[i] = d_row.reshape(P1[i].shape)
    dZ1 = pool_backward(dP1, pool_cache, "max")
    for place in np.ndindex(Z1.shape):
        if Z1[place] <= 0:
            dZ1[place] = 0
    _, dW1, db1 = conv_backward(dZ1, conv_cache)
    return cost, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
