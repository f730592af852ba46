# expect: cooccurrence_matrix loses
"""X[left, right] += loses repeats."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Table:
    rows: np.ndarray

    def look_up(self, indices):
        return self.rows[indices]

    def step(self, indices, derivatives, rate):
        change = embedding_backward(derivatives, indices, len(self.rows))
        self.rows = self.rows - rate * change


class Sampler:
    def __init__(self, noise, seed):
        self.ends = np.cumsum(noise) / np.sum(noise)
        self.generator = np.random.default_rng(seed)

    def __call__(self, k):
        return np.searchsorted(self.ends, self.generator.random(k), side="right")


def embedding_backward(d_vectors, indices, vocab_size):
    indices = np.asarray(indices)
    columns = [np.bincount(indices, weights=g, minlength=vocab_size) for g in d_vectors.T]
    return np.stack(columns, axis=1)


def skipgram_pairs(tokens, window=2):
    tokens = np.asarray(tokens, dtype=int)
    places = np.arange(len(tokens))
    distance = np.abs(places[:, None] - places)
    i, j = np.nonzero((distance > 0) & (distance <= window))
    return np.column_stack([tokens[i], tokens[j]])


def noise_distribution(counts, power=0.75):
    counts = np.array(counts, dtype=np.float64)
    known = counts > 0
    # In logarithms, with the largest taken off.
    logs = power * np.log(counts[known])
    weights = np.zeros(len(counts))
    weights[known] = np.exp(logs - logs.max())
    weights /= weights.sum()
    return weights


def negative_sampling_loss(v, u_pos, U_neg):
    # −log σ(s) = max(−s, 0) + log(1 + e^−|s|)
    def cost(s):
        return np.maximum(-s, 0) + np.log1p(np.exp(-np.abs(s)))

    def sigma(s):
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-s))

    s_pos, s_neg = u_pos.dot(v), U_neg.dot(v)
    off, wrong = sigma(s_pos) - 1, sigma(s_neg)
    dv = off * u_pos + (wrong[:, None] * U_neg).sum(axis=0)
    return cost(s_pos) + cost(-s_neg).sum(), dv, off * v, wrong[:, None] @ v[None, :]


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    centres, contexts, draw, total = Table(E.copy()), Table(U.copy()), Sampler(noise, seed), 0.0
    for centre, context in pairs:
        used = np.concatenate([[context], draw(k)])
        vectors = contexts.look_up(used)
        loss, dv, du, dN = negative_sampling_loss(centres.look_up(centre), vectors[0], vectors[1:])
        centres.step([centre], dv[None, :], learning_rate)
        contexts.step(used, np.vstack([du, dN]), learning_rate)
        total += loss
    return centres.rows, contexts.rows, total / len(pairs) if len(pairs) else 0.0


def cooccurrence_matrix(tokens, vocab_size, window=2):
    tokens = np.asarray(tokens, dtype=int)
    X = np.zeros((vocab_size, vocab_size))
    for distance in range(1, min(window, len(tokens) - 1) + 1):
        left, right = tokens[:-distance], tokens[distance:]
        X[left, right] += 1 / distance
        X[right, left] += 1 / distance
    return X


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    seen = X != 0
    logs = np.log(X, where=seen, out=np.zeros(X.shape))
    weight = np.clip(X / x_max, 0, 1) ** alpha
    # The biases as two more numbers of every vector.
    ones = np.ones((len(X), 1))
    left, right = np.hstack([W, b[:, None], ones]), np.hstack([U, ones, c[:, None]])
    error = left @ right.T - logs
    slope = 2 * weight * error
    d_left, d_right = slope @ right, slope.T @ left
    d = W.shape[1]
    grads = {"dW": d_left[:, :d], "dU": d_right[:, :d], "db": d_left[:, d], "dc": d_right[:, d + 1]}
    return np.sum(weight * error * error), grads
