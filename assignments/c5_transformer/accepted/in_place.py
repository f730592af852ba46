# Work in place, on arrays of one's own.

import numpy as np
from attnhelp import causal_mask, mha, mha_backward


def positional_encoding(seq_len, d):
    if d % 2:
        raise ValueError("d must be even")
    P = np.empty((seq_len, d))
    angle = np.arange(seq_len, dtype=float)[:, None] * np.exp(
        -np.log(10000.0) * np.arange(0, d, 2) / d
    )
    np.sin(angle, out=P[:, 0::2])
    np.cos(angle, out=P[:, 1::2])
    return P


def embed_tokens(tokens, E):
    X = E[tokens]
    X *= np.sqrt(X.shape[-1])
    X += positional_encoding(*X.shape[1:])
    return X


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    y = np.array(x, dtype=float)
    y -= y.mean(axis=-1, keepdims=True)
    std = np.einsum("...d,...d->...", y, y)[..., None] / y.shape[-1]
    std += eps
    np.sqrt(std, out=std)
    y /= std
    normal = y.copy()
    y *= gamma
    y += beta
    return y, (normal, std, np.array(gamma))


def layer_norm_backward(dy, cache):
    normal, std, gamma = cache
    g = dy * normal
    dgamma = g
    while dgamma.ndim > 1:
        dgamma = dgamma.sum(axis=0)
    dbeta = dy
    while dbeta.ndim > 1:
        dbeta = dbeta.sum(axis=0)
    g *= gamma
    dx = dy * gamma
    dx -= dx.mean(axis=-1, keepdims=True)
    dx -= normal * g.mean(axis=-1, keepdims=True)
    dx /= std
    return dx, dgamma, dbeta


def feed_forward(x, parameters):
    h = np.matmul(x, parameters["W1"])
    h += parameters["b1"]
    h *= h > 0
    y = np.matmul(h, parameters["W2"])
    y += parameters["b2"]
    return y, (x, h, parameters)


def feed_forward_backward(dy, cache):
    x, h, parameters = cache
    grads = {}
    grads["dW2"] = np.matmul(h.swapaxes(1, 2), dy).sum(axis=0)
    grads["db2"] = dy.sum(axis=1).sum(axis=0)
    dh = np.matmul(dy, parameters["W2"].T)
    dh[h <= 0] = 0
    grads["dW1"] = np.matmul(x.swapaxes(1, 2), dh).sum(axis=0)
    grads["db1"] = dh.sum(axis=1).sum(axis=0)
    return np.matmul(dh, parameters["W1"].T), grads


def encoder_block(x, parameters, num_heads, mask=None):
    s, c1 = mha(x, x, parameters["attention"], num_heads, mask)
    s += x
    s, c2 = layer_norm_forward(s, parameters["gamma1"], parameters["beta1"])
    fed, c3 = feed_forward(s, parameters["ffn"])
    fed += s
    y, c4 = layer_norm_forward(fed, parameters["gamma2"], parameters["beta2"])
    return y, (c1, c2, c3, c4)


def encoder_block_backward(dy, cache):
    d, dgamma2, dbeta2 = layer_norm_backward(dy, cache[3])
    through, ffn = feed_forward_backward(d, cache[2])
    d += through
    d, dgamma1, dbeta1 = layer_norm_backward(d, cache[1])
    q, kv, attention = mha_backward(d, cache[0])
    d += q
    d += kv
    norms = {"dgamma1": dgamma1, "dbeta1": dbeta1, "dgamma2": dgamma2, "dbeta2": dbeta2}
    return d, norms | {"attention": attention, "ffn": ffn}


def decoder_block(x, memory, parameters, num_heads, memory_mask=None):
    p = parameters
    s = mha(x, x, p["self_attention"], num_heads, causal_mask(x.shape[1]))[0]
    s += x
    u = layer_norm_forward(s, p["gamma1"], p["beta1"])[0]
    s = mha(u, memory, p["cross_attention"], num_heads, memory_mask)[0]
    s += u
    v = layer_norm_forward(s, p["gamma2"], p["beta2"])[0]
    s = feed_forward(v, p["ffn"])[0]
    s += v
    return layer_norm_forward(s, p["gamma3"], p["beta3"])[0]


def transformer_forward(source, target, parameters, num_heads, source_mask=None):
    X = embed_tokens(source, parameters["E_source"])
    for block in parameters["encoder"]:
        X[...] = encoder_block(X, block, num_heads, source_mask)[0]
    Y = embed_tokens(target, parameters["E_target"])
    for block in parameters["decoder"]:
        Y[...] = decoder_block(Y, X, block, num_heads, source_mask)
    logits = Y @ parameters["W_out"]
    logits += parameters["b_out"]
    return logits


def transformer_parameter_count(vocab, d, d_ff, n_encoder, n_decoder):
    count = 3 * vocab * d + vocab
    count += (n_encoder + n_decoder) * (2 * d * d_ff + d_ff + d)
    count += (n_encoder + 2 * n_decoder) * 4 * d * (d + 1)
    count += (2 * n_encoder + 3 * n_decoder) * 2 * d
    return count
