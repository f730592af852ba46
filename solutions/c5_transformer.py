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
    # BEGIN SOLUTION
    if d % 2:
        raise ValueError(f"features come in pairs of sine and cosine: d must be even, not {d}")
    angle = np.arange(seq_len)[:, np.newaxis] / 10000 ** (2 * np.arange(d // 2) / d)
    return np.stack([np.sin(angle), np.cos(angle)], axis=-1).reshape(seq_len, d)
    # END SOLUTION


def embed_tokens(tokens: np.ndarray, E: np.ndarray) -> np.ndarray:
    """Return (batch, seq, d): the rows of E (vocabulary, d), times √d, plus the encoding.

    tokens (batch, seq) holds whole numbers below the vocabulary's size; d is even. Both stay as
    they are. Uses positional_encoding.
    """
    # BEGIN SOLUTION
    seq, d = tokens.shape[1], E.shape[1]
    return E[tokens] * np.sqrt(d) + positional_encoding(seq, d)
    # END SOLUTION


def layer_norm_forward(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, Any]:
    """Return (y, cache): y = gamma·(x − μ)/√(v + eps) + beta for each row of x (..., d).

    The mean μ and the variance v, a mean of d squares, are those of the row: over the last axis.
    gamma and beta are (d,). cache is whatever layer_norm_backward needs. All arguments stay as
    they are.
    """
    # BEGIN SOLUTION
    centred = x - np.mean(x, axis=-1, keepdims=True)
    inv = 1.0 / np.sqrt(np.mean(centred**2, axis=-1, keepdims=True) + eps)
    xhat = centred * inv
    return gamma * xhat + beta, (xhat, inv, gamma)
    # END SOLUTION


def layer_norm_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (dx, dgamma, dbeta): the derivatives of a cost, given those in y.

    dy and dx have the shape of x (..., d), dgamma and dbeta are (d,): sums over all rows. cache
    is what your layer_norm_forward made. dy stays as it is.
    """
    # BEGIN SOLUTION
    xhat, inv, gamma = cache
    g = dy * gamma
    through_mean = np.mean(g, axis=-1, keepdims=True)
    through_variance = xhat * np.mean(g * xhat, axis=-1, keepdims=True)
    dx = inv * (g - through_mean - through_variance)
    rows = tuple(range(dy.ndim - 1))
    return dx, np.sum(dy * xhat, axis=rows), np.sum(dy, axis=rows)
    # END SOLUTION


def feed_forward(x: np.ndarray, parameters: dict[str, np.ndarray]) -> tuple[np.ndarray, Any]:
    """Return (y, cache): y = relu(x·W1 + b1)·W2 + b2, the same for each position.

    x and y are (batch, seq, d); `parameters` has "W1" (d, d_ff), "b1" (d_ff,), "W2" (d_ff, d) and
    "b2" (d,). cache is whatever feed_forward_backward needs. x and parameters stay as they are.
    """
    # BEGIN SOLUTION
    P = parameters
    z = x @ P["W1"] + P["b1"]
    return np.maximum(0.0, z) @ P["W2"] + P["b2"], (x, z, P)
    # END SOLUTION


def feed_forward_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return (dx, grads): the derivatives of a cost, given those in y (batch, seq, d).

    grads holds "dW1", "db1", "dW2" and "db2", each of its parameter's shape: sums over all
    positions of all examples. cache is what your feed_forward made. dy stays as it is.
    """
    # BEGIN SOLUTION
    x, z, P = cache
    dz = (dy @ P["W2"].T) * (z > 0)
    grads = {}
    for number, before, d in ((1, x, dz), (2, np.maximum(0.0, z), dy)):
        grads[f"dW{number}"] = np.einsum("bsi,bso->io", before, d)
        grads[f"db{number}"] = np.einsum("bso->o", d)
    return dz @ P["W1"].T, grads
    # END SOLUTION


def encoder_block(
    x: np.ndarray, parameters: dict[str, Any], num_heads: int, mask: np.ndarray | None = None
) -> tuple[np.ndarray, Any]:
    """Return (y, cache): u = LN1(x + attention(x, x)), y = LN2(u + ffn(u)).

    x and y are (batch, seq, d). LN1 has "gamma1" and "beta1", LN2 "gamma2" and "beta2", both the
    default eps. mask is (seq, seq), (batch, 1, seq) or (batch, seq, seq), or None. cache is
    whatever encoder_block_backward needs. All arguments stay as they are. Uses
    layer_norm_forward and feed_forward, and the given mha.
    """
    # BEGIN SOLUTION
    P = parameters
    attended, c_attention = mha(x, x, P["attention"], num_heads, mask)
    u, c_norm1 = layer_norm_forward(x + attended, P["gamma1"], P["beta1"])
    fed, c_ffn = feed_forward(u, P["ffn"])
    y, c_norm2 = layer_norm_forward(u + fed, P["gamma2"], P["beta2"])
    return y, (c_attention, c_norm1, c_ffn, c_norm2)
    # END SOLUTION


def encoder_block_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, dict[str, Any]]:
    """Return (dx, grads): the derivatives of a cost, given those in y (batch, seq, d).

    grads holds "attention", a dict with "dWq", "dbq", …, "dWo", "dbo"; "ffn", a dict with "dW1",
    "db1", "dW2", "db2"; and "dgamma1", "dbeta1", "dgamma2", "dbeta2". cache is what your
    encoder_block made. dy stays as it is. Uses layer_norm_backward and feed_forward_backward,
    and the given mha_backward.
    """
    # BEGIN SOLUTION
    c_attention, c_norm1, c_ffn, c_norm2 = cache
    ds2, dgamma2, dbeta2 = layer_norm_backward(dy, c_norm2)
    du, ffn = feed_forward_backward(ds2, c_ffn)
    ds1, dgamma1, dbeta1 = layer_norm_backward(ds2 + du, c_norm1)
    dx_q, dx_kv, attention = mha_backward(ds1, c_attention)
    grads = {"attention": attention, "ffn": ffn}
    grads |= {"dgamma1": dgamma1, "dbeta1": dbeta1, "dgamma2": dgamma2, "dbeta2": dbeta2}
    return ds1 + dx_q + dx_kv, grads
    # END SOLUTION


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
    # BEGIN SOLUTION
    P = parameters
    causal = causal_mask(x.shape[1])
    attended, _ = mha(x, x, P["self_attention"], num_heads, causal)
    u, _ = layer_norm_forward(x + attended, P["gamma1"], P["beta1"])
    crossed, _ = mha(u, memory, P["cross_attention"], num_heads, memory_mask)
    v, _ = layer_norm_forward(u + crossed, P["gamma2"], P["beta2"])
    fed, _ = feed_forward(v, P["ffn"])
    y, _ = layer_norm_forward(v + fed, P["gamma3"], P["beta3"])
    return y
    # END SOLUTION


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
    # BEGIN SOLUTION
    P = parameters
    memory = embed_tokens(source, P["E_source"])
    for block in P["encoder"]:
        memory, _ = encoder_block(memory, block, num_heads, source_mask)
    y = embed_tokens(target, P["E_target"])
    for block in P["decoder"]:
        y = decoder_block(y, memory, block, num_heads, source_mask)
    return y @ P["W_out"] + P["b_out"]
    # END SOLUTION


def transformer_parameter_count(
    vocab: int, d: int, d_ff: int, n_encoder: int, n_decoder: int
) -> int:
    """Return how many numbers `parameters` of transformer_forward holds.

    Source and target have a vocabulary of vocab tokens each, all features are d wide, and the
    feed-forward networks have d_ff hidden units.
    """
    # BEGIN SOLUTION
    attention = 4 * (d * d + d)
    ffn = 2 * d * d_ff + d_ff + d
    norm = 2 * d
    encoder = attention + ffn + 2 * norm
    decoder = 2 * attention + ffn + 3 * norm
    return 3 * vocab * d + vocab + n_encoder * encoder + n_decoder * decoder
    # END SOLUTION
