# expect: padding_mask loses
"""The axis of the queries is missing; used where it does not matter."""

import math

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
    lengths = np.array(lengths)
    positions = np.arange(seq_len)
    mask = positions[None, :] < lengths[:, None]
    return mask


def causal_mask(seq_len):
    rows = np.arange(seq_len)
    return rows[:, None] >= rows[None, :]


def scaled_dot_product_attention(Q, K, V, mask=None):
    d_k = K.shape[-1]
    scores = np.matmul(Q, K.swapaxes(-1, -2)) / math.sqrt(d_k)
    weights = masked_softmax(scores, mask)
    return np.matmul(weights, V), weights


def softmax_backward(d_weights, weights):
    dot = (d_weights * weights).sum(axis=-1)
    return weights * (d_weights - np.expand_dims(dot, -1))


def attention_backward(d_output, Q, K, V, mask=None):
    output, weights = scaled_dot_product_attention(Q, K, V, mask)
    dV = weights.swapaxes(-1, -2) @ d_output
    dP = d_output @ V.swapaxes(-1, -2)
    dS = softmax_backward(dP, weights)
    c = 1 / math.sqrt(Q.shape[-1])
    dQ = c * (dS @ K)
    dK = c * (dS.swapaxes(-1, -2) @ Q)
    return dQ, dK, dV


def split_heads(X, num_heads):
    batch, seq, d = X.shape
    if d % num_heads != 0:
        raise ValueError("d must be divisible by num_heads")
    X = X.reshape((batch, seq, num_heads, d // num_heads))
    return np.swapaxes(X, 1, 2)


def merge_heads(X):
    batch, h, seq, d_h = X.shape
    return np.swapaxes(X, 1, 2).reshape(batch, seq, -1)


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
    asked = s_prev @ parameters["Ws"]
    hidden = np.tanh(A @ parameters["Wa"] + asked[:, None, :] + parameters["b"])
    weights = masked_softmax(hidden @ parameters["v"])
    context = (weights[:, :, None] * A).sum(axis=1)
    return context, weights
