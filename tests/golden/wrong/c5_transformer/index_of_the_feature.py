# expect: positional_encoding loses
"""2i/d with i the number of the feature."""

import numpy as np
import attnhelp as ah


def positional_encoding(seq_len, d):
    assert d % 2 == 0, "d is odd"
    pe = np.zeros((seq_len, d))
    for pos in range(seq_len):
        for i in range(0, d, 2):
            pe[pos, i] = np.sin(pos / 10000 ** (2 * i / d))
            pe[pos, i + 1] = np.cos(pos / 10000 ** (2 * (i + 1) / d))
    return pe


def embed_tokens(tokens, E):
    pe = positional_encoding(tokens.shape[1], E.shape[1])
    out = []
    for sentence in tokens:
        out.append([np.sqrt(E.shape[1]) * E[t] + pe[i] for i, t in enumerate(sentence)])
    return np.array(out)


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    flat = x.reshape(-1, x.shape[-1])
    mean = flat.mean(axis=1).reshape(-1, 1)
    diff = flat - mean
    var = (diff ** 2).mean(axis=1).reshape(-1, 1)
    ivar = (var + eps) ** -0.5
    xn = diff * ivar
    y = xn * gamma + beta
    return y.reshape(x.shape), {"xn": xn, "diff": diff, "ivar": ivar, "gamma": gamma}


def layer_norm_backward(dy, cache):
    xn, diff, ivar, gamma = cache["xn"], cache["diff"], cache["ivar"], cache["gamma"]
    D = dy.shape[-1]
    d = dy.reshape(-1, D)
    dgamma = (d * xn).sum(0)
    dbeta = d.sum(0)
    dxn = d * gamma
    dvar = np.sum(dxn * diff * -0.5 * ivar ** 3, axis=1, keepdims=True)
    dmu = -np.sum(dxn * ivar, axis=1, keepdims=True)
    dx = dxn * ivar + dvar * 2 * diff / D + dmu / D
    return dx.reshape(dy.shape), dgamma, dbeta


def feed_forward(x, parameters):
    W1, b1, W2, b2 = [parameters[k] for k in ["W1", "b1", "W2", "b2"]]
    h = x.dot(W1) + b1
    mask = (h > 0).astype(float)
    h = h * mask
    return h.dot(W2) + b2, (x, h, mask, W1, W2)


def feed_forward_backward(dy, cache):
    x, h, mask, W1, W2 = cache
    D, H = W1.shape
    dh = dy.dot(W2.T) * mask
    g = {}
    g["dW2"] = h.reshape(-1, H).T.dot(dy.reshape(-1, D))
    g["db2"] = dy.reshape(-1, D).sum(axis=0)
    g["dW1"] = x.reshape(-1, D).T.dot(dh.reshape(-1, H))
    g["db1"] = dh.reshape(-1, H).sum(axis=0)
    return dh.dot(W1.T), g


def encoder_block(x, parameters, num_heads, mask=None):
    cache = {}
    sub, cache["mha"] = ah.mha(x, x, parameters["attention"], num_heads, mask=mask)
    x, cache["ln1"] = layer_norm_forward(x + sub, parameters["gamma1"], parameters["beta1"])
    sub, cache["ffn"] = feed_forward(x, parameters["ffn"])
    x, cache["ln2"] = layer_norm_forward(x + sub, parameters["gamma2"], parameters["beta2"])
    return x, cache


def encoder_block_backward(dy, cache):
    grads = {}
    d, grads["dgamma2"], grads["dbeta2"] = layer_norm_backward(dy, cache["ln2"])
    d_sub, grads["ffn"] = feed_forward_backward(d, cache["ffn"])
    d = d + d_sub
    d, grads["dgamma1"], grads["dbeta1"] = layer_norm_backward(d, cache["ln1"])
    d_q, d_kv, grads["attention"] = ah.mha_backward(d, cache["mha"])
    return d + d_q + d_kv, grads


def decoder_block(x, memory, parameters, num_heads, memory_mask=None):
    n = x.shape[1]
    look_back = np.tril(np.ones((n, n))) == 1
    sub = ah.mha(x, x, parameters["self_attention"], num_heads, look_back)[0]
    x = layer_norm_forward(x + sub, parameters["gamma1"], parameters["beta1"])[0]
    sub = ah.mha(x, memory, parameters["cross_attention"], num_heads, memory_mask)[0]
    x = layer_norm_forward(x + sub, parameters["gamma2"], parameters["beta2"])[0]
    sub = feed_forward(x, parameters["ffn"])[0]
    x = layer_norm_forward(x + sub, parameters["gamma3"], parameters["beta3"])[0]
    return x


def transformer_forward(source, target, parameters, num_heads, source_mask=None):
    memory = embed_tokens(source, parameters["E_source"])
    for layer in parameters["encoder"]:
        memory = encoder_block(memory, layer, num_heads, source_mask)[0]
    out = embed_tokens(target, parameters["E_target"])
    for layer in parameters["decoder"]:
        out = decoder_block(out, memory, layer, num_heads, source_mask)
    return out.dot(parameters["W_out"]) + parameters["b_out"]


def transformer_parameter_count(vocab, d, d_ff, n_encoder, n_decoder):
    n = 0
    n += 2 * vocab * d  # tables
    for i in range(n_encoder):
        n += 4 * d * d + 4 * d
        n += d * d_ff + d_ff + d_ff * d + d
        n += 4 * d
    for i in range(n_decoder):
        n += 2 * (4 * d * d + 4 * d)
        n += d * d_ff + d_ff + d_ff * d + d
        n += 6 * d
    n += d * vocab + vocab
    return n
