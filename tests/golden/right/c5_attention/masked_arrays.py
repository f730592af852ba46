"""NumPy's masked arrays do the softmax."""

import math

import numpy as np


def masked_softmax(scores, mask=None):
    closed = False if mask is None else ~np.broadcast_to(mask, scores.shape)
    s = np.ma.array(scores, mask=closed)
    e = np.exp(np.ma.filled(s - s.max(axis=-1, keepdims=True), -np.inf))
    total = np.ma.masked_equal(e.sum(axis=-1, keepdims=True), 0.0)
    return np.ma.filled(e / total, 0.0)


def padding_mask(lengths, seq_len):
    grid = np.indices((len(lengths), 1, seq_len))[2]
    return np.array([grid[i] < lengths[i] for i in range(len(lengths))])


def causal_mask(seq_len):
    return np.cumsum(np.eye(seq_len), axis=0).T.T > 0


def scaled_dot_product_attention(Q, K, V, mask=None):
    d_k = K.shape[-1]
    scores = np.matmul(Q, K.swapaxes(-1, -2)) / math.sqrt(d_k)
    weights = masked_softmax(scores, mask)
    return np.matmul(weights, V), weights


def softmax_backward(d_weights, weights):
    dot = (d_weights * weights).sum(axis=-1)
    return weights * (d_weights - np.expand_dims(dot, -1))


def attention_backward(d_output, Q, K, V, mask=None):
    T = lambda x: np.moveaxis(x, -2, -1)  # noqa: E731
    weights = scaled_dot_product_attention(Q, K, V, mask)[1]
    d_scores = softmax_backward(d_output @ T(V), weights)
    root = np.sqrt(Q.shape[-1])
    return (d_scores @ K) / root, T(T(Q) @ d_scores) / root, T(T(d_output) @ weights)


def split_heads(X, num_heads):
    parts = np.split(X, num_heads, axis=-1)
    return np.array(parts).transpose(1, 0, 2, 3)


def merge_heads(X):
    return np.concatenate([X[:, i, :, :] for i in range(X.shape[1])], axis=2)


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    Q = np.matmul(X_q, parameters["Wq"]) + parameters["bq"]
    K = np.matmul(X_kv, parameters["Wk"]) + parameters["bk"]
    V = np.matmul(X_kv, parameters["Wv"]) + parameters["bv"]
    Q, K, V = split_heads(Q, num_heads), split_heads(K, num_heads), split_heads(V, num_heads)
    if mask is not None and mask.ndim == 3:
        mask = np.expand_dims(mask, axis=1)
    out, weights = scaled_dot_product_attention(Q, K, V, mask)
    return np.matmul(merge_heads(out), parameters["Wo"]) + parameters["bo"], weights


def multi_head_attention_backward(d_output, X_q, X_kv, parameters, num_heads, mask=None):
    p = parameters
    Q = split_heads(X_q @ p["Wq"] + p["bq"], num_heads)
    K = split_heads(X_kv @ p["Wk"] + p["bk"], num_heads)
    V = split_heads(X_kv @ p["Wv"] + p["bv"], num_heads)
    if mask is not None and mask.ndim == 3:
        mask = mask[:, None, :, :]
    heads, _ = scaled_dot_product_attention(Q, K, V, mask)
    merged = merge_heads(heads)
    d_merged = np.matmul(d_output, p["Wo"].T)
    dQ, dK, dV = attention_backward(split_heads(d_merged, num_heads), Q, K, V, mask)
    dQ, dK, dV = merge_heads(dQ), merge_heads(dK), merge_heads(dV)
    grads = {}
    grads["dWo"] = np.einsum("bij,bik->jk", merged, d_output)
    grads["dbo"] = d_output.sum(axis=(0, 1))
    grads["dWq"] = np.einsum("bij,bik->jk", X_q, dQ)
    grads["dbq"] = dQ.sum(axis=(0, 1))
    grads["dWk"] = np.einsum("bij,bik->jk", X_kv, dK)
    grads["dbk"] = dK.sum(axis=(0, 1))
    grads["dWv"] = np.einsum("bij,bik->jk", X_kv, dV)
    grads["dbv"] = dV.sum(axis=(0, 1))
    dX_q = dQ @ p["Wq"].T
    dX_kv = dK @ p["Wk"].T + dV @ p["Wv"].T
    return dX_q, dX_kv, grads


def additive_attention(s_prev, A, parameters):
    s = np.repeat(s_prev[:, None, :], A.shape[1], axis=1)
    u = np.tanh(np.dot(A, parameters["Wa"]) + np.dot(s, parameters["Ws"]) + parameters["b"])
    e = np.sum(u * parameters["v"], axis=2)
    w = np.exp(e - np.max(e, axis=1, keepdims=True))
    w /= np.sum(w, axis=1, keepdims=True)
    return np.matmul(w[:, None, :], A).squeeze(1), w
