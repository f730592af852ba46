"""Comprehensions, closures and tuples; the cache is a function."""

import itertools
import math
from typing import Any, Callable

import numpy as np
from attendhelp import attention, attention_backward


def log_softmax(logits):
    def one(row):
        row = row - row.max()
        return row - math.log(math.fsum(np.exp(row)))

    return np.apply_along_axis(one, -1, np.asarray(logits, dtype=np.float64))


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    rng = np.random.default_rng(seed)
    pool = sorted(set(range(vocab_size)) - set(special_ids) - {mask_id})

    def fate(token):
        u = rng.random()
        r = int(rng.integers(len(pool))) if pool else 0
        if token in special_ids or u >= mask_prob:
            return token, -100
        u = u / mask_prob
        return (mask_id if u < 0.8 else pool[r] if u < 0.9 else token), token

    pairs = [fate(int(t)) for t in np.ravel(tokens)]
    return tuple(
        np.array([pair[side] for pair in pairs], dtype=int).reshape(np.shape(tokens))
        for side in (0, 1)
    )


def masked_lm_loss(logits, labels):
    places = [tuple(one) for one in np.argwhere(labels != -100)]
    d = np.zeros(logits.shape, dtype=np.float64)
    losses = []
    for place in places:
        logp = log_softmax(logits[place])
        losses += [-logp[labels[place]]]
        d[place] = np.exp(logp)
        d[(*place, labels[place])] -= 1
        d[place] /= len(places)
    return (sum(losses) / len(losses) if losses else 0.0), d


def causal_lm_loss(logits, tokens, pad_id=None):
    end = np.full((len(tokens), 1), -100)
    after = np.concatenate((tokens[:, 1:], end), axis=1)
    ignored = -100 if pad_id is None else pad_id
    loss, d = masked_lm_loss(logits, np.where(after == ignored, -100, after))
    return [loss, d.tolist()]


def perplexity(loss):
    return math.e**loss


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    good = temperature > 0 and (top_k is None or top_k >= 1) and (top_p is None or 0 < top_p <= 1)
    if not good:
        raise ValueError("a setting is out of range")
    p = np.exp(log_softmax(np.asarray(logits) / temperature)).tolist()
    ranks = sorted(range(len(p)), key=lambda v: p[v], reverse=True)
    ranks = ranks[:top_k]
    mass = math.fsum(p[v] for v in ranks)
    if top_p is not None:
        sums = list(itertools.accumulate(p[v] / mass for v in ranks))
        ranks = [v for v, before in zip(ranks, [0.0] + sums) if before < top_p]
        mass = math.fsum(p[v] for v in ranks)
    kept = set(ranks)
    return [x / mass if v in kept else 0.0 for v, x in enumerate(p)]


def generate(
    model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None
):
    rng = np.random.default_rng(seed)

    def more(row):
        for _ in range(max_new_tokens):
            last = model(np.array([row], dtype=np.int64))[0][-1]
            p = np.cumsum(next_token_distribution(last, temperature, top_k, top_p))
            token = int(np.searchsorted(p / p[-1], rng.random(), side="right"))
            row = row + [token]
            yield token
            if token == end_id:
                return

    start = [int(t) for t in prompt]
    return start + list(more(start))


def attention_lm_forward(tokens, parameters, causal=True) -> tuple[Any, Callable]:
    p = {name: value.copy() for name, value in parameters.items()}
    rows = tokens.tolist()
    length = len(rows[0])
    X = np.array([[p["E"][t] + p["Pos"][i] for i, t in enumerate(row)] for row in rows])
    sides = tuple(X @ p[name] for name in ("Wq", "Wk", "Wv"))
    mask = ~np.triu(np.ones((length, length), dtype=bool), 1) if causal else np.ones((1, 1), bool)
    H = X + attention(*sides, mask)[0]

    def back(d):
        dH = d @ p["U"].T
        ways = attention_backward(dH, *sides, mask)
        dX = dH + sum(w @ p[name].T for w, name in zip(ways, ("Wq", "Wk", "Wv")))
        dE = [
            sum(
                (dX[n, i] for n, row in enumerate(rows) for i, t in enumerate(row) if t == v),
                np.zeros(X.shape[-1]),
            )
            for v in range(len(p["E"]))
        ]
        dPos = [
            dX[:, i].sum(axis=0) if i < length else np.zeros(X.shape[-1])
            for i in range(len(p["Pos"]))
        ]
        return {
            "dc": d.sum((0, 1)),
            "dU": np.tensordot(H, d, ((0, 1), (0, 1))),
            **{f"d{n}": np.tensordot(X, w, 2 * [[0, 1]]) for n, w in zip(("Wq", "Wk", "Wv"), ways)},
            "dPos": dPos,
            "dE": dE,
        }

    return (H @ p["U"] + p["c"]).tolist(), back


def attention_lm_backward(d_logits, cache):
    return cache(np.asarray(d_logits))


def dependency_matrix(model, tokens, vocab_size):
    row = list(map(int, tokens))
    rows = [row] + [
        row[:j] + [(row[j] + 1) % vocab_size] + row[j + 1 :] for j in range(len(row))
    ]
    base, *others = model(np.array(rows))
    return [[bool((abs(o[i] - base[i]) > 1e-9).any()) for o in others] for i in range(len(row))]


def classifier_cost_and_grads(features, labels, W, b):
    m = len(labels)
    z = features[:, :1] @ W + b
    cost, dz = masked_lm_loss(z, np.asarray(labels).reshape(m, 1))
    padded = np.zeros(features.shape[:2] + b.shape)
    padded[:, :1] = dz
    return cost, {
        "dW": np.einsum("mld,mlc->dc", features, padded),
        "db": padded.sum(axis=(0, 1)),
        "d_features": padded @ W.T,
    }
