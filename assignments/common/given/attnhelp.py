"""Attention with several heads, forward and backward, as you have written it before.

Given code: import what you need, and leave it as it is. Positions are rows, examples come first,
masks are boolean with True for "may attend", and nothing that is passed in changes.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def causal_mask(seq_len: int) -> Mask:
    """Return a boolean mask (seq_len, seq_len): [i, j] is True where j ≤ i."""
    return np.tril(np.ones((seq_len, seq_len), dtype=np.bool_))


def masked_softmax(scores: Array, mask: Mask | None = None) -> Array:
    """Return the softmax of scores (..., n) over the last axis, among the allowed entries.

    Masked entries are exactly 0, and a row without an allowed entry is all zeros.
    """
    allowed = np.True_ if mask is None else mask
    top = np.max(np.where(allowed, scores, -np.inf), axis=-1, keepdims=True)
    e = np.exp(np.where(allowed, scores - top, -np.inf))
    found: Array = e / np.maximum(np.sum(e, axis=-1, keepdims=True), 1.0)
    return found


def mha(
    X_q: Array, X_kv: Array, P: dict[str, Array], num_heads: int, mask: Mask | None = None
) -> tuple[Array, dict[str, Any]]:
    """Return (out, cache): X_q (batch, Lq, d_q) attends to X_kv (batch, Lk, d_kv).

    P has "Wq" (d_q, d), "Wk" and "Wv" (d_kv, d), "Wo" (d, d_o) and the biases "bq", "bk", "bv",
    "bo"; num_heads divides d. mask is (Lq, Lk), (batch, 1, Lk) or (batch, Lq, Lk), the same for
    all heads, or None. out is (batch, Lq, d_o); a query that may attend to nothing gets bo.
    The cache serves `mha_backward`; its "weights" (batch, num_heads, Lq, Lk) are good to look at.
    """
    Q = _split(X_q @ P["Wq"] + P["bq"], num_heads)
    K = _split(X_kv @ P["Wk"] + P["bk"], num_heads)
    V = _split(X_kv @ P["Wv"] + P["bv"], num_heads)
    allowed = None if mask is None else np.asarray(mask)
    if allowed is not None and allowed.ndim == 3:
        allowed = allowed[:, np.newaxis]
    weights = masked_softmax(Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1]), allowed)
    joined = _merge(weights @ V)
    cache = {"X_q": X_q, "X_kv": X_kv, "P": P, "Q": Q, "K": K, "V": V}
    return joined @ P["Wo"] + P["bo"], {**cache, "weights": weights, "joined": joined}


def mha_backward(d_out: Array, cache: dict[str, Any]) -> tuple[Array, Array, dict[str, Array]]:
    """Return (dX_q, dX_kv, grads): the derivatives of a cost, given those in out.

    grads holds "dWq", "dbq", "dWk", "dbk", "dWv", "dbv", "dWo" and "dbo". Also where X_q and X_kv
    were one array, each gets its own derivatives: whoever calls adds them.
    """
    P, weights, joined = cache["P"], cache["weights"], cache["joined"]
    Q, K, V = cache["Q"], cache["K"], cache["V"]
    d_heads = _split(d_out @ P["Wo"].T, Q.shape[1])
    d_weights = d_heads @ np.swapaxes(V, -1, -2)
    inner = np.sum(d_weights * weights, axis=-1, keepdims=True)
    d_scores = weights * (d_weights - inner) / np.sqrt(Q.shape[-1])
    dQ = _merge(d_scores @ K)
    dK = _merge(np.swapaxes(d_scores, -1, -2) @ Q)
    dV = _merge(np.swapaxes(weights, -1, -2) @ d_heads)
    X_q, X_kv = cache["X_q"], cache["X_kv"]
    grads = {}
    for name, X, d in (("q", X_q, dQ), ("k", X_kv, dK), ("v", X_kv, dV), ("o", joined, d_out)):
        grads[f"dW{name}"] = np.einsum("bsi,bso->io", X, d)
        grads[f"db{name}"] = d.sum(axis=(0, 1))
    return dQ @ P["Wq"].T, dK @ P["Wk"].T + dV @ P["Wv"].T, grads


def _split(X: Array, num_heads: int) -> Array:
    """X (batch, seq, d) as heads (batch, num_heads, seq, d / num_heads), blocks of features."""
    batch, seq, d = X.shape
    return X.reshape(batch, seq, num_heads, d // num_heads).transpose(0, 2, 1, 3)


def _merge(X: Array) -> Array:
    """Heads X (batch, h, seq, d_h) side by side (batch, seq, h·d_h)."""
    batch, h, seq, d_h = X.shape
    return X.transpose(0, 2, 1, 3).reshape(batch, seq, h * d_h)
