# All leading axes are made one; results come back as lists and nested lists.

import numpy as np


def masked_softmax(scores, mask=None):
    n = scores.shape[-1]
    rows = scores.reshape(-1, n)
    keep = np.ones(rows.shape, bool)
    if mask is not None:
        keep = np.broadcast_to(mask, scores.shape).reshape(-1, n)
    weights = np.zeros(rows.shape)
    for row, may, out in zip(rows, keep, weights, strict=True):
        if may.any():
            e = np.exp(row[may] - row[may].max())
            out[may] = e / e.sum()
    return weights.reshape(scores.shape)


def padding_mask(lengths, seq_len):
    return [[[j < n for j in range(seq_len)]] for n in lengths]


def causal_mask(seq_len):
    return [[i >= j for j in range(seq_len)] for i in range(seq_len)]


def flat(x):
    return x.reshape(-1, *x.shape[-2:])


def scaled_dot_product_attention(Q, K, V, mask=None):
    lead, Lq, Lk = Q.shape[:-2], Q.shape[-2], K.shape[-2]
    q, k, v = flat(Q), flat(K), flat(V)
    scores = np.array([a @ b.T for a, b in zip(q, k, strict=True)]) / Q.shape[-1] ** 0.5
    weights = masked_softmax(scores.reshape(*lead, Lq, Lk), mask)
    output = np.array([w @ b for w, b in zip(flat(weights), v, strict=True)])
    return output.reshape(*lead, Lq, V.shape[-1]), weights


def softmax_backward(d_weights, weights):
    n = weights.shape[-1]
    w, d = weights.reshape(-1, n), d_weights.reshape(-1, n)
    rows = [(np.diag(one) - np.outer(one, one)) @ up for one, up in zip(w, d, strict=True)]
    return np.reshape(rows, weights.shape)


def attention_backward(d_output, Q, K, V, mask=None):
    weights = scaled_dot_product_attention(Q, K, V, mask)[1]
    dQ, dK, dV = [], [], []
    for d, q, k, v, w in zip(flat(d_output), flat(Q), flat(K), flat(V), flat(weights), strict=True):
        ds = softmax_backward(d @ v.T, w) / Q.shape[-1] ** 0.5
        dQ.append(ds @ k)
        dK.append(ds.T @ q)
        dV.append(w.T @ d)
    return np.reshape(dQ, Q.shape), np.reshape(dK, K.shape), np.reshape(dV, V.shape)


def split_heads(X, num_heads):
    batch, seq, _d = X.shape
    return X.reshape(batch * seq, num_heads, -1).reshape(batch, seq, num_heads, -1).swapaxes(1, 2)


def merge_heads(X):
    batch, h, seq, d_h = X.shape
    return np.hstack([X[:, k].reshape(batch * seq, d_h) for k in range(h)]).reshape(batch, seq, -1)


def lists(one):
    return one.tolist()


def forward(X_q, X_kv, p, h, mask):
    if mask is not None and mask.ndim == 3:
        mask = np.broadcast_to(mask, (len(X_q), X_q.shape[1], X_kv.shape[1]))[:, None]
    Q, K, V = (
        split_heads(X @ p["W" + n] + p["b" + n], h)
        for X, n in ((X_q, "q"), (X_kv, "k"), (X_kv, "v"))
    )
    heads, weights = scaled_dot_product_attention(Q, K, V, mask)
    return merge_heads(heads), weights, (Q, K, V, mask)


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    joined, weights, _ = forward(X_q, X_kv, parameters, num_heads, mask)
    return lists(joined @ parameters["Wo"] + parameters["bo"]), lists(weights)


def multi_head_attention_backward(d_output, X_q, X_kv, parameters, num_heads, mask=None):
    p = parameters
    joined, _, rest = forward(X_q, X_kv, p, num_heads, mask)
    back = attention_backward(split_heads(d_output @ p["Wo"].T, num_heads), *rest)
    dQ, dK, dV = map(merge_heads, back)
    grads = {}
    for n, X, d in (("q", X_q, dQ), ("k", X_kv, dK), ("v", X_kv, dV), ("o", joined, d_output)):
        X, d = X.reshape(-1, X.shape[-1]), d.reshape(-1, d.shape[-1])
        grads["dW" + n], grads["db" + n] = lists(X.T @ d), lists(np.ones(len(d)) @ d)
    return lists(dQ @ p["Wq"].T), lists(dK @ p["Wk"].T + dV @ p["Wv"].T), grads


def additive_attention(s_prev, A, parameters):
    batch, T, d_a = A.shape
    asked = np.repeat(s_prev @ parameters["Ws"], T, axis=0)
    hidden = np.tanh(A.reshape(-1, d_a) @ parameters["Wa"] + asked + parameters["b"])
    weights = masked_softmax((hidden @ parameters["v"]).reshape(batch, T))
    return [list(w @ a) for w, a in zip(weights, A, strict=True)], weights
