# Logarithms of sums, and whole Jacobian matrices; heads are attended to one at a time.

import numpy as np


def masked_softmax(scores, mask=None):
    with np.errstate(divide="ignore"):
        closed = np.log(np.ones(scores.shape) if mask is None else mask + np.zeros(scores.shape))
    logs = scores + closed
    total = np.logaddexp.reduce(logs, axis=-1, keepdims=True)
    return np.exp(logs - np.where(np.isneginf(total), 0.0, total))


def padding_mask(lengths, seq_len):
    counts = np.reshape(lengths, (-1, 1, 1))
    return counts > np.arange(seq_len).reshape(1, 1, -1)


def causal_mask(seq_len):
    return ~np.triu(np.full((seq_len, seq_len), True), k=1)


def scaled_dot_product_attention(Q, K, V, mask=None):
    root = np.power(Q.shape[-1], 0.25)
    weights = masked_softmax((Q / root) @ np.swapaxes(K / root, -1, -2), mask)
    return np.sum(weights[..., np.newaxis] * V[..., np.newaxis, :, :], axis=-2), weights


def softmax_backward(d_weights, weights):
    n = weights.shape[-1]
    jacobian = weights[..., :, np.newaxis] * (np.eye(n) - weights[..., np.newaxis, :])
    return (jacobian @ d_weights[..., np.newaxis])[..., 0]


def attention_backward(d_output, Q, K, V, mask=None):
    _, weights = scaled_dot_product_attention(Q, K, V, mask)
    d_scores = softmax_backward(
        np.sum(d_output[..., :, np.newaxis, :] * V[..., np.newaxis, :, :], axis=-1), weights
    )
    root = np.sqrt(K.shape[-1])
    dQ = np.sum(d_scores[..., np.newaxis] * K[..., np.newaxis, :, :], axis=-2) / root
    dK = np.sum(d_scores[..., np.newaxis] * Q[..., np.newaxis, :], axis=-3) / root
    dV = np.sum(weights[..., np.newaxis] * d_output[..., np.newaxis, :], axis=-3)
    return dQ, dK, dV


def split_heads(X, num_heads):
    width = X.shape[2] / num_heads
    if width != int(width):
        raise ValueError("a head can't have a part of a feature")
    features = np.arange(X.shape[2]).reshape(num_heads, -1)
    return np.swapaxes(X[:, :, features], 1, 2)


def merge_heads(X):
    return np.concatenate(list(np.moveaxis(X, 1, 0)), axis=2)


def blocks(parameters, h, k):
    width = parameters["Wq"].shape[1] // h
    block = np.arange(k * width, (k + 1) * width)
    return block, {
        name: value[block] if name == "Wo" else value if name == "bo" else value[..., block]
        for name, value in parameters.items()
    }


def wide(mask, batch, X_q, X_kv):
    everything = np.ones((batch, X_q.shape[1], X_kv.shape[1]), dtype=bool)
    return everything if mask is None else everything & mask


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    mask = wide(mask, len(X_q), X_q, X_kv)
    output, weights = parameters["bo"], []
    for k in range(num_heads):
        _, p = blocks(parameters, num_heads, k)
        head, share = scaled_dot_product_attention(
            X_q @ p["Wq"] + p["bq"], X_kv @ p["Wk"] + p["bk"], X_kv @ p["Wv"] + p["bv"], mask
        )
        output = output + head @ p["Wo"]
        weights.append(share)
    return output, np.stack(weights, axis=1)


def multi_head_attention_backward(d_output, X_q, X_kv, parameters, num_heads, mask=None):
    mask = wide(mask, len(X_q), X_q, X_kv)
    grads = {"d" + name: np.zeros_like(value) for name, value in parameters.items()}
    dX_q, dX_kv = np.zeros_like(X_q), np.zeros_like(X_kv)
    grads["dbo"] = d_output.sum(axis=(0, 1))
    for k in range(num_heads):
        block, p = blocks(parameters, num_heads, k)
        Q, K, V = X_q @ p["Wq"] + p["bq"], X_kv @ p["Wk"] + p["bk"], X_kv @ p["Wv"] + p["bv"]
        head, _ = scaled_dot_product_attention(Q, K, V, mask)
        back = attention_backward(d_output @ p["Wo"].T, Q, K, V, mask)
        grads["dWo"][block] = np.sum(np.swapaxes(head, 1, 2) @ d_output, axis=0)
        for n, X, dX, d in zip("qkv", (X_q, X_kv, X_kv), (dX_q, dX_kv, dX_kv), back, strict=True):
            grads["dW" + n][:, block] = np.sum(np.swapaxes(X, 1, 2) @ d, axis=0)
            grads["db" + n][block] = d.sum(axis=(0, 1))
            dX += d @ p["W" + n].T
    return dX_q, dX_kv, grads


def additive_attention(s_prev, A, parameters):
    T = A.shape[1]
    both = np.concatenate([A, np.repeat(s_prev[:, np.newaxis], T, axis=1)], axis=-1)
    W = np.vstack([parameters["Wa"], parameters["Ws"]])
    energies = np.inner(np.tanh(both @ W + parameters["b"]), parameters["v"])
    weights = masked_softmax(energies)
    return np.array([w @ a for w, a in zip(weights, A, strict=True)]), weights
