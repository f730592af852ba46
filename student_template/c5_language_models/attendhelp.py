"""Attention of one head, forward and backward, as you have written it before.

Given code: import what you need, and leave it as it is. Positions are rows: queries and keys are
(..., L, k), values (..., L, d), with the same leading axes. A mask is boolean, True where a query
may attend to a key; it broadcasts to (..., L, L) and leaves each query at least one key. Nothing
that is passed in changes.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def attention(
    queries: Array, keys: Array, values: Array, mask: Mask | None = None
) -> tuple[Array, Array]:
    """Return (output, weights): weights (..., L, L) = softmax(queries·keysᵀ/√k) over the keys.

    output (..., L, d) = weights·values. A masked key has the weight 0.
    """
    scores = queries @ np.swapaxes(keys, -1, -2) / np.sqrt(keys.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights: Array = e / e.sum(axis=-1, keepdims=True)
    return weights @ values, weights


def attention_backward(
    d_output: Array, queries: Array, keys: Array, values: Array, mask: Mask | None = None
) -> tuple[Array, Array, Array]:
    """Return (d_queries, d_keys, d_values), given the derivatives in the output (..., L, d).

    The other arguments are those of `attention`.
    """
    _, weights = attention(queries, keys, values, mask)
    d_weights = d_output @ np.swapaxes(values, -1, -2)
    mean = np.sum(d_weights * weights, axis=-1, keepdims=True)
    d_scores = weights * (d_weights - mean) / np.sqrt(keys.shape[-1])
    d_keys = np.swapaxes(d_scores, -1, -2) @ queries
    return d_scores @ keys, d_keys, np.swapaxes(weights, -1, -2) @ d_output
