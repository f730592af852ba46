"""Classes and helpers: a sampler, layers that remember, Gumbel draws, a cache that is an object."""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from attendhelp import attention, attention_backward

NONE = -100


def log_softmax(logits):
    logits = np.asarray(logits, dtype=float)
    return logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)


class Corruptor:
    """Draws for each position a fate: 0 not selected, 1 mask, 2 random, 3 kept."""

    def __init__(self, seed, prob):
        self.rng = np.random.default_rng(seed)
        self.p = [1 - prob, 0.8 * prob, 0.1 * prob, 0.1 * prob]

    def fates(self, shape):
        return self.rng.choice(4, size=shape, p=self.p)

    def replacements(self, allowed, shape):
        return allowed[self.rng.integers(0, len(allowed), size=shape)]


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    drawn = Corruptor(seed, mask_prob)
    forbidden = set(special_ids) | {mask_id}
    allowed = np.array([v for v in range(vocab_size) if v not in forbidden])
    swap = drawn.replacements(allowed, tokens.shape)
    fate = drawn.fates(tokens.shape)
    for one in special_ids:
        fate = np.where(tokens == one, 0, fate)
    inputs = np.choose(fate, [tokens, np.full_like(tokens, mask_id), swap, tokens])
    labels = np.where(fate > 0, tokens, NONE)
    return inputs, labels


def cross_entropy(logits, classes):
    """Sum of the losses and derivatives for rows of logits."""
    if len(classes) == 0:
        return 0.0, np.zeros_like(logits)
    logp = log_softmax(logits)
    rows = np.arange(len(classes))
    slopes = np.exp(logp)
    slopes[rows, classes] -= 1.0
    return float(-logp[rows, classes].sum()), slopes


def masked_lm_loss(logits, labels):
    where = np.nonzero(labels != NONE)
    n = max(len(where[0]), 1)
    total, slopes = cross_entropy(logits[where], labels[where])
    dlogits = np.zeros(logits.shape)
    dlogits[where] = slopes / n
    return total / n, dlogits


def causal_lm_loss(logits, tokens, pad_id=None):
    targets = np.roll(tokens, -1, axis=1)
    targets[:, -1] = NONE
    if pad_id is not None:
        targets = np.where(targets == pad_id, NONE, targets)
    return masked_lm_loss(logits, targets)


def perplexity(loss):
    return float(np.e**loss)


class Sampler:
    def __init__(self, temperature, top_k, top_p):
        if not temperature > 0:
            raise ValueError("temperature must be positive")
        if top_k is not None and not top_k >= 1:
            raise ValueError("top_k must be positive")
        if top_p is not None and not (top_p > 0 and top_p <= 1):
            raise ValueError("top_p must be in (0, 1]")
        self.temperature, self.top_k, self.top_p = temperature, top_k, top_p

    def __call__(self, logits):
        z = (logits - logits.max()) / self.temperature
        order = np.lexsort((np.arange(len(z)), -z))
        keep = len(z) if self.top_k is None else min(self.top_k, len(z))
        order = order[:keep]
        p = self.normal(np.exp(z[order]))
        if self.top_p is not None:
            count = int(np.searchsorted(np.cumsum(p), self.top_p)) + 1
            order = order[:count]
            p = self.normal(p[:count])
        full = np.zeros(len(z))
        full[order] = p
        return full

    @staticmethod
    def normal(p):
        return p / np.sum(p)


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    return Sampler(temperature, top_k, top_p)(logits)


def generate(
    model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None
):
    rng = np.random.default_rng(seed)
    sampler = Sampler(temperature, top_k, top_p)
    text = np.array(prompt, dtype=int).reshape(1, -1)
    last = None
    while max_new_tokens > 0 and (end_id is None or last != end_id):
        p = sampler(np.asarray(model(text))[0, -1])
        kept = np.flatnonzero(p)
        last = int(kept[np.argmax(np.log(p[kept]) + rng.gumbel(size=len(kept)))])
        text = np.concatenate([text, [[last]]], axis=1)
        max_new_tokens -= 1
    return text[0]


class Linear:
    """x·W + b over the last axis, and its way back."""

    def __init__(self, x, W, b=None):
        self.x, self.W, self.b = x, W, b

    def out(self):
        y = self.x @ self.W
        return y if self.b is None else y + self.b

    def back(self, d):
        flat = self.x.reshape(-1, self.x.shape[-1])
        return flat.T @ d.reshape(-1, d.shape[-1]), d @ self.W.T


@dataclass(frozen=True)
class Tape:
    tokens: np.ndarray
    shapes: dict
    layers: dict
    qkv: tuple
    mask: object


def attention_lm_forward(tokens, parameters, causal=True):
    tokens = tokens.copy()
    length = tokens.shape[1]
    X = np.take(parameters["E"], tokens, axis=0) + parameters["Pos"][np.newaxis, :length]
    layers = {name: Linear(X, parameters[name]) for name in ("Wq", "Wk", "Wv")}
    qkv = tuple(one.out() for one in layers.values())
    where = np.arange(length)
    mask = where[:, None] >= where if causal else None
    layers["U"] = Linear(X + attention(*qkv, mask)[0], parameters["U"], parameters["c"])
    shapes = {name: value.shape for name, value in parameters.items()}
    return layers["U"].out(), Tape(tokens, shapes, layers, qkv, mask)


def attention_lm_backward(d_logits, cache):
    grads = OrderedDict()
    grads["dU"], dH = cache.layers["U"].back(d_logits)
    grads["dc"] = d_logits.reshape(-1, d_logits.shape[-1]).sum(axis=0)
    dX = dH.copy()
    for name, d in zip(("Wq", "Wk", "Wv"), attention_backward(dH, *cache.qkv, cache.mask)):
        grads["d" + name], way = cache.layers[name].back(d)
        dX += way
    grads["dE"] = np.zeros(cache.shapes["E"])
    np.add.at(grads["dE"], cache.tokens, dX)
    grads["dPos"] = np.zeros(cache.shapes["Pos"])
    np.add.at(grads["dPos"], np.arange(dX.shape[1]), dX.sum(0))
    grads["dX"] = dX
    return grads


def dependency_matrix(model, tokens, vocab_size):
    tokens = np.array(tokens)
    base = np.array(model(tokens[np.newaxis]))
    columns = []
    for j in range(tokens.size):
        other = tokens.copy()
        other[j] = (other[j] + 1) % vocab_size
        move = np.abs(model(other[np.newaxis]) - base)[0]
        columns.append(move.max(axis=1) > 1e-9)
    return np.stack(columns, axis=1)


def classifier_cost_and_grads(features, labels, W, b):
    head = Linear(features[:, 0, :], W, b)
    total, slopes = cross_entropy(head.out(), labels)
    m = len(labels)
    dW, dx = head.back(slopes / m)
    rest = np.zeros_like(features[:, 1:])
    d_features = np.concatenate([dx[:, np.newaxis], rest], axis=1)
    return total / m, {"d_features": d_features, "db": slopes.mean(axis=0), "dW": dW}
