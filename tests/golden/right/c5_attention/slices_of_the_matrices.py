"""Each head has its columns of the matrices."""

import numpy as np


def masked_softmax(scores, mask=None):
    seen = np.ones(scores.shape) if mask is None else np.zeros(scores.shape) + mask
    # A masked score becomes the smallest of all: then it is never above an allowed one.
    s = np.where(seen > 0, scores, scores.min())
    e = np.exp(s - s.max(axis=-1, keepdims=True)) * seen
    total = e.sum(axis=-1, keepdims=True)
    total[total == 0] = 1
    return e / total


def padding_mask(lengths, seq_len):
    lengths = np.array(lengths)
    positions = np.arange(seq_len)
    mask = positions[None, :] < lengths[:, None]
    return mask[:, None, :]


def causal_mask(seq_len):
    return np.cumsum(np.eye(seq_len), axis=0).T.T > 0


def scaled_dot_product_attention(Q, K, V, mask=None):
    axes = list(range(K.ndim))
    axes[-1], axes[-2] = axes[-2], axes[-1]
    scores = (Q @ K.transpose(axes)) * (1.0 / np.sqrt(Q.shape[-1]))
    attention = masked_softmax(scores, mask=mask)
    output = attention @ V
    return output, attention


def softmax_backward(d_weights, weights):
    dot = (d_weights * weights).sum(axis=-1)
    return weights * (d_weights - np.expand_dims(dot, -1))


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
    batch, seq, d = X.shape
    if d % num_heads != 0:
        raise ValueError("d must be divisible by num_heads")
    X = X.reshape((batch, seq, num_heads, d // num_heads))
    return np.swapaxes(X, 1, 2)


def merge_heads(X):
    return np.array([np.hstack(list(one)) for one in X])


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    p, d = parameters, parameters["Wq"].shape[1]
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
