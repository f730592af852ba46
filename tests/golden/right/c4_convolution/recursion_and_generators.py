"""Recursion, generators of windows, dicts of entries, and objects as caches."""
import copy
import itertools
import math
from collections import namedtuple
from dataclasses import dataclass

import numpy as np

Window = namedtuple("Window", "h w rows cols")


def conv_output_size(n, f, pad=0, stride=1):
    def count(left):
        return 0 if left < f else 1 + count(left - stride)

    if n <= 0 or f <= 0 or stride <= 0 or pad <= -1:
        raise ValueError("sizes")
    if (windows := count(int(n + 2 * pad))) == 0:
        raise ValueError("too big")
    return np.int64(windows)


def same_padding(f):
    if f < 1:
        raise ValueError("small")
    for p in range(f):
        if 2 * p + 1 == f:
            return p
    raise ValueError("even")


def zero_pad(X, pad):
    for axis in (1, 2):
        shape = list(X.shape)
        shape[axis] = pad
        border = np.zeros(shape)
        X = np.concatenate([border, X, border], axis=axis)
    return X


def conv_single_step(a_slice, W, b):
    return np.array([math.fsum(x * y for x, y in zip(a_slice.flat, W.flat)) + b.item()])


def windows(n_H, n_W, f, p, s):
    for h in range(conv_output_size(n_H, f, p, s)):
        for w in range(conv_output_size(n_W, f, p, s)):
            yield Window(h, w, slice(h * s, h * s + f), slice(w * s, w * s + f))


@dataclass
class ConvCache:
    padded: np.ndarray
    W: np.ndarray
    shape: tuple
    stride: int
    pad: int


def conv_forward(A_prev, W, b, hparameters):
    s, p = hparameters["stride"], hparameters["pad"]
    m, n_H, n_W, _ = A_prev.shape
    P = zero_pad(A_prev, p)
    Z = {}
    for win in windows(n_H, n_W, W.shape[0], p, s):
        for i, c in itertools.product(range(m), range(W.shape[3])):
            Z[i, win.h, win.w, c] = conv_single_step(P[i, win.rows, win.cols], W[..., c], b[..., c]).item()
    shape = tuple(k + 1 for k in max(Z))
    return np.array([Z[k] for k in np.ndindex(*shape)]).reshape(shape), ConvCache(P, W.copy(), A_prev.shape, s, p)


def conv_forward_fast(A_prev, W, b, hparameters):
    s, p, f = hparameters["stride"], hparameters["pad"], W.shape[0]
    # conv_output_size goes on by recursion, which would count here.
    nh, nw = ((n + 2 * p - f) // s + 1 for n in A_prev.shape[1:3])
    if nh < 1 or nw < 1:
        raise ValueError("too big")
    P = np.pad(A_prev, ((0, 0), (p, p), (p, p), (0, 0)))
    r = s * np.arange(nh)[:, None, None, None] + np.arange(f)[:, None]
    q = s * np.arange(nw)[:, None, None] + np.arange(f)
    cols = P[:, r, q]
    return cols.reshape(len(P), nh, nw, -1) @ W.reshape(-1, W.shape[3]) + b.reshape(-1)


def conv_backward(dZ, cache):
    f = cache.W.shape[0]
    dP, dW = np.zeros(cache.padded.shape), np.zeros(cache.W.shape)
    for win in windows(cache.shape[1], cache.shape[2], f, cache.pad, cache.stride):
        g = dZ[:, win.h, win.w]
        dP[:, win.rows, win.cols] += np.einsum("ic,uvkc->iuvk", g, cache.W)
        dW += np.einsum("ic,iuvk->uvkc", g, cache.padded[:, win.rows, win.cols])
    rows, columns = (slice(cache.pad, n - cache.pad) for n in dP.shape[1:3])
    return dP[:, rows, columns], dW, np.sum(dZ, (0, 1, 2)).reshape(1, 1, 1, -1)


class PoolCache:
    def __init__(self, shape, f, s, winners):
        self.shape, self.f, self.s, self.winners = shape, f, s, winners


def pool_forward(A_prev, hparameters, mode="max"):
    if mode != "max" and mode != "average":
        raise ValueError("unknown mode")
    f, s = hparameters["f"], hparameters["stride"]
    m, n_H, n_W, C = A_prev.shape
    A = np.zeros((m, conv_output_size(n_H, f, 0, s), conv_output_size(n_W, f, 0, s), C))
    winners = {}
    for win in windows(n_H, n_W, f, 0, s):
        for i in range(m):
            for c in range(C):
                cells = [(A_prev[i, r, q, c], r, q) for r in range(win.rows.start, win.rows.stop) for q in range(win.cols.start, win.cols.stop)]
                if mode == "max":
                    value, r, q = max(cells)
                    winners[i, win.h, win.w, c] = (r, q)
                else:
                    value = sum(x for x, *_ in cells) / len(cells)
                A[i, win.h, win.w, c] = value
    return A, PoolCache(A_prev.shape, f, s, winners)


def pool_backward(dA, cache, mode="max"):
    d = np.zeros(cache.shape)
    for win in windows(cache.shape[1], cache.shape[2], cache.f, 0, cache.s):
        for i in range(len(dA)):
            for c in range(dA.shape[3]):
                g = dA[i, win.h, win.w, c]
                if mode == "max":
                    r, q = cache.winners[i, win.h, win.w, c]
                    d[i, r, q, c] += g
                else:
                    d[i, win.rows, win.cols, c] += g / cache.f ** 2
    return d


def cnn_cost_and_grads(X, Y, parameters):
    P = copy.deepcopy(parameters)
    costs, grads = [], None
    for x, y in zip(X, Y):
        Z, c1 = conv_forward(x[None], P["W1"], P["b1"], {"stride": 1, "pad": same_padding(P["W1"].shape[0])})
        pooled, c2 = pool_forward(Z * (Z > 0), {"f": 2, "stride": 2})
        F = pooled.ravel()
        s = P["W2"] @ F + P["b2"][:, 0]
        s = s - max(s)
        e = np.exp(s)
        p = e / e.sum()
        costs.append(float(np.log(e.sum()) - s @ y))
        ds = (p - y) / len(X)
        _, dW1, db1 = conv_backward(pool_backward((P["W2"].T @ ds).reshape(pooled.shape), c2) * (Z > 0), c1)
        new = {"dW1": dW1, "db1": db1, "dW2": np.outer(ds, F), "db2": ds[:, None]}
        grads = new if grads is None else {k: grads[k] + new[k] for k in new}
    return sum(costs) / len(costs), grads
