"""Convolutions, forward and backward, and the features that fixed filters find in an image.

Given code: import what you need, and leave it as it is. Volumes are (m, n_H, n_W, n_C), filters
(f, f, n_C_prev, n_C) and biases (1, 1, 1, n_C), as in your convolution by hand; nothing that is
passed in changes. A window starts at every `stride`-th row and column of the padded volume.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def relu(Z: Array) -> Array:
    """Return the larger of 0 and z for each z of Z."""
    return np.maximum(0.0, Z)


def conv2d(A: Array, W: Array, b: Array, stride: int = 1, pad: int = 0) -> Array:
    """Return Z (m, n_H', n_W', n_C), the convolution of A (m, n_H, n_W, n_C_prev) with W, plus b.

    n_H' = ⌊(n_H + 2 pad − f) / stride⌋ + 1, and n_W' likewise. The filter is not flipped.
    """
    Z: Array = np.einsum("mhwcuv,uvck->mhwk", _windows(A, W.shape[0], stride, pad), W) + b
    return Z


def conv_same(A: Array, W: Array, b: Array) -> Array:
    """Return `conv2d` at a stride of 1 that keeps rows and columns: f must be odd."""
    return conv2d(A, W, b, 1, (W.shape[0] - 1) // 2)


def conv2d_backward(
    dZ: Array, A: Array, W: Array, stride: int = 1, pad: int = 0
) -> tuple[Array, Array, Array]:
    """Return (dA, dW, db), the gradients of sum(dZ · conv2d(A, W, b, stride, pad))."""
    f, (rows, columns) = W.shape[0], dZ.shape[1:3]
    dW = np.einsum("mhwcuv,mhwk->uvck", _windows(A, f, stride, pad), dZ)
    dA = np.zeros_like(_padded(A, pad))
    for u in range(f):
        for v in range(f):
            met = (
                slice(None),
                slice(u, u + stride * (rows - 1) + 1, stride),
                slice(v, v + stride * (columns - 1) + 1, stride),
            )
            dA[met] += dZ @ W[u, v].T
    inside = dA[:, pad : pad + A.shape[1], pad : pad + A.shape[2]]
    return inside.copy(), dW, dZ.sum(axis=(0, 1, 2), keepdims=True)


def extract(image: Array, filters: Sequence[Array]) -> tuple[list[Array], list[Array]]:
    """Return what each layer of filters makes of the image (n_H, n_W, C), and a cache.

    Layer l is tanh of `conv_same` with filters[l] (f, f, n_C_prev, n_C), f odd, and no bias; its
    activations are (n_H, n_W, n_C). The cache serves `extract_backward`.
    """
    activations = [image]
    for W in filters:
        Z = conv_same(activations[-1][np.newaxis], W, np.zeros((1, 1, 1, W.shape[3])))
        activations.append(np.tanh(Z[0]))
    return activations[1:], [*filters, *activations]


def extract_backward(d_acts: Sequence[Array], cache: Sequence[Array]) -> Array:
    """Return the gradient for the image, given one for the activations of each layer.

    d_acts[l] has the shape of layer l's activations, and holds what the cost asks of them
    directly: what later layers pass back is added here.
    """
    layers = len(cache) // 2
    filters, activations = cache[:layers], cache[layers:]
    d = np.zeros_like(activations[-1])
    for layer in range(layers, 0, -1):
        dZ = (d + d_acts[layer - 1]) * (1 - activations[layer] ** 2)
        W = filters[layer - 1]
        before = activations[layer - 1][np.newaxis]
        d = conv2d_backward(dZ[np.newaxis], before, W, 1, (W.shape[0] - 1) // 2)[0][0]
    return d


def _padded(A: Array, pad: int) -> Array:
    """A with `pad` rows and columns of zeros on each side."""
    return np.pad(A, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


def _windows(A: Array, f: int, stride: int, pad: int) -> Array:
    """The windows that filters meet, a view (m, n_H', n_W', n_C, f, f)."""
    found = np.lib.stride_tricks.sliding_window_view(_padded(A, pad), (f, f), axis=(1, 2))
    return found[:, ::stride, ::stride]
