# expect: generate loses
"""The model is asked once more after the end."""

import numpy as np


def log_softmax(logits):
    shifted = logits - np.max(logits, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    rng = np.random.default_rng(seed)
    special = np.isin(tokens, list(special_ids))
    selected = (rng.random(tokens.shape) < mask_prob) & ~special
    labels = np.where(selected, tokens, -100)
    ordinary = np.setdiff1d(np.arange(vocab_size), [mask_id, *special_ids])
    fate = rng.random(tokens.shape)
    inputs = tokens.copy()
    inputs[selected & (fate < 0.8)] = mask_id
    swap = selected & (fate >= 0.8) & (fate < 0.9)
    inputs[swap] = rng.choice(ordinary, size=swap.sum())
    return inputs, labels


def masked_lm_loss(logits, labels):
    valid = labels != -100
    n = np.count_nonzero(valid)
    if n == 0:
        return 0.0, np.zeros(logits.shape)
    logp = log_softmax(logits)
    target = np.where(valid, labels, 0)
    onehot = np.eye(logits.shape[-1])[target]
    picked = np.einsum("blv,blv->bl", logp, onehot)
    loss = -np.sum(picked * valid) / n
    dlogits = (np.exp(logp) - onehot) * valid[..., None] / n
    return loss, dlogits


def causal_lm_loss(logits, tokens, pad_id=None):
    labels = np.full(tokens.shape, -100)
    labels[:, :-1] = tokens[:, 1:]
    if pad_id is not None:
        labels[labels == pad_id] = -100
    return masked_lm_loss(logits, labels)


def perplexity(loss):
    return np.exp(loss)


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    if temperature <= 0:
        raise ValueError("temperature")
    if top_k is not None and top_k < 1:
        raise ValueError("top_k")
    if top_p is not None and not 0 < top_p <= 1:
        raise ValueError("top_p")
    p = np.exp(log_softmax(logits / temperature))
    if top_k is not None:
        order = np.argsort(-p, kind="stable")
        p[order[top_k:]] = 0
        p = p / p.sum()
    if top_p is not None:
        order = np.argsort(-p, kind="stable")
        sums = np.cumsum(p[order])
        before = sums - p[order]
        p[order[before >= top_p]] = 0
        p = p / p.sum()
    return p


def generate(
    model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None
):
    rng = np.random.default_rng(seed)
    tokens = np.array(prompt, dtype=np.int64)
    logits = model(tokens[None, :])
    for _ in range(max_new_tokens):
        p = next_token_distribution(logits[0, -1], temperature, top_k, top_p)
        new = rng.choice(len(p), p=p)
        tokens = np.append(tokens, new)
        if end_id is not None and new == end_id:
            break
        logits = model(tokens[None, :])
    return tokens


def _weights(q, k, causal):
    scores = np.einsum("bik,bjk->bij", q, k) / np.sqrt(q.shape[-1])
    if causal:
        L = q.shape[1]
        scores = np.where(np.tril(np.ones((L, L), dtype=bool)), scores, -np.inf)
    return np.exp(log_softmax(scores))


def attention_lm_forward(tokens, parameters, causal=True):
    p = parameters
    L = tokens.shape[1]
    X = p["E"][tokens] + p["Pos"][:L]
    q = np.einsum("bld,dk->blk", X, p["Wq"])
    k = np.einsum("bld,dk->blk", X, p["Wk"])
    v = np.einsum("bld,de->ble", X, p["Wv"])
    A = _weights(q, k, causal)
    H = X + np.einsum("bij,bjd->bid", A, v)
    logits = np.einsum("bld,dv->blv", H, p["U"]) + p["c"]
    return logits, {"params": dict(p), "tokens": tokens, "X": X, "q": q, "k": k, "v": v, "A": A, "H": H}


def attention_lm_backward(d_logits, cache):
    p, X, A, q, k, v = (cache[one] for one in ("params", "X", "A", "q", "k", "v"))
    grads = {}
    grads["dc"] = np.einsum("blv->v", d_logits)
    grads["dU"] = np.einsum("bld,blv->dv", cache["H"], d_logits)
    dH = np.einsum("blv,dv->bld", d_logits, p["U"])
    dA = np.einsum("bid,bjd->bij", dH, v)
    dv = np.einsum("bij,bid->bjd", A, dH)
    dS = A * (dA - np.einsum("bij,bij->bi", dA, A)[..., None]) / np.sqrt(q.shape[-1])
    dq = np.einsum("bij,bjk->bik", dS, k)
    dk = np.einsum("bij,bik->bjk", dS, q)
    dX = dH + dq @ p["Wq"].T + dk @ p["Wk"].T + dv @ p["Wv"].T
    for name, d in (("dWq", dq), ("dWk", dk), ("dWv", dv)):
        grads[name] = np.einsum("bld,blk->dk", X, d)
    onehot = np.eye(len(p["E"]))[cache["tokens"]]
    grads["dE"] = np.einsum("blv,bld->vd", onehot, dX)
    grads["dPos"] = np.zeros_like(p["Pos"])
    grads["dPos"][: X.shape[1]] = dX.sum(axis=0)
    return grads


def dependency_matrix(model, tokens, vocab_size):
    tokens = np.asarray(tokens)
    L = len(tokens)
    changed = np.tile(tokens, (L, 1))
    changed[np.arange(L), np.arange(L)] = (tokens + 1) % vocab_size
    before = model(tokens[None])[0]
    after = model(changed)
    return (np.abs(after - before) > 1e-9).any(axis=-1).T


def classifier_cost_and_grads(features, labels, W, b):
    m = len(labels)
    x = features[:, 0]
    logp = log_softmax(x @ W + b)
    cost = -np.mean(logp[np.arange(m), labels])
    dz = np.exp(logp)
    dz[np.arange(m), labels] -= 1
    dz /= m
    d_features = np.zeros(features.shape)
    d_features[:, 0] = dz @ W.T
    return cost, {"dW": x.T @ dz, "db": dz.sum(axis=0), "d_features": d_features}
