# The cache is the way back itself: a function. Everything else in a few lines of comprehensions.

import itertools

import numpy as np
from attendhelp import attention, attention_backward


def log_softmax(logits):
    top = logits.max(axis=-1, keepdims=True)
    return -np.log(np.exp(logits - top).sum(-1, keepdims=True)) + logits - top


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    select, fate, word = (np.random.default_rng([seed, n]) for n in range(3))
    ordinary = [v for v in range(vocab_size) if v not in [*special_ids, mask_id]]
    chosen = select.random(tokens.shape) < mask_prob
    for special in special_ids:
        chosen = np.logical_and(chosen, tokens != special)
    what = fate.choice(["mask", "word", "keep"], p=[0.8, 0.1, 0.1], size=tokens.shape)
    words = word.choice(ordinary, tokens.shape)
    inputs = np.select(
        [chosen & (what == "mask"), chosen & (what == "word")], [mask_id, words], tokens
    )
    return inputs, tokens * chosen - 100 * ~chosen


def masked_lm_loss(logits, labels):
    at = list(zip(*np.nonzero(labels + 100), strict=True))
    d = np.zeros(logits.shape)
    losses = []
    for place in at:
        logs = log_softmax(logits[place])
        losses.append(-logs[labels[place]])
        d[place] = (np.exp(logs) - np.eye(len(logs))[labels[place]]) / len(at)
    return float(np.mean(losses)) if losses else 0.0, d


def causal_lm_loss(logits, tokens, pad_id=None):
    rows = [[-100 if t == pad_id else t for t in row[1:]] + [-100] for row in tokens.tolist()]
    return masked_lm_loss(logits, np.array(rows))


def perplexity(loss):
    return np.float64(np.e) ** loss


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    limits = [(temperature, 0, np.inf), (top_k, 0, np.inf), (top_p, 0, 1)]
    if any(x is not None and not low < x <= high for x, low, high in limits):
        raise ValueError("out of range")
    ranked = sorted(enumerate(logits.tolist()), key=lambda pair: -pair[1])
    ids = [v for v, _ in ranked][:top_k]
    p = np.exp(log_softmax(np.array([z for _, z in ranked][:top_k]) / temperature))
    sums = [0.0, *itertools.accumulate(p)]
    kept = [share if top_p is None or sums[n] < top_p else 0.0 for n, share in enumerate(p)]
    shares = dict(zip(ids, np.array(kept) / sum(kept), strict=True))
    return np.array([shares.get(v, 0.0) for v in range(len(logits))])


def generate(
    model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None
):
    draws = np.random.default_rng(seed).random(max_new_tokens)

    def go_on(tokens, n):
        if n == max_new_tokens:
            return tokens
        logits = model(np.array([tokens]))[0, -1]
        sums = np.cumsum(next_token_distribution(logits, temperature, top_k, top_p))
        new = int(np.argmax(sums > draws[n] * sums[-1]))
        longer = (*tokens, new)
        return longer if end_id is not None and new == end_id else go_on(longer, n + 1)

    return np.array(go_on(tuple(int(t) for t in prompt), 0))


def attention_lm_forward(tokens, parameters, causal=True):
    P, (batch, L) = dict(parameters), tokens.shape
    which = tokens.copy()
    X = P["E"][which] + P["Pos"][:L]
    parts = [X @ P[name] for name in ("Wq", "Wk", "Wv")]
    mask = np.arange(L) <= np.arange(L).reshape(-1, 1) if causal else np.full((1, L), True)
    H = X + attention(*parts, mask)[0]

    def back(d_logits):
        dH = d_logits @ P["U"].T
        slopes = attention_backward(dH, *parts, mask)
        dX = dH + sum(d @ P[n].T for d, n in zip(slopes, ("Wq", "Wk", "Wv"), strict=True))
        g = {
            "dU": sum(h.T @ d for h, d in zip(H, d_logits, strict=True)),
            "dc": d_logits.sum(0).sum(0),
        }
        for name, d in zip(("dWq", "dWk", "dWv"), slopes, strict=True):
            g[name] = (X.transpose(0, 2, 1) @ d).sum(axis=0)
        g["dE"], g["dPos"] = np.zeros_like(P["E"]), np.zeros_like(P["Pos"])
        for b, i in np.ndindex(batch, L):
            g["dE"][which[b, i]] += dX[b, i]
            g["dPos"][i] += dX[b, i]
        return g

    return H @ P["U"] + P["c"], back


def attention_lm_backward(d_logits, cache):
    return cache(d_logits)


def dependency_matrix(model, tokens, vocab_size):
    tokens = tuple(int(t) for t in tokens)
    ask = lambda row: np.asarray(model(np.array([row])))[0]  # noqa: E731
    before = ask(tokens)
    others = [
        tuple((t + 1) % vocab_size if i == j else t for i, t in enumerate(tokens))
        for j in range(len(tokens))
    ]
    return np.transpose([(abs(ask(other) - before) > 1e-9).sum(axis=-1) > 0 for other in others])


def classifier_cost_and_grads(features, labels, W, b):
    cls = features[:, 0].copy()
    logs = log_softmax(cls @ W + b)
    hot = np.eye(len(b))[labels]
    d = (np.exp(logs) - hot) / len(labels)
    wide = np.zeros((features.shape[1], 1))
    wide[0] = 1
    return -(hot * logs).sum() / len(labels), {
        "dW": cls.T @ d,
        "db": d.sum(0),
        "d_features": wide * (d @ W.T)[:, None],
    }
