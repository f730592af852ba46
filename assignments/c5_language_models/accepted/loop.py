# Loops over single numbers; chance is drawn one number at a time.

import math

import numpy as np


def log_softmax(logits):
    if logits.ndim > 1:
        return np.array([log_softmax(one) for one in logits])
    top = max(logits)
    total = math.log(sum(math.exp(z - top) for z in logits))
    return np.array([float(z - top) - total for z in logits])


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    rng = np.random.default_rng(seed)
    ordinary = [v for v in range(vocab_size) if v not in special_ids and v != mask_id]
    inputs, labels = tokens.copy(), tokens.copy()
    for place in np.ndindex(tokens.shape):
        if tokens[place] in special_ids or rng.random() >= mask_prob:
            labels[place] = -100
            continue
        fate = rng.integers(10)
        if fate < 8:
            inputs[place] = mask_id
        elif fate == 8:
            inputs[place] = ordinary[rng.integers(len(ordinary))]
    return inputs, labels


def masked_lm_loss(logits, labels):
    batch, length, vocab = logits.shape
    d = np.zeros((batch, length, vocab))
    total, n = 0.0, 0
    for b in range(batch):
        for i in range(length):
            if labels[b, i] == -100:
                continue
            logs = log_softmax(logits[b, i])
            total -= logs[labels[b, i]]
            n += 1
            for v in range(vocab):
                d[b, i, v] = math.exp(logs[v]) - (v == labels[b, i])
    return (total / n, d / n) if n else (0.0, d)


def causal_lm_loss(logits, tokens, pad_id=None):
    batch, length = tokens.shape
    labels = [[-100] * length for _ in range(batch)]
    for b in range(batch):
        for i in range(length - 1):
            if pad_id is None or tokens[b, i + 1] != pad_id:
                labels[b][i] = int(tokens[b, i + 1])
    return masked_lm_loss(logits, np.array(labels))


def perplexity(loss):
    return math.exp(loss)


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    assert temperature > 0, "too cold"
    if top_k is not None and top_k < 1:
        raise ValueError("nothing left")
    if top_p is not None and (top_p <= 0 or top_p > 1):
        raise ValueError("no share")
    vocab = len(logits)
    order = sorted(range(vocab), key=lambda v: (-logits[v], v))
    kept = order if top_k is None else order[:top_k]
    top = logits[order[0]]
    weight = {v: math.exp((logits[v] - top) / temperature) for v in kept}
    total = sum(weight.values())
    if top_p is not None:
        nucleus, reached = [], 0.0
        for v in kept:
            nucleus.append(v)
            reached += weight[v] / total
            if reached >= top_p:
                break
        kept = nucleus
    total = sum(weight[v] for v in kept)
    found = [0.0] * vocab
    for v in kept:
        found[v] = weight[v] / total
    return np.array(found)


def generate(
    model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None
):
    rng = np.random.default_rng(seed)
    tokens = list(map(int, prompt))
    while max_new_tokens > 0:
        last = model(np.array(tokens).reshape(1, -1))[0][-1]
        p = next_token_distribution(last, temperature, top_k, top_p)
        u, new = rng.random(), -1
        for v, share in enumerate(p):
            if share > 0:
                new = v
                u -= share
                if u < 0:
                    break
        tokens.append(new)
        max_new_tokens -= 1
        if end_id is not None and new == end_id:
            break
    return tokens


def weights_of(q, k, causal):
    L, width = q.shape
    rows = []
    for i in range(L):
        last = i + 1 if causal else L
        scores = [float(q[i] @ k[j]) / math.sqrt(width) for j in range(last)]
        e = [math.exp(s - max(scores)) for s in scores]
        rows.append([x / sum(e) for x in e] + [0.0] * (L - last))
    return np.array(rows)


def attention_lm_forward(tokens, parameters, causal=True):
    P = parameters
    logits, cache = [], []
    for row in tokens:
        X = np.array([P["E"][t] + P["Pos"][i] for i, t in enumerate(row)])
        q, k, v = X @ P["Wq"], X @ P["Wk"], X @ P["Wv"]
        A = weights_of(q, k, causal)
        H = X + A @ v
        logits.append(H @ P["U"] + P["c"])
        cache.append((row.copy(), X, q, k, v, A, H))
    return np.array(logits), (cache, parameters)


def attention_lm_backward(d_logits, cache):
    sequences, P = cache
    g = {"d" + name: np.zeros(value.shape) for name, value in P.items()}
    for dz, (row, X, q, k, v, A, H) in zip(d_logits, sequences, strict=True):
        root = math.sqrt(q.shape[1])
        g["dU"] += H.T @ dz
        g["dc"] += dz.sum(axis=0)
        dH = dz @ P["U"].T
        dA, dv = dH @ v.T, A.T @ dH
        dS = np.array([a * (d - a @ d) for a, d in zip(A, dA, strict=True)]) / root
        dq, dk = dS @ k, dS.T @ q
        dX = dH.copy()
        for name, d in (("Wq", dq), ("Wk", dk), ("Wv", dv)):
            g["d" + name] += X.T @ d
            dX += d @ P[name].T
        for i, t in enumerate(row):
            g["dE"][t] += dX[i]
            g["dPos"][i] += dX[i]
    return g


def dependency_matrix(model, tokens, vocab_size):
    tokens = [int(t) for t in tokens]
    L = len(tokens)
    before = model(np.array([tokens]))
    rows = [[False] * L for _ in range(L)]
    for j in range(L):
        other = [*tokens[:j], (tokens[j] + 1) % vocab_size, *tokens[j + 1 :]]
        after = model(np.array([other]))
        for i in range(L):
            rows[i][j] = any(
                abs(a - b) > 1e-9 for a, b in zip(after[0, i], before[0, i], strict=True)
            )
    return rows


def classifier_cost_and_grads(features, labels, W, b):
    m = len(features)
    cost, dW, db = 0.0, np.zeros(W.shape), np.zeros(b.shape)
    d_features = np.zeros(features.shape)
    for i in range(m):
        x = features[i, 0]
        logs = log_softmax(x @ W + b)
        cost -= logs[labels[i]] / m
        d = np.exp(logs) / m
        d[labels[i]] -= 1 / m
        dW += np.outer(x, d)
        db += d
        d_features[i, 0] = W @ d
    return cost, {"dW": dW, "db": db, "d_features": d_features}
