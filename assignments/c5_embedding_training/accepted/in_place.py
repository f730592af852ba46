# Buffers of one's own, filled in place; an old generator, seeded by the new one.

import numpy as np


def embedding_backward(d_vectors, indices, vocab_size):
    order = np.argsort(np.asarray(indices), kind="stable")
    words, starts = np.unique(np.asarray(indices)[order], return_index=True)
    dE = np.zeros((vocab_size, d_vectors.shape[-1]))
    dE[words] = np.add.reduceat(d_vectors[order], starts, axis=0)
    return dE


def skipgram_pairs(tokens, window=2):
    n = len(tokens)
    near = sum(min(n - 1, i + window) - max(0, i - window) for i in range(n))
    pairs = np.zeros((near, 2), dtype=np.int32)
    row = 0
    for i in range(n):
        j = max(0, i - window)
        while j <= min(n - 1, i + window):
            if j != i:
                pairs[row, 0] = tokens[i]
                pairs[row, 1] = tokens[j]
                row += 1
            j += 1
    return pairs


def noise_distribution(counts, power=0.75):
    q = np.array(counts, dtype=np.float64)
    positive = q > 0
    q[positive] **= power
    q /= q.sum()
    return q


def softplus(s):
    return np.where(s > 0, s, 0) + np.log1p(np.exp(-np.abs(s)))


def negative_sampling_loss(v, u_pos, U_neg):
    s = np.empty(len(U_neg) + 1)
    s[0] = -(u_pos * v).sum()
    s[1:] = (U_neg * v).sum(axis=1)
    g = np.exp(s - softplus(s))
    g[0] *= -1
    dv = g[0] * u_pos
    for slope, u in zip(g[1:], U_neg, strict=True):
        dv += slope * u
    return softplus(s).sum(), dv, g[0] * v, np.multiply.outer(g[1:], v)


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    E_new, U_new = np.empty_like(E), np.empty_like(U)
    E_new[:], U_new[:] = E, U
    old = np.random.RandomState(np.random.default_rng(seed).integers(2**31))
    total = 0.0
    for pair in range(len(pairs)):
        centre, context = pairs[pair, 0], pairs[pair, 1]
        drawn = old.choice(np.arange(len(noise)), k, True, noise)
        loss, *slopes = negative_sampling_loss(E_new[centre], U_new[context], U_new[drawn])
        total += loss
        for slope in slopes:
            slope *= learning_rate
        E_new[centre] -= slopes[0]
        U_new[context] -= slopes[1]
        for word, step in zip(drawn, slopes[2], strict=True):
            U_new[word] -= step
    if len(pairs):
        total /= len(pairs)
    return E_new, U_new, total


def cooccurrence_matrix(tokens, vocab_size, window=2):
    X = np.zeros((vocab_size, vocab_size))
    waiting = []
    for token in tokens:
        for distance, before in enumerate(reversed(waiting), start=1):
            X[token, before] += 1 / distance
        waiting.append(token)
        del waiting[:-window]
    X += X.T.copy()
    return X


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    f = X / x_max
    f **= alpha
    f[f > 1] = 1
    safe = X.copy()
    safe[safe == 0] = 1
    e = np.dot(W, U.T)
    e += b.reshape(-1, 1)
    e += c
    e -= np.log(safe)
    e[X == 0] = 0
    fe = f * e
    cost = (fe * e).sum()
    fe *= 2
    return cost, {"dW": fe.dot(U), "dU": fe.T.dot(W), "db": fe.sum(axis=1), "dc": fe.sum(axis=0)}
