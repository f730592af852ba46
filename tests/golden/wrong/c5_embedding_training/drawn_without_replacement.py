# expect: skipgram_epoch loses
"""Draws without replacement, where there are enough words for it."""

import math

import numpy as np


def embedding_backward(d_vectors, indices, vocab_size):
    n, d = d_vectors.shape
    dE = np.zeros((vocab_size, d))
    for p in range(n):
        for q in range(d):
            dE[indices[p], q] += d_vectors[p, q]
    return dE


def skipgram_pairs(tokens, window=2):
    found = []
    n = len(tokens)
    for i in range(n):
        start = max(0, i - window)
        stop = min(n, i + window + 1)
        for j in range(start, stop):
            if i != j:
                found.append((tokens[i], tokens[j]))
    if not found:
        return np.empty((0, 2), dtype=int)
    return np.array(found, dtype=int)


def noise_distribution(counts, power=0.75):
    q = np.zeros(len(counts))
    for w, count in enumerate(counts):
        if count > 0:
            q[w] = float(count) ** power
    return q / q.sum()


def sigma(s):
    if s >= 0:
        return 1.0 / (1.0 + math.exp(-s))
    e = math.exp(s)
    return e / (1.0 + e)


def negative_sampling_loss(v, u_pos, U_neg):
    s = float(np.dot(u_pos, v))
    loss = np.logaddexp(0.0, -s)
    g = sigma(s) - 1.0
    du_pos = g * v
    dv = g * u_pos
    dU_neg = np.zeros(U_neg.shape)
    for j in range(U_neg.shape[0]):
        s = float(np.dot(U_neg[j], v))
        g = sigma(s)
        loss += np.logaddexp(0.0, s)
        dU_neg[j] = g * v
        dv = dv + g * U_neg[j]
    return loss, dv, du_pos, dU_neg


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    rng = np.random.default_rng(seed)
    E = E.copy()
    U = U.copy()
    if len(pairs) == 0:
        return E, U, 0.0
    total = 0.0
    for centre, context in pairs:
        drawn = rng.choice(len(noise), size=k, p=noise, replace=np.count_nonzero(noise) < k)
        loss, dv, du_pos, dU_neg = negative_sampling_loss(E[centre], U[context], U[drawn])
        total += loss
        E[centre] -= learning_rate * dv
        U[context] -= learning_rate * du_pos
        for j in range(k):
            U[drawn[j]] -= learning_rate * dU_neg[j]
    return E, U, total / len(pairs)


def cooccurrence_matrix(tokens, vocab_size, window=2):
    X = np.zeros((vocab_size, vocab_size))
    for i in range(len(tokens)):
        for j in range(i + 1, min(len(tokens), i + window + 1)):
            X[tokens[i], tokens[j]] += 1 / (j - i)
            X[tokens[j], tokens[i]] += 1 / (j - i)
    return X


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    V = X.shape[0]
    dW, dU = np.zeros(W.shape), np.zeros(U.shape)
    db, dc = np.zeros(V), np.zeros(V)
    cost = 0.0
    for i in range(V):
        for j in range(V):
            if X[i, j] > 0:
                f = (X[i, j] / x_max) ** alpha if X[i, j] < x_max else 1.0
                e = np.dot(W[i], U[j]) + b[i] + c[j] - np.log(X[i, j])
                cost += f * e**2
                D = 2 * f * e
                dW[i] += D * U[j]
                dU[j] += D * W[i]
                db[i] += D
                dc[j] += D
    return cost, {"dW": dW, "dU": dU, "db": db, "dc": dc}
