# expect: generate loses
"""The model sees one token."""

import numpy as np
from attendhelp import attention, attention_backward


def log_softmax(logits):
    largest = logits.max(axis=-1, keepdims=True)
    shifted = logits - largest
    exps = np.exp(shifted)
    sums = exps.sum(axis=-1, keepdims=True)
    return shifted - np.log(sums)


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    rng = np.random.default_rng(seed)
    inputs = tokens.copy()
    labels = np.full(tokens.shape, -100)

    # which positions
    is_special = np.isin(tokens, special_ids)
    selected = rng.random(tokens.shape) < mask_prob
    selected[is_special] = False
    labels[selected] = tokens[selected]

    # what becomes of them
    ordinary = []
    for t in range(vocab_size):
        if t == mask_id:
            continue
        if t in special_ids:
            continue
        ordinary.append(t)
    r = rng.random(tokens.shape)
    to_mask = selected & (r < 0.8)
    to_random = selected & (r >= 0.8) & (r < 0.9)
    inputs[to_mask] = mask_id
    inputs[to_random] = rng.choice(ordinary, size=to_random.sum())
    return inputs, labels


def masked_lm_loss(logits, labels):
    has_label = labels != -100
    n = has_label.sum()
    dlogits = np.zeros_like(logits)
    if n == 0:
        return 0.0, dlogits
    logp = log_softmax(logits)
    rows, cols = np.where(has_label)
    targets = labels[rows, cols]
    loss = -logp[rows, cols, targets].sum() / n
    p = np.exp(logp)
    dlogits[rows, cols] = p[rows, cols]
    dlogits[rows, cols, targets] -= 1
    dlogits = dlogits / n
    return loss, dlogits


def causal_lm_loss(logits, tokens, pad_id=None):
    labels = np.full_like(tokens, -100)
    for i in range(tokens.shape[1] - 1):
        labels[:, i] = tokens[:, i + 1]
    if pad_id is not None:
        labels = np.where(labels == pad_id, -100, labels)
    return masked_lm_loss(logits, labels)


def perplexity(loss):
    return np.exp(loss)


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    if temperature <= 0:
        raise ValueError("temperature must be positive")
    if top_k is not None and top_k < 1:
        raise ValueError("top_k must be at least 1")
    if top_p is not None and (top_p <= 0 or top_p > 1):
        raise ValueError("top_p must be in (0, 1]")
    probs = np.exp(log_softmax(np.array(logits) / temperature))
    order = np.argsort(-logits, kind="stable")
    if top_k is not None:
        probs[order[top_k:]] = 0
        probs = probs / probs.sum()
    if top_p is not None:
        total = 0
        for rank, token in enumerate(order):
            total += probs[token]
            if total >= top_p:
                probs[order[rank + 1 :]] = 0
                break
        probs = probs / probs.sum()
    return probs


def generate(
    model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None
):
    rng = np.random.default_rng(seed)
    seq = list(prompt)
    for _ in range(max_new_tokens):
        logits = model(np.array(seq[-1:])[None, :])
        probs = next_token_distribution(logits[0, -1, :], temperature, top_k, top_p)
        token = rng.choice(len(probs), p=probs)
        seq.append(token)
        if end_id is not None and token == end_id:
            break
    return np.array(seq)


def attention_lm_forward(tokens, parameters, causal=True):
    E, Pos = parameters["E"], parameters["Pos"]
    Wq, Wk, Wv = parameters["Wq"], parameters["Wk"], parameters["Wv"]
    L = tokens.shape[1]
    X = E[tokens] + Pos[:L]
    mask = None
    if causal:
        mask = np.tril(np.ones((L, L))).astype(bool)
    Q, K, V = X @ Wq, X @ Wk, X @ Wv
    S, _ = attention(Q, K, V, mask)
    H = X + S
    logits = H @ parameters["U"] + parameters["c"]
    return logits, (tokens, X, Q, K, V, mask, H, parameters)


def attention_lm_backward(d_logits, cache):
    tokens, X, Q, K, V, mask, H, P = cache
    dU = np.tensordot(H, d_logits, axes=([0, 1], [0, 1]))
    dc = d_logits.sum(axis=(0, 1))
    dH = d_logits @ P["U"].T
    dQ, dK, dV = attention_backward(dH, Q, K, V, mask)
    dWq = np.tensordot(X, dQ, axes=([0, 1], [0, 1]))
    dWk = np.tensordot(X, dK, axes=([0, 1], [0, 1]))
    dWv = np.tensordot(X, dV, axes=([0, 1], [0, 1]))
    dX = dH + dQ @ P["Wq"].T + dK @ P["Wk"].T + dV @ P["Wv"].T
    dE = np.zeros_like(P["E"])
    np.add.at(dE, tokens, dX)
    dPos = np.zeros_like(P["Pos"])
    dPos[: X.shape[1]] = dX.sum(axis=0)
    return {"dE": dE, "dPos": dPos, "dWq": dWq, "dWk": dWk, "dWv": dWv, "dU": dU, "dc": dc}


def dependency_matrix(model, tokens, vocab_size):
    tokens = np.array(tokens)
    L = len(tokens)
    D = np.zeros((L, L), dtype=bool)
    base = model(tokens[None, :])[0]
    for j in range(L):
        other = tokens.copy()
        other[j] = (other[j] + 1) % vocab_size
        new = model(other[None, :])[0]
        for i in range(L):
            if np.max(np.abs(new[i] - base[i])) > 1e-9:
                D[i, j] = True
    return D


def classifier_cost_and_grads(features, labels, W, b):
    m = features.shape[0]
    x = features[:, 0, :]
    logp = log_softmax(x @ W + b)
    cost = -logp[np.arange(m), labels].mean()
    dz = np.exp(logp)
    dz[np.arange(m), labels] -= 1
    dz /= m
    d_features = np.zeros_like(features)
    d_features[:, 0, :] = dz @ W.T
    return cost, {"dW": x.T @ dz, "db": dz.sum(axis=0), "d_features": d_features}
