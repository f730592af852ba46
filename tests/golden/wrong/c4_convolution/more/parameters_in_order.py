# expect: cnn_cost_and_grads loses
"""Takes the four parameters in the order of the dict."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[np.float64]


class ConvCache(NamedTuple):
    padded: Array
    W: Array
    stride: int
    pad: int


class PoolCache(NamedTuple):
    A_prev: Array
    A: Array
    f: int
    stride: int


def conv_output_size(n: int, f: int, pad: int = 0, stride: int = 1) -> int:
    if n < 1:
        raise ValueError("empty side")
    if f < 1:
        raise ValueError("empty window")
    if stride < 1 or pad < 0:
        raise ValueError("stride is at least 1, pad at least 0")
    steps = (n + 2 * pad - f) // stride
    if n + 2 * pad < f:
        raise ValueError("window larger than the padded side")
    return steps + 1


def same_padding(f: int) -> int:
    if f < 1 or not f % 2:
        raise ValueError("odd windows only")
    return (f - 1) // 2


def zero_pad(X: Array, pad: int) -> Array:
    assert X.ndim == 4
    return np.pad(X, ((0,), (pad,), (pad,), (0,)))


def conv_single_step(a_slice: Array, W: Array, b: Array) -> float:
    assert a_slice.shape == W.shape
    return float(np.einsum("ijk,ijk", a_slice, W)) + float(b[0, 0, 0])


def _windows(A: Array, f: int, stride: int) -> Array:
    """(m, n_H, n_W, n_C, f, f), read-only."""
    return sliding_window_view(A, (f, f), axis=(1, 2))[:, ::stride, ::stride]


def conv_forward(A_prev: Array, W: Array, b: Array, hparameters: dict[str, int]) -> tuple[Array, ConvCache]:
    f, f_too, n_C_prev, n_C = W.shape
    assert f == f_too
    assert b.shape == (1, 1, 1, n_C)
    assert A_prev.shape[3] == n_C_prev
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H, n_W = (conv_output_size(n, f, pad, stride) for n in A_prev.shape[1:3])
    padded = zero_pad(A_prev, pad)
    Z = np.einsum("mhwkij,ijkc->mhwc", _windows(padded, f, stride), W, optimize=True) + b
    assert Z.shape == (A_prev.shape[0], n_H, n_W, n_C)
    return Z, ConvCache(padded, W, stride, pad)


def conv_forward_fast(A_prev: Array, W: Array, b: Array, hparameters: dict[str, int]) -> Array:
    return conv_forward(A_prev, W, b, hparameters)[0]


def conv_backward(dZ: Array, cache: ConvCache) -> tuple[Array, Array, Array]:
    f = cache.W.shape[0]
    dW = np.einsum("mhwkij,mhwc->ijkc", _windows(cache.padded, f, cache.stride), dZ)
    d_padded = np.zeros_like(cache.padded)
    for h in range(dZ.shape[1]):
        for w in range(dZ.shape[2]):
            rows = slice(h * cache.stride, h * cache.stride + f)
            columns = slice(w * cache.stride, w * cache.stride + f)
            d_padded[:, rows, columns, :] += np.einsum("mc,ijkc->mijk", dZ[:, h, w, :], cache.W)
    m, n_H, n_W, n_C_prev = cache.padded.shape
    dA_prev = d_padded[:, cache.pad : n_H - cache.pad, cache.pad : n_W - cache.pad, :]
    return dA_prev, dW, dZ.sum(axis=(0, 1, 2), keepdims=True)


def pool_forward(A_prev: Array, hparameters: dict[str, int], mode: str = "max") -> tuple[Array, PoolCache]:
    f, stride = hparameters["f"], hparameters["stride"]
    for side in A_prev.shape[1:3]:
        conv_output_size(side, f, 0, stride)
    match mode:
        case "max":
            A = _windows(A_prev, f, stride).max(axis=(-2, -1))
        case "average":
            A = _windows(A_prev, f, stride).mean(axis=(-2, -1))
        case _:
            raise ValueError(f"mode: {mode!r}")
    return A, PoolCache(A_prev, A, f, stride)


def pool_backward(dA: Array, cache: PoolCache, mode: str = "max") -> Array:
    dA_prev = np.zeros_like(cache.A_prev)
    for h in range(dA.shape[1]):
        for w in range(dA.shape[2]):
            rows = slice(h * cache.stride, h * cache.stride + cache.f)
            columns = slice(w * cache.stride, w * cache.stride + cache.f)
            g = dA[:, h, w, :][:, None, None, :]
            if mode == "max":
                g = np.where(cache.A_prev[:, rows, columns] == cache.A[:, h, w][:, None, None], g, 0.0)
            else:
                g = g / cache.f**2
            dA_prev[:, rows, columns] += g
    return dA_prev


def cnn_cost_and_grads(X: Array, Y: Array, parameters: dict[str, Array]) -> tuple[float, dict[str, Array]]:
    W1, b1, W2, b2 = parameters.values()
    m, C = Y.shape
    Z1, conv_cache = conv_forward(X, W1, b1, {"stride": 1, "pad": same_padding(W1.shape[0])})
    assert Z1.shape[:3] == X.shape[:3]
    P1, pool_cache = pool_forward(np.clip(Z1, 0.0, None), {"f": 2, "stride": 2})
    F = np.reshape(P1, (m, -1))
    S = F @ W2.T + b2.T
    assert S.shape == (m, C)
    log_norm = np.logaddexp.reduce(S, axis=1, keepdims=True)
    cost = float(np.mean(np.sum(Y * (log_norm - S), axis=1)))
    dS = (np.exp(S - log_norm) - Y) / m
    dP1 = (dS @ W2).reshape(P1.shape)
    dZ1 = pool_backward(dP1, pool_cache) * np.where(Z1 > 0, 1.0, 0.0)
    _, dW1, db1 = conv_backward(dZ1, conv_cache)
    return cost, {"dW1": dW1, "db1": db1, "dW2": dS.T @ F, "db2": dS.sum(axis=0)[:, np.newaxis]}
