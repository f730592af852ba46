# expect: layer_norm_backward loses
"""dgamma and dbeta are sums over the first two axes, however many there are."""

import numpy as np
from attnhelp import causal_mask, mha, mha_backward


def positional_encoding(seq_len, d):
    if d % 2 != 0:
        raise ValueError("d must be even")
    pe = np.zeros((seq_len, d))
    for pos in range(seq_len):
        for k in range(d // 2):
            angle = pos / (10000 ** (2 * k / d))
            pe[pos, 2 * k] = np.sin(angle)
            pe[pos, 2 * k + 1] = np.cos(angle)
    return pe


def embed_tokens(tokens, E):
    batch, seq = tokens.shape
    d = E.shape[1]
    pe = positional_encoding(seq, d)
    out = np.zeros((batch, seq, d))
    for b in range(batch):
        for s in range(seq):
            out[b, s] = E[tokens[b, s]] * np.sqrt(d) + pe[s]
    return out


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    mu = np.mean(x, axis=-1, keepdims=True)
    xc = x - mu
    var = np.mean(xc**2, axis=-1, keepdims=True)
    inv = 1.0 / np.sqrt(var + eps)
    xhat = xc * inv
    y = gamma * xhat + beta
    return y, (xhat, inv, gamma)


def layer_norm_backward(dy, cache):
    xhat, inv, gamma = cache
    g = dy * gamma
    mean_g = g.mean(axis=-1, keepdims=True)
    mean_gx = (g * xhat).mean(axis=-1, keepdims=True)
    dx = inv * (g - mean_g - xhat * mean_gx)
    axes = (0, 1)
    dgamma = np.sum(dy * xhat, axis=axes)
    dbeta = np.sum(dy, axis=axes)
    return dx, dgamma, dbeta


def feed_forward(x, parameters):
    z = x @ parameters["W1"] + parameters["b1"]
    h = np.maximum(0, z)
    y = h @ parameters["W2"] + parameters["b2"]
    return y, (x, z, parameters)


def feed_forward_backward(dy, cache):
    x, z, parameters = cache
    h = np.maximum(0, z)
    dh = dy @ parameters["W2"].T
    dz = dh * (z > 0)
    dW1 = np.zeros_like(parameters["W1"])
    dW2 = np.zeros_like(parameters["W2"])
    for b in range(x.shape[0]):
        dW1 += x[b].T @ dz[b]
        dW2 += h[b].T @ dy[b]
    db1 = dz.sum(axis=(0, 1))
    db2 = dy.sum(axis=(0, 1))
    dx = dz @ parameters["W1"].T
    return dx, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def encoder_block(x, parameters, num_heads, mask=None):
    att, cache_a = mha(x, x, parameters["attention"], num_heads, mask)
    u, cache_1 = layer_norm_forward(x + att, parameters["gamma1"], parameters["beta1"])
    f, cache_f = feed_forward(u, parameters["ffn"])
    y, cache_2 = layer_norm_forward(u + f, parameters["gamma2"], parameters["beta2"])
    return y, (cache_a, cache_1, cache_f, cache_2)


def encoder_block_backward(dy, cache):
    cache_a, cache_1, cache_f, cache_2 = cache
    ds2, dgamma2, dbeta2 = layer_norm_backward(dy, cache_2)
    df, grads_f = feed_forward_backward(ds2, cache_f)
    du = ds2 + df
    ds1, dgamma1, dbeta1 = layer_norm_backward(du, cache_1)
    dq, dkv, grads_a = mha_backward(ds1, cache_a)
    dx = ds1 + dq + dkv
    grads = {
        "attention": grads_a,
        "ffn": grads_f,
        "dgamma1": dgamma1,
        "dbeta1": dbeta1,
        "dgamma2": dgamma2,
        "dbeta2": dbeta2,
    }
    return dx, grads


def decoder_block(x, memory, parameters, num_heads, memory_mask=None):
    P = parameters
    causal = causal_mask(x.shape[1])
    a1, _ = mha(x, x, P["self_attention"], num_heads, causal)
    u, _ = layer_norm_forward(x + a1, P["gamma1"], P["beta1"])
    a2, _ = mha(u, memory, P["cross_attention"], num_heads, memory_mask)
    v, _ = layer_norm_forward(u + a2, P["gamma2"], P["beta2"])
    f, _ = feed_forward(v, P["ffn"])
    y, _ = layer_norm_forward(v + f, P["gamma3"], P["beta3"])
    return y


def transformer_forward(source, target, parameters, num_heads, source_mask=None):
    memory = embed_tokens(source, parameters["E_source"])
    for block in parameters["encoder"]:
        memory, _ = encoder_block(memory, block, num_heads, source_mask)
    y = embed_tokens(target, parameters["E_target"])
    for block in parameters["decoder"]:
        y = decoder_block(y, memory, block, num_heads, source_mask)
    return y @ parameters["W_out"] + parameters["b_out"]


def transformer_parameter_count(vocab, d, d_ff, n_encoder, n_decoder):
    attention = 4 * (d * d + d)
    ffn = d * d_ff + d_ff + d_ff * d + d
    norm = 2 * d
    encoder = attention + ffn + 2 * norm
    decoder = 2 * attention + ffn + 3 * norm
    tables = 2 * vocab * d
    last = d * vocab + vocab
    return n_encoder * encoder + n_decoder * decoder + tables + last
