# expect: multi_head_attention_backward loses
"""dWk is made of dV, and dWv of dK."""


import numpy as np


def masked_softmax(scores, mask=None):
    """Softmax over the last axis, with -inf for what is masked."""
    scores = np.asarray(scores, dtype=np.float64)
    if mask is None:
        z = scores
    else:
        z = np.where(mask, scores, -np.inf)
    top = z.max(axis=-1, keepdims=True)
    top = np.where(np.isneginf(top), 0.0, top)
    e = np.exp(z - top)
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total == 0, 1.0, total)


def padding_mask(lengths, seq_len):
    """True below each length."""
    return np.arange(seq_len)[None, None, :] < np.asarray(lengths)[:, None, None]


def causal_mask(seq_len):
    """True on and below the diagonal."""
    return np.tril(np.ones((seq_len, seq_len), dtype=bool))


def scaled_dot_product_attention(Q, K, V, mask=None):
    """softmax(Q K^T / sqrt(d_k)) V."""
    scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    weights = masked_softmax(scores, mask)
    return weights @ V, weights


def softmax_backward(d_weights, weights):
    """w * (dw - sum(dw * w))."""
    return weights * (d_weights - np.sum(d_weights * weights, axis=-1, keepdims=True))


def attention_backward(d_output, Q, K, V, mask=None):
    """Backward through attention."""
    _, weights = scaled_dot_product_attention(Q, K, V, mask)
    dV = np.swapaxes(weights, -1, -2) @ d_output
    d_weights = d_output @ np.swapaxes(V, -1, -2)
    d_scores = softmax_backward(d_weights, weights) / np.sqrt(Q.shape[-1])
    return d_scores @ K, np.swapaxes(d_scores, -1, -2) @ Q, dV


def split_heads(X, num_heads):
    """(batch, seq, d) to (batch, h, seq, d/h)."""
    batch, seq, d = X.shape
    if d % num_heads != 0:
        raise ValueError("num_heads must divide d")
    return X.reshape(batch, seq, num_heads, d // num_heads).transpose(0, 2, 1, 3)


def merge_heads(X):
    """Undo split_heads."""
    batch, h, seq, d_h = X.shape
    return X.transpose(0, 2, 1, 3).reshape(batch, seq, h * d_h)


def _mask4(mask):
    return mask[:, None] if mask is not None and mask.ndim == 3 else mask


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    """Attention with several heads."""
    p = parameters
    Q = split_heads(X_q @ p["Wq"] + p["bq"], num_heads)
    K = split_heads(X_kv @ p["Wk"] + p["bk"], num_heads)
    V = split_heads(X_kv @ p["Wv"] + p["bv"], num_heads)
    heads, weights = scaled_dot_product_attention(Q, K, V, _mask4(mask))
    return merge_heads(heads) @ p["Wo"] + p["bo"], weights


def multi_head_attention_backward(d_output, X_q, X_kv, parameters, num_heads, mask=None):
    """Backward through all of it."""
    p = parameters
    Q = split_heads(X_q @ p["Wq"] + p["bq"], num_heads)
    K = split_heads(X_kv @ p["Wk"] + p["bk"], num_heads)
    V = split_heads(X_kv @ p["Wv"] + p["bv"], num_heads)
    mask = _mask4(mask)
    heads, _ = scaled_dot_product_attention(Q, K, V, mask)
    merged = merge_heads(heads)
    grads = {
        "dWo": np.einsum("bqi,bqo->io", merged, d_output),
        "dbo": d_output.sum(axis=(0, 1)),
    }
    d_heads = split_heads(d_output @ p["Wo"].T, num_heads)
    dQ, dK, dV = (merge_heads(x) for x in attention_backward(d_heads, Q, K, V, mask))
    for name, X, dY in (("q", X_q, dQ), ("k", X_kv, dV), ("v", X_kv, dK)):
        grads["dW" + name] = np.einsum("bsi,bsj->ij", X, dY)
        grads["db" + name] = dY.sum(axis=(0, 1))
    dX_q = dQ @ p["Wq"].T
    dX_kv = dK @ p["Wk"].T + dV @ p["Wv"].T
    return dX_q, dX_kv, grads


def additive_attention(s_prev, A, parameters):
    """Additive attention."""
    p = parameters
    hidden = np.tanh(A @ p["Wa"] + (s_prev @ p["Ws"])[:, None, :] + p["b"])
    weights = masked_softmax(hidden @ p["v"])
    return np.einsum("bt,bta->ba", weights, A), weights
