"""Attention from softmax to many heads, forward and backward, in NumPy.

Positions are rows here, and examples come first:

    Q  (..., Lq, d_k)     a row of numbers for each query
    K  (..., Lk, d_k)     a row for each key
    V  (..., Lk, d_v)     a row for each value; the j-th key belongs to the j-th value
    weights (..., Lq, Lk) what query i takes of value j; each row sums to 1

Masks are boolean and broadcast to the scores: True means that the query may attend to the key.

Attention with several heads has the `parameters` "Wq" (d_q, d), "Wk" and "Wv" (d_kv, d),
"Wo" (d, d_o) and the biases "bq", "bk", "bv" (d,), "bo" (d_o,): a row x becomes x·W + b.
"""

from collections.abc import Sequence

import numpy as np


def masked_softmax(scores: np.ndarray, mask: np.ndarray | None = None) -> np.ndarray:
    """Return the softmax of scores (..., n) over the last axis, among the allowed entries.

    mask is boolean and broadcasts to the shape of scores; None allows everything. An entry that
    is not allowed gets exactly 0, and a row without any allowed entry is all zeros. Neither an
    empty row nor large scores make NumPy warn. scores and mask stay as they are.
    """
    raise NotImplementedError


def padding_mask(lengths: Sequence[int] | np.ndarray, seq_len: int) -> np.ndarray:
    """Return a boolean mask (batch, 1, seq_len): True at the positions below each length.

    lengths holds a whole number ≥ 0 for each sequence of the batch, as a list or an array. A
    length of seq_len or more allows all positions.
    """
    raise NotImplementedError


def causal_mask(seq_len: int) -> np.ndarray:
    """Return a boolean mask (seq_len, seq_len): [i, j] is True where j ≤ i."""
    raise NotImplementedError


def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, mask: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return (output, weights): weights = softmax(Q·Kᵀ/√d_k) over the keys, output = weights·V.

    Q (..., Lq, d_k), K (..., Lk, d_k), V (..., Lk, d_v) with the same leading axes, none or
    several; mask broadcasts to (..., Lq, Lk). weights (..., Lq, Lk), output (..., Lq, d_v).
    A query that may attend to nothing gets zeros in both. All arguments stay as they are. Uses
    masked_softmax.
    """
    raise NotImplementedError


def softmax_backward(d_weights: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the derivatives in the scores, given those in the weights, over the last axis.

    weights (..., n) came out of masked_softmax, and d_weights has their shape. A weight of 0
    gets 0. Both stay as they are.
    """
    raise NotImplementedError


def attention_backward(
    d_output: np.ndarray,
    Q: np.ndarray,
    K: np.ndarray,
    V: np.ndarray,
    mask: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (dQ, dK, dV): the derivatives of a cost, given those in the output (..., Lq, d_v).

    The other arguments are those of scaled_dot_product_attention, and the results have the
    shapes of Q, K and V. All arguments stay as they are. Uses scaled_dot_product_attention and
    softmax_backward.
    """
    raise NotImplementedError


def split_heads(X: np.ndarray, num_heads: int) -> np.ndarray:
    """Return X (batch, seq, d) as heads (batch, num_heads, seq, d/num_heads).

    Head k has the features k·d/num_heads to (k + 1)·d/num_heads − 1. Raises ValueError where
    num_heads does not divide d. X stays as it is.
    """
    raise NotImplementedError


def merge_heads(X: np.ndarray) -> np.ndarray:
    """Return heads X (batch, h, seq, d_h) side by side (batch, seq, h·d_h): split_heads undone.

    X stays as it is.
    """
    raise NotImplementedError


def multi_head_attention(
    X_q: np.ndarray,
    X_kv: np.ndarray,
    parameters: dict[str, np.ndarray],
    num_heads: int,
    mask: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return (output, weights) of attention with num_heads heads.

    X_q (batch, Lq, d_q) asks, X_kv (batch, Lk, d_kv) answers: Q = X_q·Wq + bq, K = X_kv·Wk + bk,
    V = X_kv·Wv + bv. Each head attends by itself with its block of features; the heads' outputs,
    side by side, times Wo plus bo are output (batch, Lq, d_o). weights is
    (batch, num_heads, Lq, Lk). mask is (Lq, Lk), (batch, 1, Lk) or (batch, Lq, Lk), the same for
    all heads, or None. All arguments stay as they are. Uses split_heads,
    scaled_dot_product_attention and merge_heads.
    """
    raise NotImplementedError


def multi_head_attention_backward(
    d_output: np.ndarray,
    X_q: np.ndarray,
    X_kv: np.ndarray,
    parameters: dict[str, np.ndarray],
    num_heads: int,
    mask: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Return (dX_q, dX_kv, grads): the derivatives of a cost, given those in the output.

    d_output is (batch, Lq, d_o), and the other arguments are those of multi_head_attention.
    grads holds "dWq", "dbq", "dWk", "dbk", "dWv", "dbv", "dWo" and "dbo", each of its
    parameter's shape. For self-attention, where X_q and X_kv are one array, the caller adds dX_q
    and dX_kv. All arguments stay as they are. Uses split_heads, scaled_dot_product_attention,
    attention_backward and merge_heads.
    """
    raise NotImplementedError


def additive_attention(
    s_prev: np.ndarray, A: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return (context, weights): what a decoder takes from the states of an encoder.

    A (batch, T, d_a) holds the encoder's states, s_prev (batch, d_s) the decoder's. Each example
    has the energies e_t = v·tanh(A_t·Wa + s_prev·Ws + b), weights (batch, T) is their softmax
    over t, and context (batch, d_a) the sum of weight times A_t. `parameters` has "Wa" (d_a, k),
    "Ws" (d_s, k), "b" (k,) and "v" (k,). All arguments stay as they are. Uses masked_softmax.
    """
    raise NotImplementedError
