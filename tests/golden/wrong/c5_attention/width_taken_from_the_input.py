# expect: multi_head_attention loses
"""d is taken from X_q."""

import math

import numpy as np


def masked_softmax(scores, mask=None):
    if mask is not None:
        mask = np.broadcast_to(mask, scores.shape)
    if scores.ndim > 1:
        return np.array(
            [masked_softmax(scores[i], None if mask is None else mask[i]) for i in range(len(scores))]
        )
    out = np.zeros(len(scores))
    places = [i for i in range(len(scores)) if mask is None or mask[i]]
    if places:
        top = max(scores[i] for i in places)
        for i in places:
            out[i] = math.exp(scores[i] - top)
        out = out / sum(out)
    return out


def padding_mask(lengths, seq_len):
    grid = np.indices((len(lengths), 1, seq_len))[2]
    return np.array([grid[i] < lengths[i] for i in range(len(lengths))])


def causal_mask(seq_len):
    return np.cumsum(np.eye(seq_len), axis=0).T.T > 0


def scaled_dot_product_attention(Q, K, V, mask=None):
    if Q.ndim > 2:
        shape = (*Q.shape[:-1], K.shape[-2])
        mask = np.broadcast_to(True if mask is None else mask, shape)
        pairs = [scaled_dot_product_attention(*one) for one in zip(Q, K, V, mask, strict=True)]
        return np.stack([o for o, _ in pairs]), np.stack([w for _, w in pairs])
    scores = np.zeros((len(Q), len(K)))
    for i in range(len(Q)):
        for j in range(len(K)):
            scores[i, j] = np.dot(Q[i], K[j]) / len(Q[i]) ** 0.5
    weights = masked_softmax(scores, mask)
    return weights @ V, weights


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
    _, w = scaled_dot_product_attention(Q, K, V, mask)
    d_w = np.zeros(w.shape)
    for i in range(Q.shape[-2]):
        for j in range(K.shape[-2]):
            d_w[..., i, j] = np.sum(d_output[..., i, :] * V[..., j, :], axis=-1)
    d_s = softmax_backward(d_w, w) / np.sqrt(Q.shape[-1])
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(K.shape), np.zeros(V.shape)
    for i in range(Q.shape[-2]):
        for j in range(K.shape[-2]):
            dQ[..., i, :] += d_s[..., i, j, None] * K[..., j, :]
            dK[..., j, :] += d_s[..., i, j, None] * Q[..., i, :]
            dV[..., j, :] += w[..., i, j, None] * d_output[..., i, :]
    return dQ, dK, dV


def split_heads(X, num_heads):
    parts = np.split(X, num_heads, axis=-1)
    return np.array(parts).transpose(1, 0, 2, 3)


def merge_heads(X):
    return np.array([np.hstack(list(one)) for one in X])


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    p, d = parameters, X_q.shape[-1]
    size = d // num_heads
    heads, weights = [], []
    for i in range(num_heads):
        part = slice(i * size, (i + 1) * size)
        Q = X_q @ p["Wq"][:, part] + p["bq"][part]
        K = X_kv @ p["Wk"][:, part] + p["bk"][part]
        V = X_kv @ p["Wv"][:, part] + p["bv"][part]
        head, weight = scaled_dot_product_attention(Q, K, V, mask)
        heads.append(head)
        weights.append(weight)
    output = np.concatenate(heads, axis=-1) @ p["Wo"] + p["bo"]
    return output, np.stack(weights, axis=1)


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
    s = np.repeat(s_prev[:, None, :], A.shape[1], axis=1)
    u = np.tanh(np.dot(A, parameters["Wa"]) + np.dot(s, parameters["Ws"]) + parameters["b"])
    e = np.sum(u * parameters["v"], axis=2)
    w = np.exp(e - np.max(e, axis=1, keepdims=True))
    w /= np.sum(w, axis=1, keepdims=True)
    return np.matmul(w[:, None, :], A).squeeze(1), w
