# Arrays of one's own are overwritten step by step; a tiny number keeps sums from being 0.

import numpy as np

TINY = 1e-12


def masked_softmax(scores, mask=None):
    work = np.array(scores, dtype=float)
    if mask is not None:
        work[~np.broadcast_to(mask, work.shape)] = -np.inf
    top = work.max(axis=-1, keepdims=True)
    top[np.isneginf(top)] = 0
    work -= top
    np.exp(work, out=work)
    work /= work.sum(axis=-1, keepdims=True) + TINY
    return work


def padding_mask(lengths, seq_len):
    mask = np.ones((len(lengths), 1, seq_len), dtype=bool)
    for b in range(len(lengths)):
        mask[b, :, int(lengths[b]) :] = False
    return mask


def causal_mask(seq_len):
    mask = np.ones((seq_len, seq_len), dtype=bool)
    mask[np.triu_indices(seq_len, 1)] = False
    return mask


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = np.matmul(Q, K.swapaxes(-2, -1))
    scores /= Q.shape[-1] ** 0.5
    weights = masked_softmax(scores, mask)
    return [np.matmul(weights, V), weights]


def softmax_backward(d_weights, weights):
    d = d_weights * weights
    d -= weights * d.sum(axis=-1, keepdims=True)
    return d


def attention_backward(d_output, Q, K, V, mask=None):
    weights = scaled_dot_product_attention(Q, K, V, mask)[1]
    d = softmax_backward(np.matmul(d_output, V.swapaxes(-2, -1)), weights)
    d /= Q.shape[-1] ** 0.5
    return np.matmul(d, K), np.matmul(d.swapaxes(-2, -1), Q), weights.swapaxes(-2, -1) @ d_output


def split_heads(X, num_heads):
    width, rest = divmod(X.shape[-1], num_heads)
    if rest:
        raise ValueError("num_heads must divide the features")
    heads = np.empty((len(X), num_heads, X.shape[1], width))
    for k in range(num_heads):
        heads[:, k] = X[..., k * width : (k + 1) * width]
    return heads


def merge_heads(X):
    batch, h, seq, width = X.shape
    merged = np.empty((batch, seq, h * width))
    for k in range(h):
        merged[..., k * width : (k + 1) * width] = X[:, k]
    return merged


def all_of_it(X_q, X_kv, P, num_heads, mask):
    if mask is not None:
        mask = np.array(mask)
        if mask.ndim == 3:
            mask.shape = (mask.shape[0], 1, mask.shape[1], mask.shape[2])
    parts = []
    for X, n in ((X_q, "q"), (X_kv, "k"), (X_kv, "v")):
        part = X @ P["W" + n]
        part += P["b" + n]
        parts.append(split_heads(part, num_heads))
    heads, weights = scaled_dot_product_attention(*parts, mask)
    return merge_heads(heads), weights, parts, mask


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    merged, weights, _, _ = all_of_it(X_q, X_kv, parameters, num_heads, mask)
    output = merged @ parameters["Wo"]
    output += parameters["bo"]
    return output, weights


def multi_head_attention_backward(d_output, X_q, X_kv, parameters, num_heads, mask=None):
    P = parameters
    merged, _, parts, wide = all_of_it(X_q, X_kv, P, num_heads, mask)
    d_heads = split_heads(d_output @ P["Wo"].T, num_heads)
    slopes = [merge_heads(d) for d in attention_backward(d_heads, *parts, wide)]
    grads = {"joined": merged}
    places = zip("qkvo", (X_q, X_kv, X_kv, merged), [*slopes, d_output], strict=True)
    for n, X, d in places:
        grads[f"dW{n}"] = np.tensordot(X, d, axes=([0, 1], [0, 1]))
        grads[f"db{n}"] = d.sum(axis=1).sum(axis=0)
    dX_kv = slopes[1] @ P["Wk"].T
    dX_kv += slopes[2] @ P["Wv"].T
    return [slopes[0] @ P["Wq"].T, dX_kv, grads]


def additive_attention(s_prev, A, parameters):
    hidden = A @ parameters["Wa"]
    hidden += np.expand_dims(s_prev @ parameters["Ws"], 1)
    hidden += parameters["b"]
    np.tanh(hidden, out=hidden)
    weights = masked_softmax(hidden.dot(parameters["v"]))
    return np.sum(weights[:, :, None] * A, axis=1), weights
