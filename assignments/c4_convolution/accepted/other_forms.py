# Lists for tuples, 0-d arrays for numbers, results that are views; recursion over the channels.

import functools

import numpy as np


def conv_output_size(n, f, pad=0, stride=1):
    n, f, pad, stride = map(int, (n, f, pad, stride))
    if n < 1 or f < 1 or pad < 0 or stride < 1:
        raise ValueError
    if n + 2 * pad < f:
        raise ValueError
    return np.asarray((n + 2 * pad - f + stride) // stride)


def same_padding(f):
    if f < 1 or (f - 1) / 2 != (f - 1) // 2:
        raise ValueError
    return np.int32(f // 2)


def zero_pad(X, pad):
    big = np.zeros(tuple(np.add(X.shape, (0, 2 * pad, 2 * pad, 0))))
    np.copyto(big[:, pad : big.shape[1] - pad, pad : big.shape[2] - pad], X)
    return big


def conv_single_step(a_slice, W, b):
    return np.array(np.vdot(a_slice, W) + np.sum(b))


def with_windows(A, f, stride):
    conv_output_size(A.shape[1], f, 0, stride), conv_output_size(A.shape[2], f, 0, stride)
    seen = np.lib.stride_tricks.sliding_window_view(A, (1, f, f, A.shape[3]))
    return seen[:, ::stride, ::stride, 0, 0]


def conv_forward(A_prev, W, b, hparameters):
    if A_prev.shape[3] == 1:
        pad, stride = hparameters["pad"], hparameters["stride"]
        seen = with_windows(zero_pad(A_prev, pad), W.shape[0], stride)
        Z = np.einsum("ihwuvk,uvkc->ihwc", seen, W) + b
    else:
        # The first channel, and the rest of them.
        first, _ = conv_forward(A_prev[..., :1], W[:, :, :1], b, hparameters)
        rest, _ = conv_forward(A_prev[..., 1:], W[:, :, 1:], np.zeros_like(b), hparameters)
        Z = first + rest
    return [Z, [A_prev, W, b, hparameters]]


def conv_forward_fast(A_prev, W, b, hparameters):
    seen = with_windows(zero_pad(A_prev, hparameters["pad"]), W.shape[0], hparameters["stride"])
    return np.matmul(seen.reshape(*seen.shape[:3], -1), W.reshape(-1, W.shape[3])) + b


def conv_backward(dZ, cache):
    A_prev, W, b, hparameters = cache
    pad, stride, f = hparameters["pad"], hparameters["stride"], W.shape[0]
    seen = with_windows(zero_pad(A_prev, pad), f, stride)
    dW = np.einsum("ihwuvk,ihwc->uvkc", seen, dZ)
    big = zero_pad(np.zeros(A_prev.shape), pad)
    for h, w in np.ndindex(dZ.shape[1:3]):
        part = np.einsum("ic,uvkc->iuvk", dZ[:, h, w], W)
        big[:, h * stride : h * stride + f, w * stride : w * stride + f] += part
    inside = big[:, pad : big.shape[1] - pad, pad : big.shape[2] - pad]
    return [
        inside,
        dW,
        functools.reduce(np.add, [d for one in dZ for row in one for d in row]).reshape(b.shape),
    ]


def pool_forward(A_prev, hparameters, mode="max"):
    if mode not in ("max", "average"):
        raise ValueError
    seen = with_windows(A_prev, hparameters["f"], hparameters["stride"])
    A = (
        np.maximum.reduce(seen, axis=(3, 4))
        if mode == "max"
        else seen.sum((3, 4)) / hparameters["f"] ** 2
    )
    return [A, [A_prev, hparameters]]


def pool_backward(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    found = np.zeros_like(A_prev)
    for i, h, w, c in np.ndindex(dA.shape):
        there = found[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
        if mode == "average":
            there += dA[i, h, w, c] / there.size
        else:
            window = A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
            # The last of several largest ones.
            there[np.unravel_index(f * f - 1 - np.argmax(window.ravel()[::-1]), (f, f))] += dA[
                i, h, w, c
            ]
    return found


def softmax(row):
    e = np.exp(row - np.max(row))
    return e / np.sum(e)


def cnn_cost_and_grads(X, Y, parameters):
    W1, b1, W2, b2 = (np.array(parameters[k]) for k in ["W1", "b1", "W2", "b2"])
    m = X.shape[0]
    Z1, conv = conv_forward(X, W1, b1, {"stride": 1, "pad": int(same_padding(W1.shape[0]))})
    A1 = np.where(Z1 > 0, Z1, 0.0)
    P1, pool = pool_forward(A1, {"f": 2, "stride": 2})
    F = np.array([volume.ravel() for volume in P1])
    S = np.array([W2 @ row + b2[:, 0] for row in F])
    P = np.apply_along_axis(softmax, 1, S)
    right = np.argmax(Y, axis=1)
    cost = np.mean([-np.log(np.clip(P[i, right[i]], 1e-9, None)) for i in range(m)])
    dS = (P - Y) / m
    dP1 = np.array([(W2.T @ row).reshape(P1.shape[1:]) for row in dS])
    dA1 = pool_backward(dP1, pool)
    dA1[np.logical_not(Z1 > 0)] = 0
    _, dW1, db1 = conv_backward(dA1, conv)
    dW2 = sum(np.outer(d, row) for d, row in zip(dS, F, strict=True))
    return np.array(cost), {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": sum(dS)[:, None]}
