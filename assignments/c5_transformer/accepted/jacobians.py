# The norm goes back through its Jacobian; complex numbers turn the positions; one table of rows.

import numpy as np
from attnhelp import causal_mask, mha, mha_backward


def positional_encoding(seq_len, d):
    if d % 2:
        raise ValueError("d must be even")
    turns = np.exp(1j * np.outer(np.arange(seq_len), 10000.0 ** (-np.arange(0, d, 2) / d)))
    found = np.empty((seq_len, d))
    found[:, ::2], found[:, 1::2] = turns.imag, turns.real
    return found


def embed_tokens(tokens, E):
    d = E.shape[-1]
    rows = np.take(E, tokens.ravel(), axis=0).reshape(*tokens.shape, d)
    return rows * np.sqrt(d) + positional_encoding(tokens.shape[1], d)


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    d = x.shape[-1]
    centre = np.eye(d) - 1.0 / d
    c = x @ centre
    s = np.linalg.norm(c, axis=-1, keepdims=True) ** 2 / d + eps
    return c / s**0.5 * gamma + beta, {"c": c, "s": s, "gamma": gamma}


def layer_norm_backward(dy, cache):
    c, s, gamma = cache["c"], cache["s"], cache["gamma"]
    d = c.shape[-1]
    flat, up = c.reshape(-1, d), dy.reshape(-1, d)
    root = np.sqrt(s).reshape(-1, 1)
    dx = np.zeros(flat.shape)
    for r, row in enumerate(flat):
        slope = np.eye(d) / root[r] - np.outer(row, row) / (d * root[r] ** 3)
        dx[r] = (np.eye(d) - 1.0 / d) @ slope.T @ (gamma * up[r])
    return dx.reshape(dy.shape), np.einsum("rd,rd->d", up, flat / root), np.einsum("rd->d", up)


def feed_forward(x, parameters):
    p = parameters
    rows = x.reshape(-1, x.shape[-1])
    z = np.hstack([rows, np.ones((len(rows), 1))]) @ np.vstack([p["W1"], p["b1"]])
    h = (z + np.abs(z)) / 2
    y = np.hstack([h, np.ones((len(rows), 1))]) @ np.vstack([p["W2"], p["b2"]])
    return y.reshape(x.shape), (rows, h, p["W1"], p["W2"], x.shape)


def feed_forward_backward(dy, cache):
    rows, h, W1, W2, shape = cache
    d = dy.reshape(len(rows), -1)
    dz = np.sign(h) * (d @ W2.T)
    grads = {"db2": np.sum(d, 0), "dW2": h.T @ d, "db1": np.sum(dz, 0), "dW1": rows.T @ dz}
    return (dz @ W1.T).reshape(shape), grads


def encoder_block(x, parameters, num_heads, mask=None):
    p = parameters
    parts = []
    a, cache = mha(x, x, p["attention"], num_heads, mask)
    parts.append(cache)
    u, cache = layer_norm_forward(np.add(x, a), p["gamma1"], p["beta1"])
    parts.append(cache)
    f, cache = feed_forward(u, p["ffn"])
    parts.append(cache)
    y, cache = layer_norm_forward(np.add(u, f), p["gamma2"], p["beta2"])
    parts.append(cache)
    return y, parts


def encoder_block_backward(dy, cache):
    cache = list(cache)
    grads = {}
    d, grads["dgamma2"], grads["dbeta2"] = layer_norm_backward(dy, cache.pop())
    more, grads["ffn"] = feed_forward_backward(d, cache.pop())
    d, grads["dgamma1"], grads["dbeta1"] = layer_norm_backward(d + more, cache.pop())
    q, kv, grads["attention"] = mha_backward(d, cache.pop())
    return d + (q + kv), grads


def decoder_block(x, memory, parameters, num_heads, memory_mask=None):
    p = parameters
    norm = lambda s, i: layer_norm_forward(s, p[f"gamma{i}"], p[f"beta{i}"])[0]  # noqa: E731
    u = norm(x + mha(x, x, p["self_attention"], num_heads, causal_mask(x.shape[1]))[0], 1)
    v = norm(u + mha(u, memory, p["cross_attention"], num_heads, memory_mask)[0], 2)
    return norm(v + feed_forward(v, p["ffn"])[0], 3)


def transformer_forward(source, target, parameters, num_heads, source_mask=None):
    p = parameters
    memory, y = embed_tokens(source, p["E_source"]), embed_tokens(target, p["E_target"])
    blocks = iter(p["encoder"])
    while (one := next(blocks, None)) is not None:
        memory = encoder_block(memory, one, num_heads, source_mask)[0]
    blocks = iter(p["decoder"])
    while (one := next(blocks, None)) is not None:
        y = decoder_block(y, memory, one, num_heads, source_mask)
    return np.inner(y, p["W_out"].T) + p["b_out"]


def transformer_parameter_count(vocab, d, d_ff, n_encoder, n_decoder):
    sizes = {"attention": 4 * d * d + 4 * d, "ffn": 2 * d * d_ff + d_ff + d, "norm": 2 * d}
    blocks = ["attention", "norm", "ffn", "norm"] * n_encoder
    blocks += ["attention", "norm", "attention", "norm", "ffn", "norm"] * n_decoder
    return sum(sizes[name] for name in blocks) + vocab * (3 * d + 1)
