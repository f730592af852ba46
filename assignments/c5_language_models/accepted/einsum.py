# One-hot matrices and einsum; labels are a weight of 0 or 1 at each position.

import numpy as np
from attendhelp import attention, attention_backward


def log_softmax(logits):
    return logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)


def one_hot(tokens, vocab):
    return (tokens[..., None] == np.arange(vocab)).astype(float)


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    rng = np.random.default_rng(seed)
    forbidden = set(special_ids) | {mask_id}
    ordinary = np.array([v for v in range(vocab_size) if v not in forbidden])
    special = np.zeros(tokens.shape, dtype=bool)
    for one in special_ids:
        special |= tokens == one
    fate = rng.choice(
        4, size=tokens.shape, p=[1 - mask_prob, *(mask_prob * np.array([0.8, 0.1, 0.1]))]
    )
    fate[special] = 0
    random = ordinary[rng.integers(0, len(ordinary), tokens.shape)]
    inputs = np.choose(fate, [tokens, np.full_like(tokens, mask_id), random, tokens])
    return inputs, np.where(fate > 0, tokens, -100)


def masked_lm_loss(logits, labels):
    on = (labels != -100).astype(float)
    n = on.sum()
    if not n:
        return 0.0, 0 * np.ones(logits.shape)
    target = one_hot(labels, logits.shape[-1])
    quiet = np.where(on[..., None] > 0, logits, 0.0)
    logs = log_softmax(quiet)
    loss = -np.einsum("blv,blv->", target, logs) / n
    return loss, np.einsum("blv,bl->blv", np.exp(logs) - target, on) / n


def causal_lm_loss(logits, tokens, pad_id=None):
    nothing = np.full((len(tokens), 1), -100)
    labels = np.concatenate([tokens[:, 1:], nothing], axis=1)
    if pad_id is not None:
        labels = np.where(labels == pad_id, -100, labels)
    return masked_lm_loss(logits, labels)


def perplexity(loss):
    return np.exp(np.array(loss))


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    if not temperature > 0:
        raise ValueError("temperature")
    if top_k is not None and not top_k >= 1:
        raise ValueError("top_k")
    if top_p is not None and not (top_p > 0 and top_p <= 1):
        raise ValueError("top_p")
    vocab = logits.shape[0]
    # What goes before what: larger ones, and equal ones of a lower number.
    v = np.arange(vocab)
    ahead = (logits[:, None] > logits) | ((logits[:, None] == logits) & (v[:, None] < v))
    rank = np.einsum("uv->v", ahead.astype(int))
    z = np.where(rank < (vocab if top_k is None else top_k), logits / temperature, -np.inf)
    p = np.exp(z - z.max())
    p /= p.sum()
    if top_p is not None:
        p = p * (np.einsum("uv,u->v", ahead, p) < top_p)
    return p / p.sum()


def generate(
    model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None
):
    rng = np.random.default_rng(seed)
    tokens = np.array(prompt)
    for _ in range(max_new_tokens):
        p = next_token_distribution(model(tokens[None])[0, -1], temperature, top_k, top_p)
        new = np.argmax(rng.multinomial(1, p))
        tokens = np.append(tokens, new)
        if new == end_id:
            return tokens
    return tokens


def attention_lm_forward(tokens, parameters, causal=True):
    P, L = parameters, tokens.shape[-1]
    hot = one_hot(tokens, len(P["E"]))
    X = np.einsum("blv,vd->bld", hot, P["E"]) + P["Pos"][np.arange(L)]
    q, k, v = (np.einsum("bld,de->ble", X, P[name]) for name in ("Wq", "Wk", "Wv"))
    i = np.arange(L)
    mask = i[:, None] >= i if causal else np.ones((L, L), dtype=bool)
    H = X + attention(q, k, v, mask)[0]
    logits = np.einsum("bld,dv->blv", H, P["U"]) + P["c"]
    return logits, {"hot": hot, "X": X, "q": q, "k": k, "v": v, "mask": mask, "H": H, "P": P}


def attention_lm_backward(d_logits, cache):
    X, H, P = cache["X"], cache["H"], cache["P"]
    dH = np.einsum("blv,dv->bld", d_logits, P["U"])
    d = dict(
        zip(
            "qkv",
            attention_backward(dH, cache["q"], cache["k"], cache["v"], cache["mask"]),
            strict=True,
        )
    )
    dX = dH + sum(np.einsum("ble,de->bld", d[n], P["W" + n]) for n in "qkv")
    grads = {"dW" + n: np.einsum("bld,ble->de", X, d[n]) for n in "qkv"}
    grads["dU"] = np.einsum("bld,blv->dv", H, d_logits)
    grads["dc"] = np.einsum("blv->v", d_logits)
    grads["dE"] = np.einsum("blv,bld->vd", cache["hot"], dX)
    places = np.eye(X.shape[1], len(P["Pos"]))
    grads["dPos"] = np.einsum("lp,bld->pd", places, dX)
    return grads


def dependency_matrix(model, tokens, vocab_size):
    # All changed sequences in one batch.
    tokens = np.asarray(tokens)
    L = len(tokens)
    changed = (tokens + np.eye(L, dtype=int)) % vocab_size
    logits = model(np.vstack([changed, tokens]))
    moved = np.abs(logits[:-1] - logits[-1]).max(axis=-1)
    return moved.T > 1e-9


def classifier_cost_and_grads(features, labels, W, b):
    first = np.zeros(features.shape[1])
    first[0] = 1.0
    x = np.einsum("mld,l->md", features, first)
    logs = log_softmax(x @ W + b)
    target = one_hot(labels, len(b))
    d = (np.exp(logs) - target) / len(x)
    grads = {
        "dW": np.einsum("md,mc->dc", x, d),
        "db": np.einsum("mc->c", d),
        "d_features": np.einsum("l,mc,dc->mld", first, d, W),
    }
    return -np.mean(np.einsum("mc,mc->m", target, logs)), grads
