# expect: cnn_cost_and_grads loses
"""The gradients of every call come back in the same dict."""

from typing import Any

import numpy as np

G = {}


def conv_output_size(n: int, f: int, pad: int = 0, stride: int = 1) -> int:
    if n < 1 or f < 1 or stride < 1 or pad < 0:
        raise ValueError("n, f and stride are at least 1, and pad at least 0")
    if f > n + 2 * pad:
        raise ValueError(f"a window of {f} does not fit into {n} cells with {pad} zeros around")
    return (n + 2 * pad - f) // stride + 1


def same_padding(f: int) -> int:
    if f < 1 or f % 2 == 0:
        raise ValueError(f"no padding keeps the size with windows of {f}")
    return (f - 1) // 2


def zero_pad(X: np.ndarray, pad: int) -> np.ndarray:
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


def conv_single_step(a_slice: np.ndarray, W: np.ndarray, b: np.ndarray) -> float:
    return float(np.sum(a_slice * W) + b[0, 0, 0])


def conv_forward(
    A_prev: np.ndarray, W: np.ndarray, b: np.ndarray, hparameters: dict[str, int]
) -> tuple[np.ndarray, Any]:
    stride, pad = hparameters["stride"], hparameters["pad"]
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    n_H = conv_output_size(n_H_prev, f, pad, stride)
    n_W = conv_output_size(n_W_prev, f, pad, stride)
    padded = zero_pad(A_prev, pad)
    Z = np.zeros((m, n_H, n_W, n_C))
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                top, left = h * stride, w * stride
                a_slice = padded[i, top : top + f, left : left + f]
                for c in range(n_C):
                    Z[i, h, w, c] = conv_single_step(a_slice, W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)


def conv_forward_fast(
    A_prev: np.ndarray, W: np.ndarray, b: np.ndarray, hparameters: dict[str, int]
) -> np.ndarray:
    stride, pad = hparameters["stride"], hparameters["pad"]
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    n_H = conv_output_size(n_H_prev, f, pad, stride)
    n_W = conv_output_size(n_W_prev, f, pad, stride)
    padded = zero_pad(A_prev, pad)
    Z = np.zeros((m, n_H, n_W, n_C))
    for u in range(f):
        for v in range(f):
            met = padded[:, u : u + stride * n_H : stride, v : v + stride * n_W : stride]
            Z += met @ W[u, v]
    return Z + b


def conv_backward(dZ: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    A_prev, W, _, hparameters = cache
    stride, pad = hparameters["stride"], hparameters["pad"]
    f, (_, n_H_prev, n_W_prev, _) = W.shape[0], A_prev.shape
    _, n_H, n_W, _ = dZ.shape
    padded = zero_pad(A_prev, pad)
    d_padded, dW = np.zeros(padded.shape), np.zeros(W.shape)
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            d = dZ[:, h, w]
            met = padded[:, top : top + f, left : left + f]
            d_padded[:, top : top + f, left : left + f] += np.tensordot(d, W, axes=(1, 3))
            dW += np.tensordot(met, d, axes=(0, 0))
    dA_prev = d_padded[:, pad : pad + n_H_prev, pad : pad + n_W_prev]
    return dA_prev, dW, np.sum(dZ, axis=(0, 1, 2), keepdims=True)


def pool_forward(
    A_prev: np.ndarray, hparameters: dict[str, int], mode: str = "max"
) -> tuple[np.ndarray, Any]:
    if mode not in ("max", "average"):
        raise ValueError(f'mode must be "max" or "average", not {mode!r}')
    f, stride = hparameters["f"], hparameters["stride"]
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    n_H = conv_output_size(n_H_prev, f, 0, stride)
    n_W = conv_output_size(n_W_prev, f, 0, stride)
    A = np.zeros((m, n_H, n_W, n_C))
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            window = A_prev[:, top : top + f, left : left + f]
            if mode == "max":
                A[:, h, w] = np.max(window, axis=(1, 2))
            else:
                A[:, h, w] = np.mean(window, axis=(1, 2))
    return A, (A_prev, hparameters)


def pool_backward(dA: np.ndarray, cache: Any, mode: str = "max") -> np.ndarray:
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    _, n_H, n_W, _ = dA.shape
    dA_prev = np.zeros(A_prev.shape)
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            d = dA[:, h : h + 1, w : w + 1]
            if mode == "max":
                window = A_prev[:, top : top + f, left : left + f]
                share = d * (window == np.max(window, axis=(1, 2), keepdims=True))
            else:
                share = d / f**2
            dA_prev[:, top : top + f, left : left + f] += share
    return dA_prev


def cnn_cost_and_grads(
    X: np.ndarray, Y: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[float, dict[str, np.ndarray]]:
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    m = X.shape[0]
    Z1, conv_cache = conv_forward(X, W1, b1, {"stride": 1, "pad": same_padding(W1.shape[0])})
    P1, pool_cache = pool_forward(np.maximum(0.0, Z1), {"f": 2, "stride": 2})
    flat = P1.reshape(m, -1)
    scores = flat @ W2.T + b2.T
    scores = scores - np.max(scores, axis=1, keepdims=True)
    logs = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    cost = float(-np.sum(Y * logs) / m)
    d_scores = (np.exp(logs) - Y) / m
    dP1 = (d_scores @ W2).reshape(P1.shape)
    dZ1 = pool_backward(dP1, pool_cache) * (Z1 > 0)
    _, dW1, db1 = conv_backward(dZ1, conv_cache)
    db2 = np.sum(d_scores, axis=0, keepdims=True).T
    G.update(dW1=dW1, db1=db1, dW2=d_scores.T @ flat, db2=db2)
    return cost, G
