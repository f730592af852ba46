"""Own convolution in loops over every pixel, lists for caches, the kind read off "Ws"."""

import math

import numpy as np


def convolve(A, W, b, stride, pad):
    m, rows, columns, channels = A.shape
    f, _, _, filters = W.shape
    wide = np.zeros((m, rows + 2 * pad, columns + 2 * pad, channels))
    wide[:, pad : pad + rows, pad : pad + columns, :] = A
    out_rows = (rows + 2 * pad - f) // stride + 1
    out_columns = (columns + 2 * pad - f) // stride + 1
    Z = np.zeros((m, out_rows, out_columns, filters))
    for i in range(m):
        for y in range(out_rows):
            for x in range(out_columns):
                window = wide[i, y * stride : y * stride + f, x * stride : x * stride + f]
                for k in range(filters):
                    Z[i, y, x, k] = np.sum(window * W[:, :, :, k]) + b[0, 0, 0, k]
    return Z


def convolve_back(dZ, A, W, stride, pad):
    m, rows, columns, channels = A.shape
    f = W.shape[0]
    wide = np.zeros((m, rows + 2 * pad, columns + 2 * pad, channels))
    wide[:, pad : pad + rows, pad : pad + columns, :] = A
    d_wide, dW, db = np.zeros(wide.shape), np.zeros(W.shape), np.zeros((1, 1, 1, W.shape[3]))
    for i in range(m):
        for y in range(dZ.shape[1]):
            for x in range(dZ.shape[2]):
                top, left = y * stride, x * stride
                for k in range(W.shape[3]):
                    d = dZ[i, y, x, k]
                    d_wide[i, top : top + f, left : left + f] += d * W[:, :, :, k]
                    dW[:, :, :, k] += d * wide[i, top : top + f, left : left + f]
                    db[0, 0, 0, k] += d
    return d_wide[:, pad : pad + rows, pad : pad + columns, :], dW, db


def shortcut_kind(input_shape, filters, stride):
    if len(input_shape) != 3:
        raise ValueError("height, width and channels, nothing else")
    for number in (filters, stride):
        if number < 1:
            raise ValueError("filters and stride start at 1")
    return ["projection", "identity"][int([filters, stride] == [input_shape[2], 1])]


def main_path(X, p, stride):
    Z1 = convolve(X, p["W1"], p["b1"], stride, len(p["W1"]) // 2)
    A1 = Z1.copy()
    A1[A1 < 0] = 0
    return A1, convolve(A1, p["W2"], p["b2"], 1, len(p["W2"]) // 2)


def main_path_back(dS, X, A1, p, stride):
    dA1, dW2, db2 = convolve_back(dS, A1, p["W2"], 1, len(p["W2"]) // 2)
    dZ1 = np.where(A1 > 0, dA1, 0.0)
    dX, dW1, db1 = convolve_back(dZ1, X, p["W1"], stride, len(p["W1"]) // 2)
    return dX, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def identity_block_forward(X, parameters):
    A1, Z2 = main_path(X, parameters, 1)
    A = np.maximum(Z2 + X, 0)
    return [A, [X, A1, A, parameters]]


def identity_block_backward(dA, cache):
    X, A1, A, parameters = cache
    dS = np.where(A > 0, dA, 0.0)
    dX, grads = main_path_back(dS, X, A1, parameters, 1)
    return [dX + dS, grads]


def projection_block_forward(X, parameters, stride):
    A1, Z2 = main_path(X, parameters, stride)
    A = np.maximum(Z2 + convolve(X, parameters["Ws"], parameters["bs"], stride, 0), 0)
    return [A, [X, A1, A, parameters, stride]]


def projection_block_backward(dA, cache):
    X, A1, A, parameters, stride = cache
    dS = np.where(A > 0, dA, 0.0)
    dX, grads = main_path_back(dS, X, A1, parameters, stride)
    short, grads["dWs"], grads["dbs"] = convolve_back(dS, X, parameters["Ws"], stride, 0)
    return [dX + short, grads]


def resnet_forward(X, blocks):
    caches = []
    for block in blocks:
        parameters, stride = block["parameters"], block["stride"]
        if "Ws" in parameters:
            X, cache = projection_block_forward(X, parameters, stride)
        else:
            X, cache = identity_block_forward(X, parameters)
        caches.append(cache)
    return [X, caches]


def resnet_backward(dA, caches):
    grads = [None] * len(caches)
    for k in range(len(caches) - 1, -1, -1):
        back = projection_block_backward if len(caches[k]) == 5 else identity_block_backward
        dA, grads[k] = back(dA, caches[k])
    return [dA, grads]


def depth_gradient_norms(x, d_out, weights, residual):
    h, slopes = x, []
    for W in weights:
        t = np.tanh(np.dot(W, h))
        slopes.append(1 - t * t)
        h = h + t if residual else t
    d, norms = d_out, [math.sqrt(sum(v * v for v in d_out.ravel()))]
    for W, slope in zip(weights[::-1], slopes[::-1]):
        back = np.dot(W.T, d * slope)
        d = d + back if residual else back
        norms.append(math.sqrt(sum(v * v for v in d.ravel())))
    return np.array(norms[::-1])


def degradation_ratio(norms):
    first, *between, last = norms
    if last == 0:
        raise ValueError("nothing can be divided by 0")
    if first == 0:
        return 0
    return math.exp((math.log(first) - math.log(last)) / (len(between) + 1))
