"""As one writes it who has used a framework: gather, cross entropy, masked fill, modules."""

import numpy as np


class F:
    @staticmethod
    def log_softmax(x, dim=-1):
        m = np.max(x, axis=dim, keepdims=True)
        return x - m - np.log(np.sum(np.exp(x - m), axis=dim, keepdims=True))

    @staticmethod
    def softmax(x, dim=-1):
        return np.exp(F.log_softmax(x, dim))

    @staticmethod
    def cross_entropy(x, target, ignore_index=-100):
        keep = target != ignore_index
        if not keep.any():
            return 0.0, np.zeros_like(x)
        x_kept, t = x[keep], target[keep]
        logp = F.log_softmax(x_kept)
        nll = -np.take_along_axis(logp, t[:, None], axis=1)
        grad = np.zeros_like(x)
        grad[keep] = (np.exp(logp) - np.eye(x.shape[1])[t]) / len(t)
        return nll.mean(), grad


def log_softmax(logits):
    return F.log_softmax(logits)


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    g = np.random.default_rng(seed)
    inputs, labels = tokens.copy(), tokens.copy()
    probability = np.full(labels.shape, mask_prob)
    for s in special_ids:
        probability[labels == s] = 0.0
    masked = g.binomial(1, probability).astype(bool)
    labels[~masked] = -100
    replaced = g.binomial(1, np.full(labels.shape, 0.8)).astype(bool) & masked
    inputs[replaced] = mask_id
    randomised = g.binomial(1, np.full(labels.shape, 0.5)).astype(bool) & masked & ~replaced
    pool = np.setdiff1d(np.arange(vocab_size), np.union1d(special_ids, [mask_id]).astype(int))
    words = g.choice(pool, labels.shape)
    inputs[randomised] = words[randomised]
    return inputs, labels


def masked_lm_loss(logits, labels):
    loss, grad = F.cross_entropy(logits.reshape(-1, logits.shape[-1]), labels.reshape(-1))
    return loss, grad.reshape(logits.shape)


def causal_lm_loss(logits, tokens, pad_id=None):
    shift_logits, shift_labels = logits[:, :-1], tokens[:, 1:].copy()
    if pad_id is not None:
        shift_labels[shift_labels == pad_id] = -100
    grad = np.zeros_like(logits)
    loss, grad[:, :-1] = masked_lm_loss(shift_logits, shift_labels)
    return loss, grad


def perplexity(loss):
    return float(np.exp(loss))


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    if temperature <= 0:
        raise ValueError("temperature has to be a strictly positive float")
    if top_k is not None and top_k <= 0:
        raise ValueError("top_k has to be a strictly positive integer")
    if top_p is not None and (top_p <= 0 or top_p > 1.0):
        raise ValueError("top_p has to be above 0 and at most 1")
    scores = logits / temperature
    if top_k is not None:
        top_k = min(top_k, len(scores))
        best = np.argsort(-scores, kind="stable")[:top_k]
        filled = np.full_like(scores, -np.inf)
        filled[best] = scores[best]
        scores = filled
    if top_p is not None:
        sorted_ids = np.argsort(-scores, kind="stable")
        cumulative = np.cumsum(F.softmax(scores[sorted_ids]))
        remove = cumulative >= top_p
        remove[1:] = remove[:-1].copy()
        remove[0] = False
        scores = scores.copy()
        scores[sorted_ids[remove]] = -np.inf
    return F.softmax(scores)


def generate(
    model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None
):
    g = np.random.default_rng(seed)
    input_ids = np.array(prompt)[None]
    for _ in range(max_new_tokens):
        probs = next_token_distribution(model(input_ids)[:, -1, :][0], temperature, top_k, top_p)
        next_token = g.choice(probs.shape[0], size=(1, 1), p=probs)
        input_ids = np.concatenate([input_ids, next_token], axis=-1)
        if next_token.item() == end_id:
            break
    return input_ids[0]


def attention_lm_forward(tokens, parameters, causal=True):
    p = parameters
    B, T = tokens.shape
    x = p["E"][tokens] + p["Pos"][np.arange(T)][None]
    q, k, v = x @ p["Wq"], x @ p["Wk"], x @ p["Wv"]
    att = np.einsum("btk,bsk->bts", q, k) * k.shape[-1] ** -0.5
    if causal:
        att = np.where(np.tril(np.ones((T, T))) == 0, -np.inf, att)
    att = F.softmax(att)
    h = x + att @ v
    logits = h @ p["U"] + p["c"]
    return logits, (tokens, x, q, k, v, att, h, p)


def attention_lm_backward(d_logits, cache):
    tokens, x, q, k, v, att, h, p = cache
    g = {"dU": np.einsum("btd,btv->dv", h, d_logits), "dc": d_logits.sum((0, 1))}
    dh = d_logits @ p["U"].T
    datt = np.einsum("btd,bsd->bts", dh, v)
    dv = np.einsum("bts,btd->bsd", att, dh)
    ds = att * (datt - (att * datt).sum(-1, keepdims=True)) * k.shape[-1] ** -0.5
    dq = np.einsum("bts,bsk->btk", ds, k)
    dk = np.einsum("bts,btk->bsk", ds, q)
    dx = dh.copy()
    for name, d in (("Wq", dq), ("Wk", dk), ("Wv", dv)):
        g["d" + name] = np.einsum("btd,bte->de", x, d)
        dx += d @ p[name].T
    g["dE"] = np.zeros_like(p["E"])
    np.add.at(g["dE"], tokens.ravel(), dx.reshape(-1, dx.shape[-1]))
    g["dPos"] = np.zeros_like(p["Pos"])
    g["dPos"][: x.shape[1]] += dx.sum(0)
    return g


def dependency_matrix(model, tokens, vocab_size):
    tokens = np.asarray(tokens)
    T = len(tokens)
    batch = np.repeat(tokens[None], T, axis=0)
    batch[np.diag_indices(T)] = (tokens + 1) % vocab_size
    base = np.asarray(model(tokens[None]))
    diff = np.abs(np.asarray(model(batch)) - base)
    return np.any(diff > 1e-9, axis=-1).T


def classifier_cost_and_grads(features, labels, W, b):
    pooled = features[:, 0]
    loss, d = F.cross_entropy(pooled @ W + b, labels)
    d_features = np.zeros_like(features)
    d_features[:, 0] = d @ W.T
    return loss, {"dW": pooled.T @ d, "db": d.sum(0), "d_features": d_features}
