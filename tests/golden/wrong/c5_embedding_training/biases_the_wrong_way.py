# expect: glove_cost_and_grads loses
"""b for columns."""

import math

import numpy as np


def embedding_backward(d_vectors, indices, vocab_size):
    n, d = d_vectors.shape
    dE = np.zeros((vocab_size, d))
    for place in range(n):
        for column in range(d):
            dE[indices[place], column] += d_vectors[place, column]
    return dE


def skipgram_pairs(tokens, window=2):
    rows = []
    for i, centre in enumerate(tokens):
        for step in range(-window, window + 1):
            if step != 0 and 0 <= i + step < len(tokens):
                rows.append([int(centre), int(tokens[i + step])])
    pairs = np.empty((len(rows), 2), dtype=np.int64)
    for place, row in enumerate(rows):
        pairs[place] = row
    return pairs


def noise_distribution(counts, power=0.75):
    noise, total = np.zeros(len(counts)), 0.0
    for word, count in enumerate(counts):
        if count:
            noise[word] = math.pow(count, power)
            total += noise[word]
    for word in range(len(noise)):
        noise[word] /= total
    return noise


def sigma_and_loss(s):
    """σ(s) and −log σ(s), with e to nothing above 0."""
    e = math.exp(-abs(s))
    if s >= 0:
        return 1 / (1 + e), math.log1p(e)
    return e / (1 + e), math.log1p(e) - s


def negative_sampling_loss(v, u_pos, U_neg):
    sigma, loss = sigma_and_loss(sum(a * b for a, b in zip(u_pos, v, strict=True)))
    dv, du_pos, dU_neg = np.zeros(v.shape), np.zeros(v.shape), np.zeros(U_neg.shape)
    for i in range(len(v)):
        dv[i] = (sigma - 1) * u_pos[i]
        du_pos[i] = (sigma - 1) * v[i]
    for row, u in enumerate(U_neg):
        away, more = sigma_and_loss(-sum(a * b for a, b in zip(u, v, strict=True)))
        loss += more
        for i in range(len(v)):
            dv[i] += (1 - away) * u[i]
            dU_neg[row, i] = (1 - away) * v[i]
    return loss, dv, du_pos, dU_neg


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    chance = np.random.default_rng(seed)
    reached = np.cumsum(noise)
    E, U = E.copy(), U.copy()
    losses = []
    for centre, context in pairs:
        words = []
        for _ in range(k):
            # The first word whose share, added up, goes beyond a number in 0 … 1.
            at = chance.random() * reached[-1]
            word = 0
            while reached[word] <= at:
                word += 1
            words.append(word)
        loss, dv, du, dN = negative_sampling_loss(E[centre], U[context], U[words])
        losses.append(loss)
        for i in range(E.shape[1]):
            E[centre, i] -= learning_rate * dv[i]
            U[context, i] -= learning_rate * du[i]
            for row, word in enumerate(words):
                U[word, i] -= learning_rate * dN[row, i]
    return E, U, sum(losses) / len(losses) if losses else 0.0


def cooccurrence_matrix(tokens, vocab_size, window=2):
    X = np.zeros((vocab_size, vocab_size))
    for i, a in enumerate(tokens):
        for j, b in enumerate(tokens):
            distance = abs(i - j)
            if 0 < distance <= window:
                X[a, b] += 1 / distance
    return X


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    cost = 0.0
    dW, dU, db, dc = np.zeros(W.shape), np.zeros(U.shape), np.zeros(b.shape), np.zeros(c.shape)
    for i in range(len(X)):
        for j in range(len(X)):
            if X[i, j] == 0:
                continue
            weight = min(1.0, (X[i, j] / x_max) ** alpha)
            error = W[i] @ U[j] + b[j] + c[i] - math.log(X[i, j])
            cost += weight * error**2
            slope = 2 * weight * error
            dW[i] += slope * U[j]
            dU[j] += slope * W[i]
            db[j] += slope
            dc[i] += slope
    return cost, {"dW": dW, "dU": dU, "db": db, "dc": dc}
