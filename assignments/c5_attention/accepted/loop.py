# One number after the other, with plain Python and math.

import math

import numpy as np


def row_softmax(row, allowed):
    kept = [float(s) for s, may in zip(row, allowed, strict=True) if may]
    if not kept:
        return [0.0] * len(row)
    top = max(kept)
    total = math.fsum(math.exp(s - top) for s in kept)
    return [
        math.exp(float(s) - top) / total if may else 0.0
        for s, may in zip(row, allowed, strict=True)
    ]


def masked_softmax(scores, mask=None):
    if mask is None:
        mask = True
    mask = np.broadcast_to(mask, scores.shape)
    weights = np.empty(scores.shape)
    for place in np.ndindex(scores.shape[:-1]):
        weights[place] = row_softmax(scores[place], mask[place])
    return weights


def padding_mask(lengths, seq_len):
    return np.array([[[j < n for j in range(seq_len)]] for n in lengths])


def causal_mask(seq_len):
    return np.array([[j <= i for j in range(seq_len)] for i in range(seq_len)])


def scaled_dot_product_attention(Q, K, V, mask=None):
    lead, Lq, d_k = Q.shape[:-2], Q.shape[-2], Q.shape[-1]
    Lk, d_v = V.shape[-2:]
    scores = np.zeros((*lead, Lq, Lk))
    output = np.zeros((*lead, Lq, d_v))
    for place in np.ndindex(lead):
        for i in range(Lq):
            for j in range(Lk):
                scores[place][i, j] = Q[place][i].dot(K[place][j]) / math.sqrt(d_k)
    weights = masked_softmax(scores, mask)
    for place in np.ndindex(lead):
        for i in range(Lq):
            for j in range(Lk):
                output[place][i] += weights[place][i, j] * V[place][j]
    return output, weights


def softmax_backward(d_weights, weights):
    d_scores = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape[:-1]):
        w, d = weights[place], d_weights[place]
        n = len(w)
        for i in range(n):
            for j in range(n):
                d_scores[place][i] += d[j] * w[i] * ((1.0 if i == j else 0.0) - w[j])
    return d_scores


def attention_backward(d_output, Q, K, V, mask=None):
    _, weights = scaled_dot_product_attention(Q, K, V, mask)
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(K.shape), np.zeros(V.shape)
    scale = 1 / math.sqrt(Q.shape[-1])
    for place in np.ndindex(Q.shape[:-2]):
        for i in range(Q.shape[-2]):
            d = np.array([d_output[place][i].dot(v) for v in V[place]])
            d_scores = softmax_backward(d, weights[place][i])
            for j in range(K.shape[-2]):
                dV[place][j] += weights[place][i, j] * d_output[place][i]
                dQ[place][i] += scale * d_scores[j] * K[place][j]
                dK[place][j] += scale * d_scores[j] * Q[place][i]
    return [dQ, dK, dV]


def split_heads(X, num_heads):
    batch, seq, d = X.shape
    if d % num_heads != 0:
        raise ValueError("no whole number of features for each head")
    d_h = d // num_heads
    heads = np.zeros((batch, num_heads, seq, d_h))
    for b in range(batch):
        for s in range(seq):
            for f in range(d):
                heads[b, f // d_h, s, f % d_h] = X[b, s, f]
    return heads


def merge_heads(X):
    batch, h, seq, d_h = X.shape
    merged = np.zeros((batch, seq, h * d_h))
    for b in range(batch):
        for k in range(h):
            for s in range(seq):
                for j in range(d_h):
                    merged[b, s, k * d_h + j] = X[b, k, s, j]
    return merged


def linear(X, W, b):
    return np.array([[row @ W + b for row in one] for one in X])


def for_heads(mask, num_heads):
    if mask is None or mask.ndim == 2:
        return mask
    return np.stack([mask] * num_heads, axis=1)


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    Q = split_heads(linear(X_q, parameters["Wq"], parameters["bq"]), num_heads)
    K = split_heads(linear(X_kv, parameters["Wk"], parameters["bk"]), num_heads)
    V = split_heads(linear(X_kv, parameters["Wv"], parameters["bv"]), num_heads)
    heads, weights = scaled_dot_product_attention(Q, K, V, for_heads(mask, num_heads))
    return linear(merge_heads(heads), parameters["Wo"], parameters["bo"]), weights


def multi_head_attention_backward(d_output, X_q, X_kv, parameters, num_heads, mask=None):
    p = parameters
    Q = split_heads(linear(X_q, p["Wq"], p["bq"]), num_heads)
    K = split_heads(linear(X_kv, p["Wk"], p["bk"]), num_heads)
    V = split_heads(linear(X_kv, p["Wv"], p["bv"]), num_heads)
    wide = for_heads(mask, num_heads)
    heads, _ = scaled_dot_product_attention(Q, K, V, wide)
    joined = merge_heads(heads)
    d_heads = split_heads(np.array([one @ p["Wo"].T for one in d_output]), num_heads)
    dQ, dK, dV = [merge_heads(d) for d in attention_backward(d_heads, Q, K, V, wide)]
    grads = {"d" + name: np.zeros(value.shape) for name, value in p.items()}
    for letter, before, d in (
        ("q", X_q, dQ),
        ("k", X_kv, dK),
        ("v", X_kv, dV),
        ("o", joined, d_output),
    ):
        for b in range(len(d)):
            for s in range(d.shape[1]):
                grads["dW" + letter] += np.outer(before[b, s], d[b, s])
                grads["db" + letter] += d[b, s]
    dX_q, dX_kv = np.zeros(X_q.shape), np.zeros(X_kv.shape)
    for b in range(len(X_q)):
        for s in range(X_q.shape[1]):
            dX_q[b, s] = p["Wq"] @ dQ[b, s]
        for s in range(X_kv.shape[1]):
            dX_kv[b, s] = p["Wk"] @ dK[b, s] + p["Wv"] @ dV[b, s]
    return dX_q, dX_kv, grads


def additive_attention(s_prev, A, parameters):
    Wa, Ws, b, v = (parameters[name] for name in ("Wa", "Ws", "b", "v"))
    contexts, weights = [], []
    for state, encoded in zip(s_prev, A, strict=True):
        energies = [float(v @ np.tanh(a @ Wa + state @ Ws + b)) for a in encoded]
        shares = row_softmax(energies, [True] * len(energies))
        weights.append(shares)
        contexts.append(sum(w * a for w, a in zip(shares, encoded, strict=True)))
    return np.array(contexts), np.array(weights)
