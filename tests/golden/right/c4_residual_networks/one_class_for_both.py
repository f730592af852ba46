"""A dataclass is the cache; an identity block is a projection block with Ws = 1."""

from dataclasses import dataclass

import numpy as np
from convhelp import conv2d, conv2d_backward, relu


def shortcut_kind(input_shape, filters, stride):
    try:
        _, _, channels = input_shape
    except (TypeError, ValueError):
        raise ValueError("input_shape is (n_H, n_W, n_C)") from None
    if min(filters, stride) < 1:
        raise ValueError("filters and stride are at least 1")
    return "identity" if stride == 1 and filters == channels else "projection"


@dataclass(frozen=True)
class Step:
    """One convolution, with all that it takes to walk back through it."""

    A: np.ndarray
    W: np.ndarray
    stride: int
    pad: int

    def forward(self, b):
        return conv2d(self.A, self.W, b, self.stride, self.pad)

    def backward(self, dZ):
        return conv2d_backward(dZ, self.A, self.W, self.stride, self.pad)


@dataclass(frozen=True)
class Block:
    """A block that has run: three convolutions and the sign of the sum."""

    first: Step
    second: Step
    short: Step
    on: np.ndarray
    projects: bool

    def backward(self, dA):
        dS = dA * self.on
        dA1, dW2, db2 = self.second.backward(dS)
        dX, dW1, db1 = self.first.backward(dA1 * (self.second.A > 0))
        dX_short, dWs, dbs = self.short.backward(dS)
        grads = dict(dW1=dW1, db1=db1, dW2=dW2, db2=db2)
        if self.projects:
            grads.update(dWs=dWs, dbs=dbs)
        return dX + dX_short, grads


def run(X, W1, b1, W2, b2, Ws, bs, stride, projects):
    first = Step(X, W1, stride, W1.shape[0] // 2)
    second = Step(relu(first.forward(b1)), W2, 1, W2.shape[0] // 2)
    short = Step(X, Ws, stride, 0)
    S = second.forward(b2) + short.forward(bs)
    return relu(S), Block(first, second, short, S > 0, projects)


def identity_block_forward(X, parameters):
    one = np.eye(X.shape[3])[np.newaxis, np.newaxis]
    zero = np.zeros((1, 1, 1, X.shape[3]))
    return run(X, **parameters, Ws=one, bs=zero, stride=1, projects=False)


def identity_block_backward(dA, cache):
    return cache.backward(dA)


def projection_block_forward(X, parameters, stride):
    return run(X, **parameters, stride=stride, projects=True)


def projection_block_backward(dA, cache):
    return cache.backward(dA)


def resnet_forward(X, blocks):
    A, caches = X, []
    for block in blocks:
        parameters, stride = block["parameters"], block["stride"]
        if shortcut_kind(A.shape[1:], parameters["W2"].shape[3], stride) == "identity":
            A, cache = identity_block_forward(A, parameters)
        else:
            A, cache = projection_block_forward(A, parameters, stride)
        caches += [cache]
    return A, caches


def resnet_backward(dA, caches):
    dX, grads = dA, []
    for cache in reversed(caches):
        dX, one = cache.backward(dX)
        grads.insert(0, one)
    return dX, grads


def depth_gradient_norms(x, d_out, weights, residual):
    skip = 1.0 if residual else 0.0
    hs = [x]
    for W in weights:
        hs.append(skip * hs[-1] + np.tanh(W @ hs[-1]))
    ds = [d_out]
    for W, h in zip(reversed(weights), reversed(hs[:-1]), strict=True):
        ds.append(skip * ds[-1] + W.T @ (ds[-1] / np.cosh(W @ h) ** 2))
    return np.sqrt(np.einsum("lij,lij->l", ds[::-1], ds[::-1]))


def degradation_ratio(norms):
    norms = np.asarray(norms, dtype=float)
    if norms[-1] == 0:
        raise ValueError("the last norm is 0")
    return (norms[0] / norms[-1]) ** (1 / (norms.size - 1))
