# Layers that remember their inputs, and settings that filter logits one after the other.

import numpy as np


class Softmax:
    """Along the last axis; also the logarithm."""

    @staticmethod
    def log(z):
        top = np.amax(z, axis=-1, keepdims=True)
        return (z - top) - np.log(np.exp(z - top).sum(axis=-1, keepdims=True))

    def __call__(self, z):
        self.w = np.exp(self.log(z))
        return self.w

    def back(self, d):
        return self.w * d - self.w * (self.w * d).sum(-1, keepdims=True)


class Linear:
    def __init__(self, W, b=0.0):
        self.W, self.b = W, b

    def __call__(self, X):
        self.X = X
        return X @ self.W + self.b

    def back(self, d):
        axes = list(range(d.ndim - 1))
        self.dW = np.tensordot(self.X, d, axes=(axes, axes))
        self.db = d.sum(axis=tuple(axes))
        return d @ self.W.T


class Embedding:
    def __init__(self, E, Pos):
        self.E, self.Pos = E, Pos

    def __call__(self, tokens):
        self.tokens = np.array(tokens)
        return self.E[tokens] + self.Pos[None, : tokens.shape[1]]

    def back(self, d):
        self.dE = np.stack([d[self.tokens == v].sum(axis=0) for v in range(len(self.E))])
        short = len(self.Pos) - d.shape[1]
        self.dPos = np.pad(d.sum(axis=0), ((0, short), (0, 0)))


class Model:
    def __init__(self, P, causal):
        self.embedding = Embedding(P["E"], P["Pos"])
        self.q, self.k, self.v = (Linear(P["W" + n]) for n in "qkv")
        self.out = Linear(P["U"], P["c"])
        self.softmax, self.causal = Softmax(), causal
        self.root = P["Wq"].shape[1] ** 0.5

    def __call__(self, tokens):
        X = self.embedding(tokens)
        self.queries, self.keys, self.values = self.q(X), self.k(X), self.v(X)
        scores = self.queries @ self.keys.transpose(0, 2, 1) / self.root
        if self.causal:
            later = np.triu(np.ones(scores.shape[1:]), k=1)
            scores = np.where(later > 0, -1e30, scores)
        self.weights = self.softmax(scores)
        return self.out(X + self.weights @ self.values)

    def back(self, d):
        dH = self.out.back(d)
        d_scores = self.softmax.back(dH @ self.values.transpose(0, 2, 1)) / self.root
        dX = dH + self.q.back(d_scores @ self.keys)
        dX = dX + self.k.back(d_scores.transpose(0, 2, 1) @ self.queries)
        dX = dX + self.v.back(self.weights.transpose(0, 2, 1) @ dH)
        self.embedding.back(dX)
        grads = {"dE": self.embedding.dE, "dPos": self.embedding.dPos}
        grads |= {"dWq": self.q.dW, "dWk": self.k.dW, "dWv": self.v.dW}
        return grads | {"dU": self.out.dW, "dc": self.out.db}


def log_softmax(logits):
    return Softmax.log(logits)


class Masker:
    def __init__(self, ordinary, mask_id, rng):
        self.ordinary, self.mask_id, self.rng = ordinary, mask_id, rng

    def one(self, token):
        u = self.rng.random()
        if u < 0.8:
            return self.mask_id
        return self.rng.choice(self.ordinary) if u < 0.9 else token


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    rng = np.random.default_rng(seed)
    ordinary = sorted(set(range(vocab_size)) - set(special_ids) - {mask_id})
    masker = Masker(ordinary, mask_id, rng)
    selected = rng.binomial(1, mask_prob, size=tokens.shape).astype(bool)
    selected &= np.isin(tokens, special_ids, invert=True)
    inputs = tokens.copy()
    inputs[selected] = [masker.one(t) for t in tokens[selected]]
    labels = np.where(selected, tokens, -100)
    return inputs, labels


def masked_lm_loss(logits, labels):
    on = labels != -100
    n = np.count_nonzero(on)
    safe = np.where(on, labels, 0)[..., None]
    logs = Softmax.log(np.where(on[..., None], logits, 0.0))
    picked = np.take_along_axis(logs, safe, axis=-1)[..., 0]
    d = np.exp(logs)
    np.put_along_axis(d, safe, np.take_along_axis(d, safe, -1) - 1, axis=-1)
    d *= on[..., None]
    return -(picked * on).sum() / max(n, 1) + 0.0, d / max(n, 1)


def causal_lm_loss(logits, tokens, pad_id=None):
    nowhere = np.full((len(tokens), 1), -100)
    targets = tokens[:, 1:].copy()
    if pad_id is not None:
        targets[targets == pad_id] = -100
    loss, d = masked_lm_loss(logits[:, :-1], targets)
    return loss, np.concatenate([d, np.zeros((len(nowhere), 1, logits.shape[2]))], axis=1)


def perplexity(loss):
    return 1 / np.exp(-loss)


def keep_top_k(z, k):
    kept = np.full(z.shape, -np.inf)
    best = np.argsort(-z, kind="mergesort")[:k]
    kept[best] = z[best]
    return kept


def keep_nucleus(z, share):
    order = np.argsort(-z, kind="mergesort")
    p = Softmax()(z[order])
    out = np.cumsum(p) >= share
    out = np.concatenate([[False], out[:-1]])
    kept = z.copy()
    kept[order[out]] = -np.inf
    return kept


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    if temperature <= 0:
        raise ValueError(temperature)
    z = logits / temperature
    if top_k is not None:
        if top_k < 1:
            raise ValueError(top_k)
        z = keep_top_k(z, top_k)
    if top_p is not None:
        if top_p <= 0 or top_p > 1:
            raise ValueError(top_p)
        z = keep_nucleus(z, top_p)
    return Softmax()(z)


class Writer:
    def __init__(self, model, seed, **settings):
        self.model, self.rng, self.settings = model, np.random.default_rng(seed), settings

    def tokens(self, so_far, most, end_id):
        for _ in range(most):
            p = next_token_distribution(self.model(np.array([so_far]))[0][-1], **self.settings)
            u = self.rng.random() * p.sum()
            so_far.append(int(np.searchsorted(np.cumsum(p), u, side="right")))
            yield so_far[-1]
            if so_far[-1] == end_id:
                return


def generate(
    model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None
):
    writer = Writer(model, seed, temperature=temperature, top_k=top_k, top_p=top_p)
    start = [int(t) for t in prompt]
    return np.array([*start, *writer.tokens(start.copy(), max_new_tokens, end_id)])


def attention_lm_forward(tokens, parameters, causal=True):
    model = Model(parameters, causal)
    return model(tokens), model


def attention_lm_backward(d_logits, cache):
    return cache.back(d_logits)


def dependency_matrix(model, tokens, vocab_size):
    tokens = np.array(tokens)
    before = model(tokens[None])[0]

    def column(j):
        step = np.where(np.arange(len(tokens)) == j, 1, 0)
        return np.max(np.abs(model((tokens + step)[None] % vocab_size)[0] - before), axis=1) > 1e-9

    return np.stack([column(j) for j in range(len(tokens))]).T


def classifier_cost_and_grads(features, labels, W, b):
    head = Linear(W, b)
    logits = head(features[:, :1])
    cost, d = masked_lm_loss(logits, labels[:, None])
    first = head.back(d)
    rest = np.zeros_like(features[:, 1:])
    grads = {"dW": head.dW, "db": head.db, "d_features": np.concatenate([first, rest], axis=1)}
    return cost, grads
