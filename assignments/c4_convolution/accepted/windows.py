# Views of all windows at once, and einsum; the caches hold these windows.

import numpy as np

sliding = np.lib.stride_tricks.sliding_window_view


def conv_output_size(n, f, pad=0, stride=1):
    if n <= 0 or f <= 0 or stride <= 0 or pad < 0:
        raise ValueError("what is counted is positive")
    room = n - f + 2 * pad
    if room < 0:
        raise ValueError("too large")
    return 1 + room // stride


def same_padding(f):
    half, odd = divmod(f, 2)
    if f <= 0 or not odd:
        raise ValueError("odd and positive")
    return half


def zero_pad(X, pad):
    if pad == 0:
        return X
    return np.pad(X, [(0, 0), (pad, pad), (pad, pad), (0, 0)], mode="constant")


def windows(A, f, stride):
    if f > min(A.shape[1:3]):
        raise ValueError("too large")
    return sliding(A, (f, f), axis=(1, 2))[:, ::stride, ::stride]


def spread(parts, shape, stride):
    """What windows (m, n_H, n_W, n_C, f, f) hold, added up in a volume of that shape."""
    _, n_H, n_W, _, f, _ = parts.shape
    found = np.zeros(shape)
    for u in range(f):
        for v in range(f):
            rows = slice(u, u + stride * n_H, stride)
            found[:, rows, v : v + stride * n_W : stride] += parts[..., u, v]
    return found


def conv_single_step(a_slice, W, b):
    return np.einsum("uvk,uvk->", a_slice, W) + b[0, 0, 0]


def conv_forward(A_prev, W, b, hparameters):
    seen = windows(zero_pad(A_prev, hparameters["pad"]), len(W), hparameters["stride"])
    cache = {"seen": seen.copy(), "W": W, "shape": A_prev.shape, **hparameters}
    return np.einsum("ihwkuv,uvkc->ihwc", seen, W) + b, cache


def conv_forward_fast(A_prev, W, b, hparameters):
    seen = windows(zero_pad(A_prev, hparameters["pad"]), len(W), hparameters["stride"])
    return np.tensordot(seen, W, axes=((3, 4, 5), (2, 0, 1))) + b


def conv_backward(dZ, cache):
    m, n_H, n_W, n_C = cache["shape"]
    pad = cache["pad"]
    dW = np.einsum("ihwkuv,ihwc->uvkc", cache["seen"], dZ)
    parts = np.einsum("ihwc,uvkc->ihwkuv", dZ, cache["W"])
    full = spread(parts, (m, n_H + 2 * pad, n_W + 2 * pad, n_C), cache["stride"])
    return full[:, pad : n_H + pad, pad : n_W + pad], dW, dZ.sum((0, 1, 2))[None, None, None]


def pool_forward(A_prev, hparameters, mode="max"):
    seen = windows(A_prev, hparameters["f"], hparameters["stride"])
    if mode == "max":
        A = seen.max(axis=(4, 5))
    elif mode == "average":
        A = seen.mean(axis=(4, 5))
    else:
        raise ValueError("max or average")
    return A, [A_prev.shape, hparameters["stride"], seen == A[..., None, None]]


def pool_backward(dA, cache, mode="max"):
    shape, stride, won = cache
    share = (
        won / won.sum(axis=(4, 5), keepdims=True)
        if mode == "max"
        else np.full(won.shape, 1 / won[0, 0, 0, 0].size)
    )
    return spread(dA[..., None, None] * share, shape, stride)


def cnn_cost_and_grads(X, Y, parameters):
    p = parameters
    m = len(X)
    Z1, convolution = conv_forward(
        X, p["W1"], p["b1"], {"stride": 1, "pad": same_padding(len(p["W1"]))}
    )
    P1, pooling = pool_forward(Z1.clip(min=0), {"f": 2, "stride": 2})
    F = P1.reshape((m, P1[0].size))
    S = np.einsum("id,kd->ik", F, p["W2"]) + p["b2"][:, 0]
    S -= S.max(axis=1)[:, None]
    E = np.exp(S)
    total = E.sum(axis=1)[:, None]
    cost = np.einsum("ik,ik->", Y, np.log(total) - S) / m
    dS = (E / total - Y) / m
    dZ1 = np.where(Z1 >= 0, pool_backward(np.dot(dS, p["W2"]).reshape(P1.shape), pooling), 0)
    _, dW1, db1 = conv_backward(dZ1, convolution)
    dW2 = np.einsum("ik,id->kd", dS, F)
    return cost, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": dS.sum(0)[:, None]}
