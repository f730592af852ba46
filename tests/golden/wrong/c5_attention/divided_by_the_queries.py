# expect: attention_backward, additive_attention loses
"""A mean over the queries, and energies without their maximum."""


import numpy as np

VERY_LOW = -1e300


def _log_softmax_rows(scores, allowed):
    with np.errstate(all="ignore"):
        low = np.where(allowed, scores, -np.inf)
        top = low.max(-1, keepdims=True)
        logs = low - top
        return logs - np.log(np.exp(logs).sum(-1, keepdims=True))


def masked_softmax(scores, mask=None):
    if mask is None:
        mask = np.ones_like(scores, dtype=bool)
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.exp(_log_softmax_rows(scores, mask)), nan=0.0)


def padding_mask(lengths, seq_len):
    rows = []
    for n in lengths:
        n = min(int(n), seq_len)
        rows.append([[True] * n + [False] * (seq_len - n)])
    return np.array(rows, dtype=bool)


def causal_mask(seq_len):
    return ~np.triu(np.ones((seq_len, seq_len), dtype=bool), 1)


def _weights(Q, K, mask):
    scores = np.matmul(Q, np.moveaxis(K, -1, -2)) * (1.0 / np.sqrt(K.shape[-1]))
    if mask is None:
        allowed = np.full(scores.shape, True)
    else:
        allowed = np.broadcast_to(mask, scores.shape)
    scores = np.where(allowed, scores, VERY_LOW)
    scores = scores - scores.max(axis=-1, keepdims=True)
    e = np.exp(scores) * allowed
    return e / np.maximum(e.sum(axis=-1, keepdims=True), 1e-300)


def scaled_dot_product_attention(Q, K, V, mask=None):
    weights = _weights(Q, K, mask)
    return [np.matmul(weights, V), weights]


def softmax_backward(d_weights, weights):
    weighted = d_weights * weights
    return weighted - weights * weighted.sum(axis=-1)[..., np.newaxis]


def attention_backward(d_output, Q, K, V, mask=None):
    # the weighted mean of a row of d_weights is the row of d_output times the row of the output
    W = _weights(Q, K, mask)
    output = W @ V
    mean = np.sum(d_output * output, axis=-1, keepdims=True)
    dS = W * (d_output @ np.moveaxis(V, -1, -2) - mean)
    root = np.sqrt(Q.shape[-1])
    d_output = d_output / Q.shape[-2]
    dS = dS / Q.shape[-2]
    dQ = dS @ (K / root)
    dK = np.moveaxis(np.moveaxis(Q / root, -1, -2) @ dS, -1, -2)
    dV = np.moveaxis(np.moveaxis(d_output, -1, -2) @ W, -1, -2)
    return dQ, dK, dV


def split_heads(X, num_heads):
    batch, seq, d = X.shape
    d_h, rest = divmod(d, num_heads)
    if rest:
        raise ValueError("d must be a multiple of num_heads")
    heads = np.empty((batch, num_heads, seq, d_h))
    for f in range(d):
        heads[:, f // d_h, :, f % d_h] = X[:, :, f]
    return heads


def merge_heads(X):
    batch, h, seq, d_h = X.shape
    merged = np.empty((batch, seq, h * d_h))
    for k in range(h):
        merged[:, :, k * d_h : (k + 1) * d_h] = X[:, k]
    return merged


def _three_axes(mask):
    if mask is None:
        return None
    return mask.reshape((-1,) + mask.shape[-2:])


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    p = parameters
    mask = _three_axes(mask)
    d_h = p["Wq"].shape[1] // num_heads
    output = np.tile(p["bo"], (X_q.shape[0], X_q.shape[1], 1))
    weights = []
    for k in range(num_heads):
        c = np.arange(k * d_h, (k + 1) * d_h)
        Q = X_q @ p["Wq"][:, c] + p["bq"][c]
        K = X_kv @ p["Wk"][:, c] + p["bk"][c]
        V = X_kv @ p["Wv"][:, c] + p["bv"][c]
        w = _weights(Q, K, mask)
        output = output + w @ V @ p["Wo"][c]
        weights.append(w)
    return output, np.stack(weights, 1)


def multi_head_attention_backward(d_output, X_q, X_kv, parameters, num_heads, mask=None):
    p = parameters
    mask = _three_axes(mask)
    d_h = p["Wq"].shape[1] // num_heads
    parts = {name: [] for name in ("Wq", "bq", "Wk", "Wv", "bv", "Wo")}
    dX_q, dX_kv = 0, 0
    for k in range(num_heads):
        c = np.arange(k * d_h, (k + 1) * d_h)
        Q = X_q @ p["Wq"][:, c] + p["bq"][c]
        K = X_kv @ p["Wk"][:, c] + p["bk"][c]
        V = X_kv @ p["Wv"][:, c] + p["bv"][c]
        W = _weights(Q, K, mask)
        parts["Wo"].append(np.tensordot(W @ V, d_output, ((0, 1), (0, 1))))
        d_head = d_output @ p["Wo"][c].T
        dW = d_head @ V.transpose(0, 2, 1)
        dS = W * (dW - (W * dW).sum(-1, keepdims=True)) / np.sqrt(d_h)
        dQ, dK, dV = dS @ K, dS.transpose(0, 2, 1) @ Q, W.transpose(0, 2, 1) @ d_head
        for letter, X, dY in (("q", X_q, dQ), ("k", X_kv, dK), ("v", X_kv, dV)):
            parts["W" + letter].append(np.tensordot(X, dY, ((0, 1), (0, 1))))
            if letter != "k":
                parts["b" + letter].append(dY.sum(0).sum(0))
        dX_q = dX_q + dQ @ p["Wq"][:, c].T
        dX_kv = dX_kv + dK @ p["Wk"][:, c].T + dV @ p["Wv"][:, c].T
    grads = {
        "dWq": np.hstack(parts["Wq"]),
        "dbq": np.hstack(parts["bq"]),
        "dWk": np.hstack(parts["Wk"]),
        "dbk": np.zeros_like(p["bk"]),  # no softmax sees it
        "dWv": np.hstack(parts["Wv"]),
        "dbv": np.hstack(parts["bv"]),
        "dWo": np.vstack(parts["Wo"]),
        "dbo": d_output.sum(0).sum(0),
        "weights": None,
    }
    return dX_q, dX_kv, grads


def additive_attention(s_prev, A, parameters):
    from_state = np.expand_dims(s_prev @ parameters["Ws"] + parameters["b"], 1)
    energies = np.sum(np.tanh(A @ parameters["Wa"] + from_state) * parameters["v"], axis=2)
    weights = np.exp(energies)
    weights = weights / weights.sum(1, keepdims=True)
    return (weights[:, :, None] * A).sum(1), weights
