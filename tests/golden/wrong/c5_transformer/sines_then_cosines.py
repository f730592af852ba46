# expect: positional_encoding loses
"""All sines, then all cosines."""

import numpy as np
from attnhelp import causal_mask, mha, mha_backward


def positional_encoding(seq_len, d):
    if d % 2 != 0:
        raise ValueError("d must be even")
    pos = np.arange(seq_len).reshape(-1, 1)
    k = np.arange(d // 2).reshape(1, -1)
    angles = pos / np.power(10000, 2 * k / d)
    pe = np.zeros((seq_len, d))
    pe[:, : d // 2] = np.sin(angles)
    pe[:, d // 2 :] = np.cos(angles)
    return pe


def embed_tokens(tokens, E):
    batch, seq = tokens.shape
    d = E.shape[1]
    x = E[tokens] * np.sqrt(d)
    return x + positional_encoding(seq, d)


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    mu = np.mean(x, axis=-1, keepdims=True)
    var = np.var(x, axis=-1, keepdims=True)
    inv = 1 / np.sqrt(var + eps)
    x_hat = (x - mu) * inv
    y = gamma * x_hat + beta
    cache = (x_hat, inv, gamma)
    return y, cache


def layer_norm_backward(dy, cache):
    x_hat, inv, gamma = cache
    d = dy.shape[-1]
    g = dy * gamma
    dx = g - g.sum(axis=-1, keepdims=True) / d
    dx = dx - x_hat * (g * x_hat).sum(axis=-1, keepdims=True) / d
    dx = dx * inv
    axes = tuple(range(dy.ndim - 1))
    dgamma = np.sum(dy * x_hat, axis=axes)
    dbeta = np.sum(dy, axis=axes)
    return dx, dgamma, dbeta


def feed_forward(x, parameters):
    z = x @ parameters["W1"] + parameters["b1"]
    h = np.maximum(z, 0)
    y = h @ parameters["W2"] + parameters["b2"]
    return y, (x, z, parameters)


def feed_forward_backward(dy, cache):
    x, z, parameters = cache
    h = np.maximum(z, 0)
    dW2 = np.einsum("bsh,bsd->hd", h, dy)
    db2 = dy.sum(axis=(0, 1))
    dh = dy @ parameters["W2"].T
    dz = dh * (z > 0)
    dW1 = np.einsum("bsd,bsh->dh", x, dz)
    db1 = dz.sum(axis=(0, 1))
    dx = dz @ parameters["W1"].T
    return dx, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def encoder_block(x, parameters, num_heads, mask=None):
    att, cache_att = mha(x, x, parameters["attention"], num_heads, mask)
    u, cache_ln1 = layer_norm_forward(x + att, parameters["gamma1"], parameters["beta1"])
    ff, cache_ff = feed_forward(u, parameters["ffn"])
    y, cache_ln2 = layer_norm_forward(u + ff, parameters["gamma2"], parameters["beta2"])
    return y, (cache_att, cache_ln1, cache_ff, cache_ln2)


def encoder_block_backward(dy, cache):
    cache_att, cache_ln1, cache_ff, cache_ln2 = cache
    ds2, dgamma2, dbeta2 = layer_norm_backward(dy, cache_ln2)
    dff, grads_ffn = feed_forward_backward(ds2, cache_ff)
    du = ds2 + dff
    ds1, dgamma1, dbeta1 = layer_norm_backward(du, cache_ln1)
    dxq, dxkv, grads_att = mha_backward(ds1, cache_att)
    dx = ds1 + dxq + dxkv
    grads = {
        "attention": grads_att,
        "ffn": grads_ffn,
        "dgamma1": dgamma1,
        "dbeta1": dbeta1,
        "dgamma2": dgamma2,
        "dbeta2": dbeta2,
    }
    return dx, grads


def decoder_block(x, memory, parameters, num_heads, memory_mask=None):
    p = parameters
    mask = causal_mask(x.shape[1])
    att, _ = mha(x, x, p["self_attention"], num_heads, mask)
    u, _ = layer_norm_forward(x + att, p["gamma1"], p["beta1"])
    cross, _ = mha(u, memory, p["cross_attention"], num_heads, memory_mask)
    v, _ = layer_norm_forward(u + cross, p["gamma2"], p["beta2"])
    ff, _ = feed_forward(v, p["ffn"])
    y, _ = layer_norm_forward(v + ff, p["gamma3"], p["beta3"])
    return y


def transformer_forward(source, target, parameters, num_heads, source_mask=None):
    enc = embed_tokens(source, parameters["E_source"])
    for p in parameters["encoder"]:
        enc, _ = encoder_block(enc, p, num_heads, source_mask)
    dec = embed_tokens(target, parameters["E_target"])
    for p in parameters["decoder"]:
        dec = decoder_block(dec, enc, p, num_heads, source_mask)
    return dec @ parameters["W_out"] + parameters["b_out"]


def transformer_parameter_count(vocab, d, d_ff, n_encoder, n_decoder):
    attention = 4 * (d * d + d)
    ffn = d * d_ff + d_ff + d_ff * d + d
    norm = 2 * d
    encoder = attention + ffn + 2 * norm
    decoder = 2 * attention + ffn + 3 * norm
    return 2 * vocab * d + n_encoder * encoder + n_decoder * decoder + d * vocab + vocab
