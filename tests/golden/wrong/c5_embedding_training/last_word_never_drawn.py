# expect: skipgram_epoch loses
"""The last word of the noise is never drawn, as the index is cut off one too early."""

import bisect
import itertools
import math

import numpy as np


def embedding_backward(d_vectors, indices, vocab_size):
    indices = list(indices)
    d = len(d_vectors[0])
    return np.array(
        [
            [sum((float(g[q]) for g, w in zip(d_vectors, indices) if w == row), 0.0) for q in range(d)]
            for row in range(vocab_size)
        ]
    )


def skipgram_pairs(tokens, window=2):
    tokens = list(tokens)
    offsets = [o for o in range(-window, window + 1) if o]
    pairs = [
        (tokens[i], tokens[i + o])
        for i in range(len(tokens))
        for o in offsets
        if 0 <= i + o < len(tokens)
    ]
    return np.array(pairs, dtype=np.intp).reshape(len(pairs), 2)


def noise_distribution(counts, power=0.75):
    raised = [int(c) ** power if c else 0.0 for c in counts]
    total = math.fsum(raised)
    return np.array([r / total for r in raised])


def negative_sampling_loss(v, u_pos, U_neg):
    rows = [(u_pos, 1)] + [(u, 0) for u in U_neg]
    products = [sum(float(a) * float(b) for a, b in zip(u, v)) for u, _ in rows]
    # -log sigma(s) = max(-s, 0) + log(1 + e^-|s|)
    signed = [s if y else -s for s, (_, y) in zip(products, rows)]
    loss = sum(max(-s, 0) + math.log1p(math.exp(-abs(s))) for s in signed)
    # derivative of -log sigma(s) in s: -sigma(-s)
    slopes = [
        -math.exp(-s) / (1 + math.exp(-s)) if s > 0 else -1 / (1 + math.exp(s)) for s in signed
    ]
    errors = [g if y else -g for g, (_, y) in zip(slopes, rows)]
    d = [np.array([e * x for x in v]) for e in errors]
    dv = np.array([sum(e * u[q] for e, (u, _) in zip(errors, rows)) for q in range(len(v))])
    return loss, dv, d[0], np.array(d[1:])


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    rng = np.random.default_rng(seed)
    edges = list(itertools.accumulate(float(q) for q in noise))
    last = max(0, len(noise) - 2)
    E, U = [list(map(float, r)) for r in E], [list(map(float, r)) for r in U]
    losses = [0.0]
    for centre, context in pairs:
        drawn = [min(last, bisect.bisect_right(edges, rng.random())) for _ in range(k)]
        v = E[centre]
        loss, dv, du, dN = negative_sampling_loss(
            np.array(v), np.array(U[context]), np.array([U[w] for w in drawn])
        )
        losses.append(float(loss))
        E[centre] = [a - learning_rate * g for a, g in zip(v, dv)]
        for w, step in zip([context, *drawn], [du, *dN]):
            U[w] = [a - learning_rate * g for a, g in zip(U[w], step)]
    return np.array(E), np.array(U), sum(losses) / max(1, len(losses) - 1)


def cooccurrence_matrix(tokens, vocab_size, window=2):
    X = [[0.0] * vocab_size for _ in range(vocab_size)]
    for (i, a), (j, b) in itertools.combinations(enumerate(tokens), 2):
        if j - i <= window:
            X[a][b] += 1 / (j - i)
            X[b][a] += 1 / (j - i)
    return np.array(X)


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    seen = [(i, j) for i in range(len(X)) for j in range(len(X)) if X[i, j] > 0]
    f = {p: min(1.0, (float(X[p]) / x_max) ** alpha) for p in seen}
    e = {(i, j): float(W[i] @ U[j] + b[i] + c[j]) - math.log(X[i, j]) for i, j in seen}
    D = np.zeros(X.shape)
    for p in seen:
        D[p] = 2 * f[p] * e[p]
    cost = sum(f[p] * e[p] ** 2 for p in seen)
    return cost, {"db": D.sum(1), "dc": D.sum(0), "dW": D.dot(U), "dU": D.T.dot(W)}
