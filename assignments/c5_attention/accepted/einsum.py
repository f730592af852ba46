# Everything is an einsum; masked scores are −∞, and empty rows are looked after before.

import numpy as np


def masked_softmax(scores, mask=None):
    if mask is None:
        e = np.exp(scores - scores.max(-1, keepdims=True))
        return e / np.einsum("...n->...", e)[..., None]
    mask = np.broadcast_to(mask, scores.shape)
    some = mask.any(-1, keepdims=True)
    s = np.where(mask, scores, -np.inf)
    s = np.where(some, s, 0.0)
    e = np.exp(s - s.max(-1, keepdims=True)) * some
    return e / np.where(some, np.einsum("...n->...", e)[..., None], 1)


def padding_mask(lengths, seq_len):
    return np.less.outer(np.arange(seq_len), lengths).T[:, None, :]


def causal_mask(seq_len):
    i = np.arange(seq_len)
    return np.subtract.outer(i, i) >= 0


def scaled_dot_product_attention(Q, K, V, mask=None):
    weights = masked_softmax(np.einsum("...id,...jd->...ij", Q, K) * Q.shape[-1] ** -0.5, mask)
    return np.einsum("...ij,...jd->...id", weights, V), weights


def softmax_backward(d_weights, weights):
    mean = np.einsum("...n,...n->...", d_weights, weights)
    return np.einsum("...n,...n->...n", weights, d_weights - mean[..., None])


def attention_backward(d_output, Q, K, V, mask=None):
    _, w = scaled_dot_product_attention(Q, K, V, mask)
    ds = softmax_backward(np.einsum("...id,...jd->...ij", d_output, V), w) * Q.shape[-1] ** -0.5
    dQ = np.einsum("...ij,...jd->...id", ds, K)
    dK = np.einsum("...ij,...id->...jd", ds, Q)
    return dQ, dK, np.einsum("...ij,...id->...jd", w, d_output)


def split_heads(X, num_heads):
    if X.shape[-1] % num_heads:
        raise ValueError(num_heads)
    return np.einsum("bshj->bhsj", X.reshape(*X.shape[:2], num_heads, -1))


def merge_heads(X):
    batch, _, seq, _ = X.shape
    return np.einsum("bhsj->bshj", X).reshape(batch, seq, -1)


def project(X, parameters, letter, h):
    W, b = parameters["W" + letter], parameters["b" + letter]
    width = W.shape[1] // h
    heads = np.einsum("bsi,ihj->bhsj", X, W.reshape(len(W), h, width))
    return heads + b.reshape(h, 1, width)


def fitting(mask):
    return mask if mask is None or mask.ndim == 2 else np.expand_dims(mask, 1)


def multi_head_attention(X_q, X_kv, parameters, num_heads, mask=None):
    h = num_heads
    Q, K, V = (project(x, parameters, n, h) for x, n in ((X_q, "q"), (X_kv, "k"), (X_kv, "v")))
    heads, weights = scaled_dot_product_attention(Q, K, V, fitting(mask))
    Wo = parameters["Wo"].reshape(h, -1, parameters["Wo"].shape[1])
    return np.einsum("bhsj,hjo->bso", heads, Wo) + parameters["bo"], weights


def multi_head_attention_backward(d_output, X_q, X_kv, parameters, num_heads, mask=None):
    h = num_heads
    inputs = {"q": X_q, "k": X_kv, "v": X_kv}
    Q, K, V = (project(x, parameters, n, h) for n, x in inputs.items())
    heads, _ = scaled_dot_product_attention(Q, K, V, fitting(mask))
    Wo = parameters["Wo"].reshape(h, -1, parameters["Wo"].shape[1])
    d_heads = np.einsum("bso,hjo->bhsj", d_output, Wo)
    grads = {
        "dWo": np.einsum("bhsj,bso->hjo", heads, d_output).reshape(parameters["Wo"].shape),
        "dbo": np.einsum("bso->o", d_output),
    }
    slopes = {}
    back = attention_backward(d_heads, Q, K, V, fitting(mask))
    for (n, x), d in zip(inputs.items(), back, strict=True):
        W = parameters["W" + n]
        grads["dW" + n] = np.einsum("bsi,bhsj->ihj", x, d).reshape(W.shape)
        grads["db" + n] = np.einsum("bhsj->hj", d).ravel()
        slopes[n] = np.einsum("bhsj,ihj->bsi", d, W.reshape(len(W), h, -1))
    return slopes["q"], slopes["k"] + slopes["v"], grads


def additive_attention(s_prev, A, parameters):
    p = parameters
    hidden = np.einsum("bti,ik->btk", A, p["Wa"]) + np.einsum("bi,ik->bk", s_prev, p["Ws"])[:, None]
    weights = masked_softmax(np.einsum("btk,k->bt", np.tanh(hidden + p["b"]), p["v"]))
    return np.einsum("bt,bti->bi", weights, A), weights
