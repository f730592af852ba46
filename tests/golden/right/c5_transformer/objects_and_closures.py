"""Caches are objects and closures that know their way back."""

from dataclasses import dataclass
from math import log, sqrt
from typing import Any

import numpy as np
from attnhelp import causal_mask, mha, mha_backward


class EncodingTable:
    BASE = 10000.0

    def __init__(self, d):
        if d % 2:
            raise ValueError("an odd number of features")
        self.omega = self.BASE ** -(np.arange(d // 2) / (d / 2))

    def rows(self, n):
        out = np.empty((n, 2 * self.omega.size))
        phase = np.arange(n)[:, None] * self.omega[None, :]
        out[:, ::2] = np.sin(phase)
        out[:, 1::2] = np.sin(phase + np.pi / 2)
        return out


def positional_encoding(seq_len, d):
    return EncodingTable(d).rows(seq_len)


def embed_tokens(tokens, E):
    d = E.shape[1]
    rows = np.take(E, tokens, axis=0)
    rows *= sqrt(d)
    rows += positional_encoding(tokens.shape[-1], d)
    return rows


class Norm:
    def __init__(self, gamma, beta, eps):
        self.gamma, self.beta, self.eps = gamma, beta, eps

    def forward(self, x):
        self.shape = x.shape
        flat = x.reshape(-1, x.shape[-1])
        self.c = flat - flat.mean(1)[:, None]
        self.root = np.sqrt((self.c * self.c).mean(1) + self.eps)[:, None]
        return (self.c / self.root * self.gamma + self.beta).reshape(x.shape)

    def backward(self, dy):
        dy = dy.reshape(-1, dy.shape[-1])
        n, d = dy.shape
        xhat = self.c / self.root
        centre = np.eye(d) - 1.0 / d
        g = (dy * self.gamma) @ centre
        along = np.sum(g * xhat, axis=1, keepdims=True) / d
        dx = (g - along * xhat) / self.root
        return dx.reshape(self.shape), (dy * xhat).sum(0), dy.sum(0)


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    layer = Norm(gamma, beta, eps)
    return layer.forward(x), layer


def layer_norm_backward(dy, cache):
    return cache.backward(dy)


class Linear:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def __call__(self, x):
        self.x = x
        return np.tensordot(x, self.W, axes=1) + self.b

    def back(self, dy):
        flat = dy.reshape(-1, dy.shape[-1])
        dW = self.x.reshape(-1, self.x.shape[-1]).T @ flat
        return np.tensordot(dy, self.W.T, axes=1), dW, flat.sum(0)


def feed_forward(x, parameters):
    first = Linear(parameters["W1"], parameters["b1"])
    second = Linear(parameters["W2"], parameters["b2"])
    z = first(x)
    slope = (np.sign(z) + 1) // 2

    def back(dy):
        dh, dW2, db2 = second.back(dy)
        dx, dW1, db1 = first.back(dh * slope)
        return dx, dict(dW1=dW1, db1=db1, dW2=dW2, db2=db2)

    return second(z * slope), back


def feed_forward_backward(dy, cache):
    return cache(dy)


@dataclass
class Tape:
    attention: dict
    norms: list
    network: Any


def encoder_block(x, parameters, num_heads, mask=None):
    p = parameters
    mixed, seen = mha(x, x, p["attention"], num_heads, mask=mask)
    u, n1 = layer_norm_forward(x + mixed, p["gamma1"], p["beta1"])
    f, network = feed_forward(u, p["ffn"])
    y, n2 = layer_norm_forward(u + f, p["gamma2"], p["beta2"])
    return y, Tape(seen, [n1, n2], network)


def encoder_block_backward(dy, cache):
    d2, dg2, db2 = layer_norm_backward(dy, cache.norms[1])
    df, ffn = feed_forward_backward(d2, cache.network)
    d1, dg1, db1 = layer_norm_backward(d2 + df, cache.norms[0])
    d_q, d_kv, att = mha_backward(d1, cache.attention)
    return sum([d1, d_q, d_kv]), {
        "dbeta2": db2,
        "dgamma2": dg2,
        "ffn": ffn,
        "dbeta1": db1,
        "dgamma1": dg1,
        "attention": att,
    }


class AddNorm:
    def __init__(self, parameters):
        self.p, self.n = parameters, 0

    def __call__(self, rows, change):
        self.n += 1
        return layer_norm_forward(
            rows + change, self.p["gamma%d" % self.n], self.p["beta%d" % self.n]
        )[0]


def decoder_block(x, memory, parameters, num_heads, memory_mask=None):
    add = AddNorm(parameters)
    t = x.shape[1]
    u = add(x, mha(x, x, parameters["self_attention"], num_heads, causal_mask(t))[0])
    v = add(u, mha(u, memory, parameters["cross_attention"], num_heads, memory_mask)[0])
    return add(v, feed_forward(v, parameters["ffn"])[0])


def transformer_forward(source, target, parameters, num_heads, source_mask=None):
    memory = embed_tokens(source, parameters["E_source"])
    for p in parameters["encoder"]:
        memory = encoder_block(memory, p, num_heads, source_mask)[0]
    rows = embed_tokens(target, parameters["E_target"])
    for p in parameters["decoder"]:
        rows = decoder_block(rows, memory, p, num_heads, source_mask)
    return Linear(parameters["W_out"], parameters["b_out"])(rows)


def transformer_parameter_count(vocab, d, d_ff, n_encoder, n_decoder):
    linear = lambda n, m: (n + 1) * m
    block = linear(d, d_ff) + linear(d_ff, d) + 2 * d
    sub = 4 * linear(d, d) + 2 * d
    return (
        2 * vocab * d + linear(d, vocab) + (n_encoder + n_decoder) * block
        + (n_encoder + 2 * n_decoder) * sub
    )
