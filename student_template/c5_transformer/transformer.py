"""The blocks of a transformer, forward and backward, and the model that they make, in NumPy.

Positions are rows, and examples come first:

    x, y      (batch, seq, d)      a row of d features for each position
    memory    (batch, L_s, d_m)    what a decoder looks back at: the rows of an encoder
    tokens    (batch, seq)         whole numbers, rows of a table E (vocabulary, d)

Masks are boolean and True means that a position may attend. Each sublayer stands in a residual
connection and is normalised AFTER it: LayerNorm(x + sublayer(x)).

`parameters` of a block are a dict of dicts and arrays: "attention" (in a decoder "self_attention"
and "cross_attention") holds "Wq", "bq", "Wk", "bk", "Wv", "bv", "Wo", "bo"; "ffn" holds "W1"
(d, d_ff), "b1" (d_ff,), "W2" (d_ff, d), "b2" (d,); "gamma1", "beta1", "gamma2", … are (d,).
Attention is given: attnhelp.py says what it does. A cache holds whatever your backward function
needs.
"""

from typing import Any

import numpy as np
from attnhelp import causal_mask, mha, mha_backward


def positional_encoding(seq_len: int, d: int) -> np.ndarray:
    """Return (seq_len, d): a row of sines and cosines for each of the positions 0, 1, ….

    Entry [p, 2k] is sin(p / 10000^(2k/d)), and [p, 2k + 1] the cosine of the same angle. Raises
    ValueError where d is odd.
    """
    raise NotImplementedError


def embed_tokens(tokens: np.ndarray, E: np.ndarray) -> np.ndarray:
    """Return (batch, seq, d): the rows of E (vocabulary, d), times √d, plus the encoding.

    tokens (batch, seq) holds whole numbers below the vocabulary's size; d is even. Both stay as
    they are. Uses positional_encoding.
    """
    raise NotImplementedError


def layer_norm_forward(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, Any]:
    """Return (y, cache): y = gamma·(x − μ)/√(v + eps) + beta for each row of x (..., d).

    The mean μ and the variance v, a mean of d squares, are those of the row: over the last axis.
    gamma and beta are (d,). cache is whatever layer_norm_backward needs. All arguments stay as
    they are.
    """
    raise NotImplementedError


def layer_norm_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (dx, dgamma, dbeta): the derivatives of a cost, given those in y.

    dy and dx have the shape of x (..., d), dgamma and dbeta are (d,): sums over all rows. cache
    is what your layer_norm_forward made. dy stays as it is.
    """
    raise NotImplementedError


def feed_forward(x: np.ndarray, parameters: dict[str, np.ndarray]) -> tuple[np.ndarray, Any]:
    """Return (y, cache): y = relu(x·W1 + b1)·W2 + b2, the same for each position.

    x and y are (batch, seq, d); `parameters` has "W1" (d, d_ff), "b1" (d_ff,), "W2" (d_ff, d) and
    "b2" (d,). cache is whatever feed_forward_backward needs. x and parameters stay as they are.
    """
    raise NotImplementedError


def feed_forward_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return (dx, grads): the derivatives of a cost, given those in y (batch, seq, d).

    grads holds "dW1", "db1", "dW2" and "db2", each of its parameter's shape: sums over all
    positions of all examples. cache is what your feed_forward made. dy stays as it is.
    """
    raise NotImplementedError


def encoder_block(
    x: np.ndarray, parameters: dict[str, Any], num_heads: int, mask: np.ndarray | None = None
) -> tuple[np.ndarray, Any]:
    """Return (y, cache): u = LN1(x + attention(x, x)), y = LN2(u + ffn(u)).

    x and y are (batch, seq, d). LN1 has "gamma1" and "beta1", LN2 "gamma2" and "beta2", both the
    default eps. mask is (seq, seq), (batch, 1, seq) or (batch, seq, seq), or None. cache is
    whatever encoder_block_backward needs. All arguments stay as they are. Uses
    layer_norm_forward and feed_forward, and the given mha.
    """
    raise NotImplementedError


def encoder_block_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, dict[str, Any]]:
    """Return (dx, grads): the derivatives of a cost, given those in y (batch, seq, d).

    grads holds "attention", a dict with "dWq", "dbq", …, "dWo", "dbo"; "ffn", a dict with "dW1",
    "db1", "dW2", "db2"; and "dgamma1", "dbeta1", "dgamma2", "dbeta2". cache is what your
    encoder_block made. dy stays as it is. Uses layer_norm_backward and feed_forward_backward,
    and the given mha_backward.
    """
    raise NotImplementedError


def decoder_block(
    x: np.ndarray,
    memory: np.ndarray,
    parameters: dict[str, Any],
    num_heads: int,
    memory_mask: np.ndarray | None = None,
) -> np.ndarray:
    """Return y (batch, L_t, d) for x (batch, L_t, d) and memory (batch, L_s, d_m).

    u = LN1(x + causal self-attention of x), v = LN2(u + attention of u to memory),
    y = LN3(v + ffn(v)); each LN has its own gamma and beta, and the default eps. memory_mask is
    (L_t, L_s), (batch, 1, L_s) or (batch, L_t, L_s), or None. All arguments stay as they are.
    Uses layer_norm_forward and feed_forward, and the given mha and causal_mask.
    """
    raise NotImplementedError


def transformer_forward(
    source: np.ndarray,
    target: np.ndarray,
    parameters: dict[str, Any],
    num_heads: int,
    source_mask: np.ndarray | None = None,
) -> np.ndarray:
    """Return logits (batch, L_t, V_t) for tokens source (batch, L_s) and target (batch, L_t).

    `parameters` has the tables "E_source" (V_s, d) and "E_target" (V_t, d); the lists "encoder"
    and "decoder", with the parameters of a block in each entry; "W_out" (d, V_t) and "b_out"
    (V_t,). source_mask is (batch, 1, L_s), or None. Every decoder block sees what the last
    encoder block gives. All arguments stay as they are. Uses embed_tokens, encoder_block and
    decoder_block.
    """
    raise NotImplementedError


def transformer_parameter_count(
    vocab: int, d: int, d_ff: int, n_encoder: int, n_decoder: int
) -> int:
    """Return how many numbers `parameters` of transformer_forward holds.

    Source and target have a vocabulary of vocab tokens each, all features are d wide, and the
    feed-forward networks have d_ff hidden units.
    """
    raise NotImplementedError
