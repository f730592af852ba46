# Layers that remember their inputs; the functions are what is asked for around them.

import numpy as np


class Softmax:
    def __init__(self, mask=None):
        self.mask = mask

    def forward(self, scores):
        allowed = np.ones_like(scores, dtype=bool)
        if self.mask is not None:
            allowed &= self.mask
        top = np.max(scores, axis=-1, keepdims=True, where=allowed, initial=-np.inf)
        self.weights = np.zeros(scores.shape)
        np.subtract(scores, top, out=self.weights, where=allowed)
        np.exp(self.weights, out=self.weights, where=allowed)
        total = self.weights.sum(-1, keepdims=True)
        np.divide(self.weights, total, out=self.weights, where=total > 0)
        return self.weights

    def backward(self, d):
        inner = (d * self.weights).sum(-1, keepdims=True)
        return d * self.weights - inner * self.weights


class Attention:
    def __init__(self, mask=None):
        self.softmax = Softmax(mask)

    def forward(self, Q, K, V):
        self.Q, self.K, self.V = Q, K, V
        self.scale = np.sqrt(Q.shape[-1])
        self.weights = self.softmax.forward(np.matmul(Q / self.scale, np.moveaxis(K, -1, -2)))
        return np.matmul(self.weights, V)

    def backward(self, d):
        ds = self.softmax.backward(np.matmul(d, np.moveaxis(self.V, -1, -2)))
        turned = np.moveaxis(ds, -1, -2)
        return (
            np.matmul(ds, self.K) / self.scale,
            np.matmul(turned, self.Q / self.scale),
            np.matmul(np.moveaxis(self.weights, -1, -2), d),
        )


class Linear:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, X):
        self.X = X
        return np.dot(X, self.W) + self.b

    def backward(self, d):
        rows = d.reshape(-1, d.shape[-1])
        self.dW = self.X.reshape(-1, self.X.shape[-1]).T @ rows
        self.db = rows.sum(0)
        return d @ self.W.T


class ManyHeads:
    def __init__(self, parameters, num_heads, mask):
        self.layers = {n: Linear(parameters["W" + n], parameters["b" + n]) for n in "qkvo"}
        self.h = num_heads
        if mask is not None and len(mask.shape) > 2:
            mask = mask.reshape(mask.shape[0], 1, *mask.shape[1:])
        self.attention = Attention(mask)

    def forward(self, X_q, X_kv):
        parts = [self.layers[n].forward(x) for n, x in zip("qkv", (X_q, X_kv, X_kv), strict=True)]
        heads = self.attention.forward(*(split_heads(part, self.h) for part in parts))
        return self.layers["o"].forward(merge_heads(heads))

    def backward(self, d):
        d = split_heads(self.layers["o"].backward(d), self.h)
        parts = self.attention.backward(d)
        dq, dk, dv = (
            self.layers[n].backward(merge_heads(p)) for n, p in zip("qkv", parts, strict=True)
        )
        grads = {}
        for n, layer in self.layers.items():
            grads["dW" + n], grads["db" + n] = layer.dW, layer.db
        return dq, dk + dv, grads


def masked_softmax(scores, mask=None):
    return Softmax(mask).forward(scores)


def padding_mask(lengths, seq_len):
    mask = np.zeros((len(lengths), 1, seq_len), dtype=bool)
    for row, length in zip(mask, lengths, strict=True):
        row[0, :length] = True
    return mask


def causal_mask(seq_len):
    mask = np.zeros((seq_len, seq_len), dtype=bool)
    mask[np.tril_indices(seq_len)] = True
    return mask


def scaled_dot_product_attention(Q, K, V, mask=None):
    layer = Attention(mask)
    return layer.forward(Q, K, V), layer.weights


def softmax_backward(d_weights, weights):
    layer = Softmax()
    layer.weights = weights
    return layer.backward(d_weights)


def attention_backward(d_output, Q, K, V, mask=None):
    layer = Attention(mask)
    layer.forward(Q, K, V)
    return layer.backward(d_output)


def split_heads(X, num_heads):
    assert X.shape[2] % num_heads == 0, "the heads do not share the features evenly"
    return np.stack(np.split(X, num_heads, axis=2), axis=1)


def merge_heads(X):
    return np.concatenate([X[:, k] for k in range(X.shape[1])], axis=-1)


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    layer = ManyHeads(parameters, num_heads, mask)
    return layer.forward(X_q, X_kv), layer.attention.weights


def multi_head_attention_backward(d_output, X_q, X_kv, parameters, num_heads, mask=None):
    layer = ManyHeads(parameters, num_heads, mask)
    layer.forward(X_q, X_kv)
    return layer.backward(d_output)


def additive_attention(s_prev, A, parameters):
    energies = Linear(parameters["Wa"], parameters["b"]).forward(A)
    energies += Linear(parameters["Ws"], 0.0).forward(s_prev)[:, None]
    weights = Softmax().forward(np.tanh(energies) @ parameters["v"])
    return (weights[:, None] @ A)[:, 0], weights
