"""The batch is a loop, and the heads are not."""

import numpy as np


def masked_softmax(scores, mask=None):
    if mask is None:
        mask = np.ones(scores.shape, dtype=bool)
    mask = np.logical_and(mask, np.ones(scores.shape, dtype=bool))
    hidden = np.where(mask, scores, -np.inf)
    biggest = hidden.max(axis=-1, keepdims=True)
    biggest = np.where(np.isfinite(biggest), biggest, 0.0)
    e = np.exp(hidden - biggest)
    s = e.sum(axis=-1, keepdims=True)
    return np.divide(e, s, out=np.zeros_like(e), where=s > 0)


def padding_mask(lengths, seq_len):
    rows = []
    for n in lengths:
        n = min(int(n), seq_len)
        rows.append([True] * n + [False] * (seq_len - n))
    return np.array(rows).reshape(len(rows), 1, seq_len)


def causal_mask(seq_len):
    rows = np.arange(seq_len)
    return rows[:, None] >= rows[None, :]


def scaled_dot_product_attention(Q, K, V, mask=None):
    axes = list(range(K.ndim))
    axes[-1], axes[-2] = axes[-2], axes[-1]
    scores = (Q @ K.transpose(axes)) * (1.0 / np.sqrt(Q.shape[-1]))
    attention = masked_softmax(scores, mask=mask)
    output = attention @ V
    return output, attention


def softmax_backward(d_weights, weights):
    d = d_weights.reshape(-1, d_weights.shape[-1])
    w = weights.reshape(d.shape)
    out = np.empty(d.shape)
    for r in range(len(d)):
        mean = float(np.dot(d[r], w[r]))
        for i in range(d.shape[1]):
            out[r, i] = w[r, i] * (d[r, i] - mean)
    return out.reshape(weights.shape)


def attention_backward(d_output, Q, K, V, mask=None):
    T = lambda x: np.moveaxis(x, -2, -1)  # noqa: E731
    weights = scaled_dot_product_attention(Q, K, V, mask)[1]
    d_scores = softmax_backward(d_output @ T(V), weights)
    root = np.sqrt(Q.shape[-1])
    return (d_scores @ K) / root, T(T(Q) @ d_scores) / root, T(T(d_output) @ weights)


def split_heads(X, num_heads):
    size = X.shape[-1] // num_heads
    if size * num_heads != X.shape[-1]:
        raise ValueError("cannot split")
    parts = [X[:, :, i * size : (i + 1) * size] for i in range(num_heads)]
    return np.stack(parts, axis=1)


def merge_heads(X):
    return np.array([np.hstack(list(one)) for one in X])


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    Wq, Wk, Wv, Wo, bq, bk, bv, bo = (
        parameters[n] for n in ("Wq", "Wk", "Wv", "Wo", "bq", "bk", "bv", "bo")
    )
    q = split_heads(X_q @ Wq + bq, num_heads)
    k = split_heads(X_kv @ Wk + bk, num_heads)
    v = split_heads(X_kv @ Wv + bv, num_heads)
    outputs, weights = [], []
    for b in range(len(q)):
        m = mask[b] if mask is not None and mask.ndim == 3 else mask
        o, w = scaled_dot_product_attention(q[b], k[b], v[b], m)
        outputs.append(o)
        weights.append(w)
    return merge_heads(np.array(outputs)) @ Wo + bo, np.array(weights)


def multi_head_attention_backward(d_output, X_q, X_kv, parameters, num_heads, mask=None):
    p = parameters
    grads = {"d" + name: np.zeros(p[name].shape) for name in p}
    dX_q, dX_kv = np.zeros(X_q.shape), np.zeros(X_kv.shape)
    for b in range(X_q.shape[0]):
        x, y, d = X_q[b : b + 1], X_kv[b : b + 1], d_output[b]
        m = mask[b] if mask is not None and mask.ndim == 3 else mask
        Q = split_heads(x @ p["Wq"] + p["bq"], num_heads)
        K = split_heads(y @ p["Wk"] + p["bk"], num_heads)
        V = split_heads(y @ p["Wv"] + p["bv"], num_heads)
        heads, _ = scaled_dot_product_attention(Q, K, V, m)
        back = attention_backward(split_heads((d @ p["Wo"].T)[None], num_heads), Q, K, V, m)
        dQ, dK, dV = (merge_heads(one)[0] for one in back)
        grads["dWo"] += merge_heads(heads)[0].T @ d
        grads["dbo"] += d.sum(0)
        grads["dWq"] += x[0].T @ dQ
        grads["dbq"] += dQ.sum(0)
        grads["dWk"] += y[0].T @ dK
        grads["dbk"] += dK.sum(0)
        grads["dWv"] += y[0].T @ dV
        grads["dbv"] += dV.sum(0)
        dX_q[b] = dQ @ p["Wq"].T
        dX_kv[b] = dK @ p["Wk"].T + dV @ p["Wv"].T
    return dX_q, dX_kv, grads


def additive_attention(s_prev, A, parameters):
    batch, T, _ = A.shape
    energies = np.zeros((batch, T))
    for t in range(T):
        u = A[:, t] @ parameters["Wa"] + s_prev @ parameters["Ws"] + parameters["b"]
        energies[:, t] = np.tanh(u) @ parameters["v"]
    weights = masked_softmax(energies)
    context = np.zeros((batch, A.shape[2]))
    for t in range(T):
        context = context + weights[:, t : t + 1] * A[:, t]
    return context, weights
