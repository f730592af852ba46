# expect: additive_attention loses
"""The energies have no tanh."""

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
    rows = []
    for n in lengths:
        n = min(int(n), seq_len)
        rows.append([True] * n + [False] * (seq_len - n))
    return np.array(rows).reshape(len(rows), 1, seq_len)


def causal_mask(seq_len):
    mask = np.zeros((seq_len, seq_len), dtype=bool)
    for i in range(seq_len):
        mask[i, : i + 1] = True
    return mask


def scaled_dot_product_attention(Q, K, V, mask=None):
    axes = list(range(K.ndim))
    axes[-1], axes[-2] = axes[-2], axes[-1]
    scores = (Q @ K.transpose(axes)) * (1.0 / np.sqrt(Q.shape[-1]))
    attention = masked_softmax(scores, mask=mask)
    output = attention @ V
    return output, attention


def softmax_backward(d_weights, weights):
    product = weights * d_weights
    return product - weights * np.sum(product, axis=-1, keepdims=True)


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
    return np.concatenate([X[:, i, :, :] for i in range(X.shape[1])], axis=2)


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
    def back(X, W, dY):
        rows, slopes = X.reshape(-1, X.shape[-1]), dY.reshape(-1, dY.shape[-1])
        return dY @ W.T, rows.T @ slopes, slopes.sum(axis=0)

    inputs = {"q": X_q, "k": X_kv, "v": X_kv}
    split = {
        n: split_heads(x @ parameters["W" + n] + parameters["b" + n], num_heads)
        for n, x in inputs.items()
    }
    wide = mask
    if mask is not None and len(mask.shape) == 3:
        wide = mask.reshape(mask.shape[0], 1, mask.shape[1], mask.shape[2])
    heads = scaled_dot_product_attention(split["q"], split["k"], split["v"], wide)[0]
    grads, dX = {}, {}
    d, grads["dWo"], grads["dbo"] = back(merge_heads(heads), parameters["Wo"], d_output)
    slopes = attention_backward(
        split_heads(d, num_heads), split["q"], split["k"], split["v"], wide
    )
    for n, slope in zip("qkv", slopes, strict=True):
        dX[n], grads["dW" + n], grads["db" + n] = back(
            inputs[n], parameters["W" + n], merge_heads(slope)
        )
    return dX["q"], dX["k"] + dX["v"], grads


def additive_attention(s_prev, A, parameters):
    batch, T, _ = A.shape
    energies = np.zeros((batch, T))
    for t in range(T):
        u = A[:, t] @ parameters["Wa"] + s_prev @ parameters["Ws"] + parameters["b"]
        energies[:, t] = u @ parameters["v"]
    weights = masked_softmax(energies)
    context = np.zeros((batch, A.shape[2]))
    for t in range(T):
        context = context + weights[:, t : t + 1] * A[:, t]
    return context, weights
