# Attention of one's own, head by head; each function hands on its way back as a function.

import numpy as np


def positional_encoding(seq_len, d):
    if d != 2 * (d // 2):
        raise ValueError("an even number of features, please")
    pairs = []
    for k in range(d // 2):
        w = 1 / 10000 ** (2 * k / d)
        pairs += [np.sin(w * np.arange(seq_len)), np.cos(w * np.arange(seq_len))]
    return np.array(pairs).T


def embed_tokens(tokens, E):
    places = positional_encoding(tokens.shape[1], E.shape[1])
    return np.array([[E[t] * np.sqrt(E.shape[1]) for t in row] + places for row in tokens])


def linear(x, W, b):
    def back(d):
        return d @ W.T, np.einsum("bti,bto->io", x, d), d.sum((0, 1))

    return x @ W + b, back


def attend(X, Y, P, heads, mask):
    lines = {n: linear(x, P["W" + n], P["b" + n]) for n, x in (("q", X), ("k", Y), ("v", Y))}
    Q, K, V = (np.split(lines[n][0], heads, axis=-1) for n in "qkv")
    outs, weights = [], []
    root = np.sqrt(Q[0].shape[-1])
    for q, k, v in zip(Q, K, V, strict=True):
        s = q @ k.swapaxes(1, 2) / root
        # What is masked comes below all that is allowed, in any row.
        may = np.ones(s.shape, dtype=bool) if mask is None else np.broadcast_to(mask, s.shape)
        s = np.where(may, s, s.min() - 1)
        e = np.exp(s - s.max(-1, keepdims=True)) * may
        total = e.sum(-1, keepdims=True)
        w = np.divide(e, total, out=np.zeros_like(e), where=total > 0)
        weights.append(w)
        outs.append(w @ v)
    out, back_o = linear(np.concatenate(outs, -1), P["Wo"], P["bo"])

    def back(d):
        grads = {}
        d, grads["dWo"], grads["dbo"] = back_o(d)
        parts = {"q": [], "k": [], "v": []}
        for dh, q, k, v, w in zip(np.split(d, heads, -1), Q, K, V, weights, strict=True):
            dw = dh @ v.swapaxes(1, 2)
            ds = w * (dw - (dw * w).sum(-1, keepdims=True)) / root
            parts["q"].append(ds @ k)
            parts["k"].append(ds.swapaxes(1, 2) @ q)
            parts["v"].append(w.swapaxes(1, 2) @ dh)
        into = {}
        for n, part in parts.items():
            back_n = lines[n][1]
            into[n], grads["dW" + n], grads["db" + n] = back_n(np.concatenate(part, -1))
        return into["q"], into["k"] + into["v"], grads

    return out, back


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    mean, var = x.mean(-1)[..., None], x.var(-1)[..., None]
    normal = (x - mean) / (var + eps) ** 0.5

    def back(dy):
        g = dy * gamma
        dvar = (g * (x - mean)).sum(-1, keepdims=True) * -0.5 * (var + eps) ** -1.5
        dmean = -(g / (var + eps) ** 0.5).sum(-1, keepdims=True)
        dx = g / (var + eps) ** 0.5 + (dvar * 2 * (x - mean) + dmean) / x.shape[-1]
        axes = tuple(range(x.ndim - 1))
        return dx, (dy * normal).sum(axes), dy.sum(axes)

    return normal * gamma + beta, back


def layer_norm_backward(dy, cache):
    return cache(dy)


def feed_forward(x, parameters):
    z, back1 = linear(x, parameters["W1"], parameters["b1"])
    y, back2 = linear(np.where(z > 0, z, 0.0), parameters["W2"], parameters["b2"])

    def back(dy):
        dh, dW2, db2 = back2(dy)
        dx, dW1, db1 = back1(np.where(z > 0, dh, 0.0))
        return dx, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}

    return y, back


def feed_forward_backward(dy, cache):
    return cache(dy)


def encoder_block(x, parameters, num_heads, mask=None):
    P = parameters
    a, back_a = attend(x, x, P["attention"], num_heads, mask)
    u, back_1 = layer_norm_forward(x + a, P["gamma1"], P["beta1"])
    f, back_f = feed_forward(u, P["ffn"])
    y, back_2 = layer_norm_forward(u + f, P["gamma2"], P["beta2"])

    def back(dy):
        d2, dgamma2, dbeta2 = layer_norm_backward(dy, back_2)
        df, ffn = feed_forward_backward(d2, back_f)
        d1, dgamma1, dbeta1 = layer_norm_backward(d2 + df, back_1)
        q, kv, attention = back_a(d1)
        grads = {"attention": attention, "ffn": ffn, "dgamma1": dgamma1, "dbeta1": dbeta1}
        return d1 + q + kv, {**grads, "dgamma2": dgamma2, "dbeta2": dbeta2}

    return y, back


def encoder_block_backward(dy, cache):
    return cache(dy)


def decoder_block(x, memory, parameters, num_heads, memory_mask=None):
    P = parameters
    causal = np.tri(x.shape[1], dtype=bool)
    s = x + attend(x, x, P["self_attention"], num_heads, causal)[0]
    u, _ = layer_norm_forward(s, P["gamma1"], P["beta1"])
    s = u + attend(u, memory, P["cross_attention"], num_heads, memory_mask)[0]
    v, _ = layer_norm_forward(s, P["gamma2"], P["beta2"])
    return layer_norm_forward(v + feed_forward(v, P["ffn"])[0], P["gamma3"], P["beta3"])[0]


def transformer_forward(source, target, parameters, num_heads, source_mask=None):
    def encode(x, blocks):
        if not blocks:
            return x
        return encode(encoder_block(x, blocks[0], num_heads, source_mask)[0], blocks[1:])

    def decode(y, memory, blocks):
        if not blocks:
            return y
        y = decoder_block(y, memory, blocks[0], num_heads, source_mask)
        return decode(y, memory, blocks[1:])

    P = parameters
    memory = encode(embed_tokens(source, P["E_source"]), P["encoder"])
    y = decode(embed_tokens(target, P["E_target"]), memory, P["decoder"])
    return linear(y, P["W_out"], P["b_out"])[0]


def transformer_parameter_count(vocab, d, d_ff, n_encoder, n_decoder):
    per_head = 4 * d**2 + 4 * d + 2 * d
    per_ffn = 2 * d * d_ff + d_ff + d + 2 * d
    blocks = n_encoder * (per_head + per_ffn) + n_decoder * (2 * per_head + per_ffn)
    return blocks + 2 * vocab * d + (d + 1) * vocab
