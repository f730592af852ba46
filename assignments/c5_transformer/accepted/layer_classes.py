# Layers that remember what they saw; a block is a list of residual layers. Caches are the objects.

import numpy as np
from attnhelp import causal_mask, mha, mha_backward


class Norm:
    def __init__(self, gamma, beta, eps=1e-5):
        self.gamma, self.beta, self.eps = gamma, beta, eps

    def forward(self, x):
        mu = x.mean(-1, keepdims=True)
        self.std = np.sqrt(x.var(-1, keepdims=True) + self.eps)
        self.normal = (x - mu) / self.std
        return self.normal * self.gamma + self.beta

    def backward(self, d):
        self.dgamma = (d * self.normal).reshape(-1, d.shape[-1]).sum(0)
        self.dbeta = d.reshape(-1, d.shape[-1]).sum(0)
        d = d * self.gamma
        along = (d * self.normal).mean(-1, keepdims=True) * self.normal
        return (d - d.mean(-1, keepdims=True) - along) / self.std


class Network:
    def __init__(self, parameters):
        self.p = parameters

    def forward(self, x):
        self.x = x
        self.h = x @ self.p["W1"] + self.p["b1"]
        self.on = self.h > 0
        self.h = self.h * self.on
        return self.h @ self.p["W2"] + self.p["b2"]

    def backward(self, d):
        rows = d.reshape(-1, d.shape[-1])
        hidden = self.h.reshape(-1, self.h.shape[-1])
        dz = (rows @ self.p["W2"].T) * self.on.reshape(hidden.shape)
        x = self.x.reshape(-1, self.x.shape[-1])
        self.grads = {"dW1": x.T @ dz, "db1": dz.sum(0), "dW2": hidden.T @ rows, "db2": rows.sum(0)}
        return (dz @ self.p["W1"].T).reshape(self.x.shape)


class Attention:
    def __init__(self, parameters, h, mask=None, memory=None):
        self.p, self.h, self.mask, self.memory = parameters, h, mask, memory

    def forward(self, x):
        other = x if self.memory is None else self.memory
        out, self.cache = mha(x, other, self.p, self.h, self.mask)
        return out

    def backward(self, d):
        dq, dkv, self.grads = mha_backward(d, self.cache)
        return dq + dkv


class Residual:
    def __init__(self, layer, norm):
        self.layer, self.norm = layer, norm

    def forward(self, x):
        return self.norm.forward(x + self.layer.forward(x))

    def backward(self, d):
        d = self.norm.backward(d)
        return d + self.layer.backward(d)


class Block:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, d):
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return d


def positional_encoding(seq_len, d):
    if d % 2 == 1:
        raise ValueError("d must be even")
    P = np.zeros((seq_len, d))
    for k in range(d // 2):
        angle = np.arange(seq_len) / 10000 ** (2 * k / d)
        P[:, 2 * k] = np.sin(angle)
        P[:, 2 * k + 1] = np.cos(angle)
    return P


def embed_tokens(tokens, E):
    return np.sqrt(E.shape[1]) * E[tokens] + positional_encoding(np.shape(tokens)[1], E.shape[1])


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    norm = Norm(gamma, beta, eps)
    return norm.forward(x), norm


def layer_norm_backward(dy, cache):
    return cache.backward(dy), cache.dgamma, cache.dbeta


def feed_forward(x, parameters):
    network = Network(parameters)
    return network.forward(x), network


def feed_forward_backward(dy, cache):
    return cache.backward(dy), cache.grads


def encoder_block(x, parameters, num_heads, mask=None):
    P = parameters
    block = Block(
        Residual(Attention(P["attention"], num_heads, mask), Norm(P["gamma1"], P["beta1"])),
        Residual(Network(P["ffn"]), Norm(P["gamma2"], P["beta2"])),
    )
    return block.forward(x), block


def encoder_block_backward(dy, cache):
    dx = cache.backward(dy)
    first, second = cache.layers
    return dx, {
        "attention": first.layer.grads,
        "ffn": second.layer.grads,
        "dgamma1": first.norm.dgamma,
        "dbeta1": first.norm.dbeta,
        "dgamma2": second.norm.dgamma,
        "dbeta2": second.norm.dbeta,
    }


def decoder_block(x, memory, parameters, num_heads, memory_mask=None):
    P = parameters
    norms = [Norm(P[f"gamma{i}"], P[f"beta{i}"]) for i in (1, 2, 3)]
    layers = [
        Attention(P["self_attention"], num_heads, causal_mask(x.shape[1])),
        Attention(P["cross_attention"], num_heads, memory_mask, memory),
        Network(P["ffn"]),
    ]
    return Block(*map(Residual, layers, norms)).forward(x)


def transformer_forward(source, target, parameters, num_heads, source_mask=None):
    memory = embed_tokens(source, parameters["E_source"])
    for one in parameters["encoder"]:
        memory = encoder_block(memory, one, num_heads, source_mask)[0]
    y = embed_tokens(target, parameters["E_target"])
    for one in parameters["decoder"]:
        y = decoder_block(y, memory, one, num_heads, source_mask)
    return np.dot(y, parameters["W_out"]) + parameters["b_out"]


def transformer_parameter_count(vocab, d, d_ff, n_encoder, n_decoder):
    def linear(n_in, n_out):
        return n_in * n_out + n_out

    attention, norm = 4 * linear(d, d), 2 * d
    ffn = linear(d, d_ff) + linear(d_ff, d)
    encoder = attention + norm + ffn + norm
    return (
        2 * vocab * d
        + n_encoder * encoder
        + n_decoder * (encoder + attention + norm)
        + linear(d, vocab)
    )
