# expect: layer_norm_forward loses
from functools import lru_cache

import numpy as np
from attnhelp import causal_mask, mha, mha_backward


@lru_cache(maxsize=None)
def positional_encoding(seq_len, d):
    if d & 1:
        raise ValueError(f"{d} features do not make pairs")
    freq = np.exp(-np.log(10000.0) * np.arange(0, d, 2) / d)
    angles = np.einsum("p,k->pk", np.arange(seq_len, dtype=float), freq)
    z = np.exp(1j * angles)
    return np.stack([z.imag, z.real], axis=-1).reshape(seq_len, d)


def embed_tokens(tokens, E):
    onehot = np.eye(len(E))[tokens]
    d = E.shape[-1]
    return np.einsum("bsv,vd->bsd", onehot, E) * d**0.5 + positional_encoding(tokens.shape[1], d)


def layer_norm_forward(x, gamma, beta, eps=1e-6):
    y = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + eps)
    return np.einsum("d,...d->...d", gamma, y) + beta, {"eps": eps, "gamma": gamma, "x": x}


def layer_norm_backward(dy, cache):
    x, gamma, eps = cache["x"], cache["gamma"], cache["eps"]
    d = x.shape[-1]
    c = x - x.mean(-1, keepdims=True)
    s = np.sqrt(np.einsum("...d,...d->...", c, c) / d + eps)[..., None]
    g = dy * gamma
    dv = -0.5 * np.sum(g * c, -1, keepdims=True) / s**3
    dc = g / s + 2.0 / d * dv * c
    dx = dc - dc.mean(-1, keepdims=True)
    dgamma = np.einsum("nd,nd->d", dy.reshape(-1, d), (c / s).reshape(-1, d))
    dbeta = np.einsum("nd->d", dy.reshape(-1, d))
    return dx, dgamma, dbeta


def feed_forward(x, parameters):
    hidden = np.einsum("bsd,df->bsf", x, parameters["W1"]) + parameters["b1"]
    on = hidden >= 0
    hidden = np.where(on, hidden, 0.0)
    cache = {
        "on": on,
        "hidden": hidden,
        "x": x,
        "W1": parameters["W1"],
        "W2": parameters["W2"],
    }
    return np.einsum("bsf,fd->bsd", hidden, parameters["W2"]) + parameters["b2"], cache


def feed_forward_backward(dy, cache):
    dz = np.where(cache["on"], np.einsum("bsd,fd->bsf", dy, cache["W2"]), 0.0)
    grads = {
        "db2": np.einsum("bsd->d", dy),
        "dW2": np.einsum("bsf,bsd->fd", cache["hidden"], dy),
        "db1": np.einsum("bsf->f", dz),
        "dW1": np.einsum("bsd,bsf->df", cache["x"], dz),
        "dz": dz,
    }
    return np.einsum("bsf,df->bsd", dz, cache["W1"]), grads


def _encode(x, P, num_heads, mask):
    att, c1 = mha(x, x, P["attention"], num_heads, mask)
    u, c2 = layer_norm_forward(x + att, P["gamma1"], P["beta1"])
    f, c3 = feed_forward(u, P["ffn"])
    y, c4 = layer_norm_forward(u + f, P["gamma2"], P["beta2"])
    return y, (c1, c2, c3, c4)


def encoder_block(x, parameters, num_heads, mask=None):
    y, _ = _encode(x, parameters, num_heads, mask)
    return y, {"x": x, "P": parameters, "h": num_heads, "mask": mask}


def encoder_block_backward(dy, cache):
    _, (c1, c2, c3, c4) = _encode(cache["x"], cache["P"], cache["h"], cache["mask"])
    grads = {}
    d, grads["dgamma2"], grads["dbeta2"] = layer_norm_backward(dy, c4)
    through, grads["ffn"] = feed_forward_backward(d, c3)
    d = d + through
    d, grads["dgamma1"], grads["dbeta1"] = layer_norm_backward(d, c2)
    dq, dkv, grads["attention"] = mha_backward(d, c1)
    grads["dx"] = d + dq + dkv
    return grads["dx"], grads


def decoder_block(x, memory, parameters, num_heads, memory_mask=None):
    L = x.shape[1]
    p = parameters
    steps = [
        lambda r: mha(r, r, p["self_attention"], num_heads, causal_mask(L))[0],
        lambda r: mha(r, memory, p["cross_attention"], num_heads, memory_mask)[0],
        lambda r: feed_forward(r, p["ffn"])[0],
    ]
    for i, step in enumerate(steps, start=1):
        x = layer_norm_forward(x + step(x), p[f"gamma{i}"], p[f"beta{i}"])[0]
    return x


def transformer_forward(source, target, parameters, num_heads, source_mask=None):
    rows = embed_tokens(source, parameters["E_source"])
    for p in parameters["encoder"]:
        rows = encoder_block(rows, p, num_heads, mask=source_mask)[0]
    out = embed_tokens(target, parameters["E_target"])
    for p in parameters["decoder"]:
        out = decoder_block(out, rows, p, num_heads, memory_mask=source_mask)
    return np.einsum("btd,dv->btv", out, parameters["W_out"]) + parameters["b_out"]


def transformer_parameter_count(vocab, d, d_ff, n_encoder, n_decoder):
    heads = [(d, d), (d,)] * 4
    ffn = [(d, d_ff), (d_ff,), (d_ff, d), (d,)]
    norm = [(d,), (d,)]
    shapes = [(vocab, d), (vocab, d), (d, vocab), (vocab,)]
    shapes += n_encoder * (heads + norm + ffn + norm)
    shapes += n_decoder * (heads + norm + heads + norm + ffn + norm)
    return np.sum([np.prod(s) for s in shapes])
