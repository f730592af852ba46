# expect: glove_cost_and_grads loses
"""No derivatives for b and c."""

from collections import Counter, defaultdict
from itertools import permutations

import numpy as np


def embedding_backward(d_vectors, indices, vocab_size):
    rows = defaultdict(lambda: np.zeros(d_vectors.shape[1]))
    for word, derivative in zip(indices, d_vectors, strict=True):
        rows[int(word)] = rows[int(word)] + derivative
    return np.array([rows[word] for word in range(vocab_size)])


def skipgram_pairs(tokens, window=2):
    tokens = list(tokens)
    pairs = []
    for i, centre in enumerate(tokens):
        before = tokens[max(0, i - window) : i]
        after = tokens[i + 1 : i + 1 + window]
        pairs += [(centre, context) for context in before + after]
    return np.array(pairs, dtype=int) if pairs else np.empty((0, 2), dtype=int)


def noise_distribution(counts, power=0.75):
    weights = [float(count) ** power if count > 0 else 0.0 for count in counts]
    return [weight / sum(weights) for weight in weights]


def negative_sampling_loss(v, u_pos, U_neg):
    loss, dv, derivatives = 0.0, 0 * v, []
    for u, label in [(u_pos, 1), *[(u, 0) for u in U_neg]]:
        s = float(np.sum(u * v))
        # log(1 + e^s) − label·s, whose slope is σ(s) − label
        loss += np.logaddexp(0.0, s) - label * s
        slope = np.tanh(s / 2) / 2 + 0.5 - label
        dv = dv + slope * u
        derivatives.append(slope * v)
    return [float(loss), dv, derivatives[0], np.array(derivatives[1:])]


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    rng = np.random.default_rng(seed)
    E, U = [row.copy() for row in E], [row.copy() for row in U]
    losses = []
    for centre, context in pairs:
        times = rng.multinomial(k, noise)
        words = [word for word, count in enumerate(times) for _ in range(count)]
        loss, dv, du, dN = negative_sampling_loss(
            E[centre], U[context], np.array([U[word] for word in words])
        )
        losses.append(loss)
        E[centre] = E[centre] - learning_rate * dv
        U[context] = U[context] - learning_rate * du
        for word, derivative in zip(words, dN, strict=True):
            U[word] = U[word] - learning_rate * derivative
    return [np.array(E), np.array(U), float(np.mean(losses)) if losses else 0]


def cooccurrence_matrix(tokens, vocab_size, window=2):
    near = Counter()
    for (i, a), (j, b) in permutations(enumerate(tokens), 2):
        if abs(i - j) <= window:
            near[int(a), int(b)] += 1 / abs(i - j)
    return [[float(near[a, b]) for b in range(vocab_size)] for a in range(vocab_size)]


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    cost = 0.0
    grads = {"dW": 0 * W, "dU": 0 * U, "db": 0 * b, "dc": 0 * c}
    for i, j in zip(*np.where(X > 0), strict=True):
        f = 1.0 if X[i, j] >= x_max else (X[i, j] / x_max) ** alpha
        error = np.vdot(W[i], U[j]) + b[i] + c[j] - np.log(X[i, j])
        cost += f * error * error
        for name, place, slope in (("dW", i, U[j]), ("dU", j, W[i])):
            grads[name][place] += 2 * f * error * slope
    return (cost, grads)
