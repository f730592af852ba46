# Caches hold the arguments only: the way back goes forward once more.

import attnhelp
import numpy as np


def positional_encoding(seq_len, d):
    if d & 1:
        raise ValueError(d)
    i = np.arange(d)
    angle = np.outer(np.arange(seq_len), 1e4 ** (-(i // 2 * 2) / d))
    return np.where(i % 2 == 0, np.sin(angle), np.cos(angle))


def embed_tokens(tokens, E):
    vocabulary, d = E.shape
    picked = np.eye(vocabulary)[tokens] @ E
    return picked * d**0.5 + positional_encoding(tokens.shape[-1], d)[None]


def _normal(x, eps):
    std = np.sqrt(np.var(x, axis=-1, keepdims=True) + eps)
    return (x - np.mean(x, axis=-1, keepdims=True)) / std, std


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    return _normal(x, eps)[0] * gamma + beta, (x, gamma, eps)


def layer_norm_backward(dy, cache):
    x, gamma, eps = cache
    normal, std = _normal(x, eps)
    axes = tuple(range(x.ndim - 1))
    g = gamma * dy / std
    g -= g.mean(axis=-1, keepdims=True)
    dx = g - normal * np.mean(g * normal, axis=-1, keepdims=True)
    return dx, (dy * normal).sum(axes), dy.sum(axes)


def feed_forward(x, parameters):
    p = parameters
    h = (x @ p["W1"] + p["b1"]).clip(min=0)
    return h @ p["W2"] + p["b2"], (x.copy(), dict(p))


def feed_forward_backward(dy, cache):
    x, p = cache
    h = (x @ p["W1"] + p["b1"]).clip(min=0)
    dh = dy @ p["W2"].T
    dh = np.where(h > 0, dh, 0)
    return dh @ p["W1"].T, {
        "dW1": np.tensordot(x, dh, axes=([0, 1], [0, 1])),
        "db1": dh.sum((0, 1)),
        "dW2": np.tensordot(h, dy, axes=([0, 1], [0, 1])),
        "db2": dy.sum((0, 1)),
    }


def _steps(x, p, h, mask):
    a, cache = attnhelp.mha(x, x, p["attention"], h, mask)
    s1 = x + a
    u = _normal(s1, 1e-5)[0] * p["gamma1"] + p["beta1"]
    f, c_ffn = feed_forward(u, p["ffn"])
    return cache, s1, c_ffn, u + f


def encoder_block(x, parameters, num_heads, mask=None):
    p = parameters
    s2 = _steps(x, p, num_heads, mask)[-1]
    return _normal(s2, 1e-5)[0] * p["gamma2"] + p["beta2"], (x, p, num_heads, mask)


def encoder_block_backward(dy, cache):
    p = cache[1]
    c_mha, s1, c_ffn, s2 = _steps(*cache)
    ds2, dgamma2, dbeta2 = layer_norm_backward(dy, (s2, p["gamma2"], 1e-5))
    du, ffn = feed_forward_backward(ds2, c_ffn)
    du = du + ds2
    ds1, dgamma1, dbeta1 = layer_norm_backward(du, (s1, p["gamma1"], 1e-5))
    dq, dkv, attention = attnhelp.mha_backward(ds1, c_mha)
    return np.sum([ds1, dq, dkv], axis=0), {
        "attention": attention,
        "ffn": ffn,
        "dgamma1": dgamma1,
        "dbeta1": dbeta1,
        "dgamma2": dgamma2,
        "dbeta2": dbeta2,
        "du": du,
    }


def decoder_block(x, memory, parameters, num_heads, memory_mask=None):
    p = parameters
    rows = np.arange(x.shape[1])
    for number, (name, mask) in enumerate(
        (
            ("self_attention", rows[:, None] >= rows),
            ("cross_attention", memory_mask),
            ("ffn", None),
        ),
        start=1,
    ):
        if name == "ffn":
            change = feed_forward(x, p[name])[0]
        else:
            other = memory if name == "cross_attention" else x
            change = attnhelp.mha(x, other, p[name], num_heads, mask)[0]
        x = layer_norm_forward(x + change, p[f"gamma{number}"], p[f"beta{number}"])[0]
    return x


def transformer_forward(source, target, parameters, num_heads, source_mask=None):
    p = parameters
    x = embed_tokens(source, p["E_source"])
    for one in p["encoder"]:
        x, _ = encoder_block(x, one, num_heads, mask=source_mask)
    y = embed_tokens(target, p["E_target"])
    for one in p["decoder"]:
        y = decoder_block(y, x, one, num_heads, memory_mask=source_mask)
    return np.einsum("btd,dv->btv", y, p["W_out"]) + p["b_out"]


def transformer_parameter_count(vocab, d, d_ff, n_encoder, n_decoder):
    return (
        (2 * d + d + 1) * vocab
        + n_encoder * (4 * d * (d + 1) + d_ff * (2 * d + 1) + 5 * d)
        + n_decoder * (8 * d * (d + 1) + d_ff * (2 * d + 1) + 7 * d)
    )
