# Position by position, in lists.

import math

import numpy as np
from attnhelp import mha, mha_backward


def positional_encoding(seq_len, d):
    if d % 2 != 0:
        raise ValueError("odd d")
    table = []
    for p in range(seq_len):
        row = []
        for i in range(d):
            angle = p / math.pow(10000, (i - i % 2) / d)
            row.append(math.cos(angle) if i % 2 else math.sin(angle))
        table.append(row)
    return np.array(table)


def embed_tokens(tokens, E):
    batch, seq = tokens.shape
    d = E.shape[1]
    places = positional_encoding(seq, d)
    out = np.zeros((batch, seq, d))
    for b in range(batch):
        for t in range(seq):
            out[b, t] = math.sqrt(d) * E[tokens[b, t]] + places[t]
    return out


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    y, cache = np.zeros(x.shape), {"gamma": gamma, "rows": {}}
    for at in np.ndindex(x.shape[:-1]):
        row = x[at]
        mean = sum(row) / len(row)
        var = sum((v - mean) ** 2 for v in row) / len(row)
        std = math.sqrt(var + eps)
        normal = np.array([(v - mean) / std for v in row])
        y[at] = gamma * normal + beta
        cache["rows"][str(at)] = (normal, std)
    return y, cache


def layer_norm_backward(dy, cache):
    dx = np.zeros(dy.shape)
    dgamma, dbeta = np.zeros(dy.shape[-1]), np.zeros(dy.shape[-1])
    for at in np.ndindex(dy.shape[:-1]):
        normal, std = cache["rows"][str(at)]
        dgamma += dy[at] * normal
        dbeta += dy[at]
        g, n = dy[at] * cache["gamma"], len(normal)
        dot = sum(g * normal)
        for i in range(n):
            dx[at][i] = (n * g[i] - sum(g) - normal[i] * dot) / (n * std)
    return [dx, dgamma, dbeta]


def feed_forward(x, parameters):
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    y, hidden = np.zeros((*x.shape[:2], len(b2))), {}
    for b in range(x.shape[0]):
        for t in range(x.shape[1]):
            h = x[b, t] @ W1 + b1
            h[h < 0] = 0
            hidden[f"{b},{t}"] = h
            y[b, t] = h @ W2 + b2
    return y, [x, hidden, W1, W2]


def feed_forward_backward(dy, cache):
    x, hidden, W1, W2 = cache
    grads = {"dW1": np.zeros(W1.shape), "db1": np.zeros(W1.shape[1])}
    grads |= {"dW2": np.zeros(W2.shape), "db2": np.zeros(W2.shape[1])}
    dx = np.zeros(x.shape)
    for b in range(x.shape[0]):
        for t in range(x.shape[1]):
            h, d = hidden[f"{b},{t}"], dy[b, t]
            grads["dW2"] += np.outer(h, d)
            grads["db2"] += d
            dh = W2 @ d
            dh[h == 0] = 0
            grads["dW1"] += np.outer(x[b, t], dh)
            grads["db1"] += dh
            dx[b, t] = W1 @ dh
    return dx, grads


def encoder_block(x, parameters, num_heads, mask=None):
    a, c1 = mha(x, x, parameters["attention"], num_heads, mask)
    u, c2 = layer_norm_forward(x + a, parameters["gamma1"], parameters["beta1"])
    f, c3 = feed_forward(u, parameters["ffn"])
    y, c4 = layer_norm_forward(u + f, parameters["gamma2"], parameters["beta2"])
    return y, {"mha": c1, "ln1": c2, "ffn": c3, "ln2": c4}


def encoder_block_backward(dy, cache):
    grads = {}
    d, grads["dgamma2"], grads["dbeta2"] = layer_norm_backward(dy, cache["ln2"])
    through, grads["ffn"] = feed_forward_backward(d, cache["ffn"])
    d, grads["dgamma1"], grads["dbeta1"] = layer_norm_backward(d + through, cache["ln1"])
    as_query, as_key, grads["attention"] = mha_backward(d, cache["mha"])
    return d + as_query + as_key, grads


def decoder_block(x, memory, parameters, num_heads, memory_mask=None):
    P, n = parameters, x.shape[1]
    mask = np.array([[j <= i for j in range(n)] for i in range(n)])
    a = mha(x, x, P["self_attention"], num_heads, mask)[0]
    u = layer_norm_forward(x + a, P["gamma1"], P["beta1"])[0]
    c = mha(u, memory, P["cross_attention"], num_heads, memory_mask)[0]
    v = layer_norm_forward(u + c, P["gamma2"], P["beta2"])[0]
    f = feed_forward(v, P["ffn"])[0]
    return layer_norm_forward(v + f, P["gamma3"], P["beta3"])[0]


def transformer_forward(source, target, parameters, num_heads, source_mask=None):
    rows = embed_tokens(source, parameters["E_source"])
    for i in range(len(parameters["encoder"])):
        rows = encoder_block(rows, parameters["encoder"][i], num_heads, source_mask)[0]
    out = embed_tokens(target, parameters["E_target"])
    for i in range(len(parameters["decoder"])):
        out = decoder_block(out, rows, parameters["decoder"][i], num_heads, source_mask)
    logits = np.zeros((*out.shape[:2], len(parameters["b_out"])))
    for b in range(len(out)):
        logits[b] = out[b] @ parameters["W_out"] + parameters["b_out"]
    return logits


def transformer_parameter_count(vocab, d, d_ff, n_encoder, n_decoder):
    total = vocab * d + vocab * d + d * vocab + vocab
    for _ in range(n_encoder):
        total += 4 * (d * d + d) + (d * d_ff + d_ff) + (d_ff * d + d) + 2 * (d + d)
    for _ in range(n_decoder):
        total += 8 * (d * d + d) + (d * d_ff + d_ff) + (d_ff * d + d) + 3 * (d + d)
    return np.int64(total)
