# expect: multi_head_attention, multi_head_attention_backward loses
"""Each example is masked as the first one is."""


import math

import numpy as np


def masked_softmax(scores, mask=None):
    allowed = np.ones(scores.shape, dtype=bool) if mask is None else np.broadcast_to(mask, scores.shape)
    weights = np.zeros(scores.shape)
    for place in np.ndindex(scores.shape[:-1]):
        open_ones = [j for j in range(scores.shape[-1]) if allowed[place + (j,)]]
        if not open_ones:
            continue
        best = max(float(scores[place + (j,)]) for j in open_ones)
        total = 0.0
        for j in open_ones:
            weights[place + (j,)] = math.exp(scores[place + (j,)] - best)
            total += weights[place + (j,)]
        for j in open_ones:
            weights[place + (j,)] /= total
    return weights


def padding_mask(lengths, seq_len):
    mask = np.zeros((len(lengths), 1, seq_len), dtype=bool)
    for b, length in enumerate(lengths):
        mask[b, 0, :length] = True
    return mask


def causal_mask(seq_len):
    mask = np.zeros((seq_len, seq_len), dtype=bool)
    for i in range(seq_len):
        for j in range(i + 1):
            mask[i, j] = True
    return mask


def scaled_dot_product_attention(Q, K, V, mask=None):
    Lq, d_k = Q.shape[-2:]
    Lk, d_v = V.shape[-2:]
    lead = Q.shape[:-2]
    scores = np.zeros((*lead, Lq, Lk))
    for place in np.ndindex(lead):
        for i in range(Lq):
            for j in range(Lk):
                scores[place][i, j] = np.dot(Q[place][i], K[place][j]) / math.sqrt(d_k)
    weights = masked_softmax(scores, mask)
    output = np.zeros((*lead, Lq, d_v))
    for place in np.ndindex(lead):
        for i in range(Lq):
            for j in range(Lk):
                output[place][i] += weights[place][i, j] * V[place][j]
    return output, weights


def softmax_backward(d_weights, weights):
    result = np.zeros_like(weights)
    for place in np.ndindex(weights.shape[:-1]):
        w, dw = weights[place], d_weights[place]
        mean = np.dot(w, dw)
        result[place] = [w[i] * (dw[i] - mean) for i in range(len(w))]
    return result


def attention_backward(d_output, Q, K, V, mask=None):
    _, weights = scaled_dot_product_attention(Q, K, V, mask)
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(K.shape), np.zeros(V.shape)
    scale = 1 / math.sqrt(K.shape[-1])
    for place in np.ndindex(Q.shape[:-2]):
        for i in range(Q.shape[-2]):
            d_w = np.array([np.dot(d_output[place][i], V[place][j]) for j in range(V.shape[-2])])
            d_s = softmax_backward(d_w, weights[place][i])
            for j in range(V.shape[-2]):
                dV[place][j] += weights[place][i, j] * d_output[place][i]
                dQ[place][i] += d_s[j] * K[place][j] * scale
                dK[place][j] += d_s[j] * Q[place][i] * scale
    return [dQ, dK, dV]


def split_heads(X, num_heads):
    d = X.shape[2]
    if d % num_heads:
        raise ValueError(f"{num_heads} heads do not fit into {d} features")
    size = d // num_heads
    return np.stack([X[:, :, k * size : (k + 1) * size] for k in range(num_heads)], axis=1)


def merge_heads(X):
    return np.concatenate([X[:, k] for k in range(X.shape[1])], axis=-1)


def _per_example(mask, b):
    if mask is None or mask.ndim == 2:
        return mask
    return mask[0]


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    d = parameters["Wq"].shape[1]
    size = d // num_heads
    outputs, all_weights = [], []
    for b in range(len(X_q)):
        Q = X_q[b] @ parameters["Wq"] + parameters["bq"]
        K = X_kv[b] @ parameters["Wk"] + parameters["bk"]
        V = X_kv[b] @ parameters["Wv"] + parameters["bv"]
        heads, weights = [], []
        for k in range(num_heads):
            block = slice(k * size, (k + 1) * size)
            o, w = scaled_dot_product_attention(
                Q[:, block], K[:, block], V[:, block], _per_example(mask, b)
            )
            heads.append(o)
            weights.append(w)
        outputs.append(np.hstack(heads) @ parameters["Wo"] + parameters["bo"])
        all_weights.append(weights)
    return np.array(outputs), np.array(all_weights)


def multi_head_attention_backward(d_output, X_q, X_kv, parameters, num_heads, mask=None):
    grads = {"d" + name: np.zeros(value.shape) for name, value in parameters.items()}
    dX_q, dX_kv = np.zeros(X_q.shape), np.zeros(X_kv.shape)
    size = parameters["Wq"].shape[1] // num_heads
    for b in range(X_q.shape[0]):
        Q = X_q[b] @ parameters["Wq"] + parameters["bq"]
        K = X_kv[b] @ parameters["Wk"] + parameters["bk"]
        V = X_kv[b] @ parameters["Wv"] + parameters["bv"]
        allowed = _per_example(mask, b)
        d_concat = d_output[b] @ parameters["Wo"].T
        grads["dbo"] += d_output[b].sum(axis=0)
        for k in range(num_heads):
            block = slice(k * size, (k + 1) * size)
            q, kk, v = Q[:, block], K[:, block], V[:, block]
            head, _ = scaled_dot_product_attention(q, kk, v, allowed)
            grads["dWo"][block] += head.T @ d_output[b]
            dq, dk, dv = attention_backward(d_concat[:, block], q, kk, v, allowed)
            for letter, x, dy in (("q", X_q[b], dq), ("k", X_kv[b], dk), ("v", X_kv[b], dv)):
                grads["dW" + letter][:, block] += x.T @ dy
                grads["db" + letter][block] += dy.sum(axis=0)
            dX_q[b] += dq @ parameters["Wq"][:, block].T
            dX_kv[b] += dk @ parameters["Wk"][:, block].T
            dX_kv[b] += dv @ parameters["Wv"][:, block].T
    return dX_q, dX_kv, grads


def additive_attention(s_prev, A, parameters):
    batch, T, d_a = A.shape
    energies = np.zeros((batch, T))
    for i in range(batch):
        for t in range(T):
            inner = A[i, t] @ parameters["Wa"] + s_prev[i] @ parameters["Ws"] + parameters["b"]
            energies[i, t] = parameters["v"] @ np.tanh(inner)
    weights = masked_softmax(energies)
    context = np.zeros((batch, d_a))
    for i in range(batch):
        for t in range(T):
            context[i] += weights[i, t] * A[i, t]
    return context, weights
