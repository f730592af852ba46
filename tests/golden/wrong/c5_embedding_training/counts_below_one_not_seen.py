# expect: glove_cost_and_grads loses
"""Entries below 1 are left out: log X > 0 was asked."""

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np


@dataclass
class Noise:
    probabilities: np.ndarray
    rng: np.random.Generator

    def draw(self, k):
        times = self.rng.multinomial(k, self.probabilities)
        return np.repeat(np.arange(len(times)), times)


class Window:
    def __init__(self, tokens, width):
        self.tokens = [int(t) for t in tokens]
        self.width = width

    def left(self, i):
        return self.tokens[max(i - self.width, 0) : i]

    def right(self, i):
        return self.tokens[i + 1 : i + 1 + self.width]


def embedding_backward(d_vectors, indices, vocab_size):
    rows = defaultdict(list)
    for w, g in zip(indices, d_vectors):
        rows[int(w)].append(g)
    dE = np.zeros((vocab_size, np.shape(d_vectors)[1]))
    for w, parts in rows.items():
        dE[w] = np.sum(parts, axis=0)
    return dE


def skipgram_pairs(tokens, window=2):
    w = Window(tokens, window)
    out = []
    for i, centre in enumerate(w.tokens):
        out += [[centre, o] for o in w.left(i) + w.right(i)]
    return np.array(out, dtype=np.int32).reshape(-1, 2)


def noise_distribution(counts, power=0.75):
    counts = np.array(counts, dtype=np.float64)
    q = np.zeros_like(counts)
    some = counts > 0
    # in logarithms, so that large counts and powers stay in range
    logs = power * np.log(counts[some])
    q[some] = np.exp(logs - logs.max())
    return q / q.sum()


def _sigmoid(s):
    return 0.5 * (1 + np.tanh(s / 2))


def _log_sigmoid(s):
    return np.minimum(s, 0) - np.log1p(np.exp(-np.abs(s)))


def negative_sampling_loss(v, u_pos, U_neg):
    s_pos, s_neg = u_pos @ v, U_neg @ v
    loss = -_log_sigmoid(s_pos) - np.sum(_log_sigmoid(-s_neg))
    g_pos, g_neg = -_sigmoid(-s_pos), _sigmoid(s_neg)
    return [loss, g_pos * u_pos + g_neg @ U_neg, g_pos * v, np.outer(g_neg, v)]


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    source = Noise(noise, np.random.default_rng(seed))
    E, U = np.copy(E), np.copy(U)
    losses = []
    for centre, context in np.asarray(pairs).tolist():
        drawn = source.draw(k)
        loss, dv, du, dN = negative_sampling_loss(E[centre], U[context], U[drawn])
        losses.append(loss)
        E[centre] = E[centre] - learning_rate * dv
        U[context] = U[context] - learning_rate * du
        np.subtract.at(U, drawn, learning_rate * dN)
    return E, U, float(np.mean(losses)) if losses else 0


def cooccurrence_matrix(tokens, vocab_size, window=2):
    tokens = [int(t) for t in tokens]
    meetings = Counter()
    for i, a in enumerate(tokens):
        for j, b in enumerate(tokens):
            D = abs(i - j)
            if 0 < D <= window:
                meetings[a, b] += 1 / D
    X = np.zeros((vocab_size, vocab_size))
    for (a, b), times in meetings.items():
        X[a, b] = times
    return X


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    i, j = np.nonzero(X >= 1)
    x = X[i, j]
    f = np.where(x < x_max, x / x_max, 1.0) ** alpha
    e = np.sum(W[i] * U[j], axis=1) + b[i] + c[j] - np.log(x)
    D = 2 * f * e
    V = len(X)
    grads = {
        "dW": embedding_backward(D[:, None] * U[j], i, V),
        "dU": embedding_backward(D[:, None] * W[i], j, V),
        "db": np.bincount(i, weights=D, minlength=V),
        "dc": np.bincount(j, weights=D, minlength=V),
        "errors": e,
    }
    return np.array([np.sum(f * e * e)]), grads
