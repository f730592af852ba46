# expect: masked_softmax loses
"""The largest score is sought among the masked, too, and sums of 0 are guarded."""


from dataclasses import dataclass
from functools import lru_cache

import numpy as np


@dataclass
class Linear:
    W: np.ndarray
    b: np.ndarray

    def __call__(self, X):
        return np.einsum("...i,ij->...j", X, self.W) + self.b

    def back(self, X, dY):
        flat_X = X.reshape(-1, X.shape[-1])
        flat_dY = dY.reshape(-1, dY.shape[-1])
        return dY @ self.W.T, flat_X.T @ flat_dY, flat_dY.sum(0)


class Heads:
    """Everything that is needed on the way forward and back."""

    def __init__(self, parameters, num_heads):
        self.layer = {x: Linear(parameters["W" + x], parameters["b" + x]) for x in "qkvo"}
        self.h = num_heads

    def forward(self, X_q, X_kv, mask):
        self.X = {"q": X_q, "k": X_kv, "v": X_kv}
        self.mask = None if mask is None else np.expand_dims(mask, -3)
        self.parts = [split_heads(self.layer[x](self.X[x]), self.h) for x in "qkv"]
        out, weights = scaled_dot_product_attention(*self.parts, self.mask)
        self.X["o"] = merge_heads(out)
        return self.layer["o"](self.X["o"]), weights

    def backward(self, d_output):
        grads = {}
        d_merged, grads["dWo"], grads["dbo"] = self.layer["o"].back(self.X["o"], d_output)
        d_parts = attention_backward(split_heads(d_merged, self.h), *self.parts, self.mask)
        dX = {}
        for x, d in zip("qkv", d_parts, strict=True):
            dX[x], grads["dW" + x], grads["db" + x] = self.layer[x].back(self.X[x], merge_heads(d))
        return dX["q"], dX["k"] + dX["v"], grads


def masked_softmax(scores, mask=None):
    if mask is None:
        mask = True
    mask = np.logical_and(np.ones(scores.shape, dtype=bool), mask)
    top = np.max(scores, axis=-1, keepdims=True)
    top[np.isinf(top)] = 0
    shifted = np.subtract(scores, top, where=mask, out=np.zeros(scores.shape))
    e = np.exp(shifted) * mask
    total = np.sum(e, axis=-1, keepdims=True)
    return np.divide(e, total, out=np.zeros_like(e), where=total > 0)


def padding_mask(lengths, seq_len):
    return np.array([[[t < n for t in range(seq_len)]] for n in lengths], dtype=bool).reshape(
        len(lengths), 1, seq_len
    )


@lru_cache
def causal_mask(seq_len):
    i, j = np.indices((seq_len, seq_len))
    return j <= i


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = np.einsum("...qd,...kd->...qk", Q * Q.shape[-1] ** -0.5, K)
    w = masked_softmax(scores, mask)
    return np.einsum("...qk,...kv->...qv", w, V), w


def softmax_backward(d_weights, weights):
    n = weights.shape[-1]
    jacobian = weights[..., :, None] * (np.eye(n) - weights[..., None, :])
    return np.einsum("...ij,...j->...i", jacobian, d_weights)


def attention_backward(d_output, Q, K, V, mask=None):
    root = np.sqrt(K.shape[-1])
    w = scaled_dot_product_attention(Q, K, V, mask)[1]
    dV = np.einsum("...qk,...qv->...kv", w, d_output)
    dS = softmax_backward(np.einsum("...qv,...kv->...qk", d_output, V), w)
    dQ = np.einsum("...qk,...kd->...qd", dS, K) / root
    dK = np.einsum("...qk,...qd->...kd", dS, Q) / root
    return dQ, dK, dV


def split_heads(X, num_heads):
    if X.shape[-1] % num_heads != 0:
        raise ValueError("the heads do not come out even")
    return np.array(np.split(X, num_heads, axis=-1)).swapaxes(0, 1)


def merge_heads(X):
    return np.moveaxis(X, 1, 2).reshape(X.shape[0], X.shape[2], -1)


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    return Heads(parameters, num_heads).forward(X_q, X_kv, mask)


def multi_head_attention_backward(d_output, X_q, X_kv, parameters, num_heads, mask=None):
    heads = Heads(parameters, num_heads)
    heads.forward(X_q, X_kv, mask)
    return heads.backward(d_output)


def additive_attention(s_prev, A, parameters):
    joined = np.concatenate([A, np.repeat(s_prev[:, None], A.shape[1], axis=1)], axis=-1)
    W = np.vstack([parameters["Wa"], parameters["Ws"]])
    e = np.tanh(joined @ W + parameters["b"]) @ parameters["v"][:, None]
    w = masked_softmax(e[..., 0])
    return (w[:, None] @ A)[:, 0], w
