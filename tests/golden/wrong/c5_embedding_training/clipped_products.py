# expect: negative_sampling_loss loses
"""Products clipped at 30."""

import numpy as np

one_hot = lambda idx, V: (np.asarray(idx, dtype=int)[:, None] == np.arange(V)) * 1.0


def embedding_backward(d_vectors, indices, vocab_size):
    return one_hot(indices, vocab_size).T @ d_vectors


def near(n, window):
	i = np.arange(n)
	D = abs(i[:, None] - i[None, :])
	return (D >= 1) & (D <= window), D


def skipgram_pairs(tokens, window=2):
	mask, _ = near(len(tokens), window)
	t = np.asarray(tokens, dtype=int)
	return t[np.argwhere(mask)]


def noise_distribution(counts, power=0.75):
    c = np.asarray(counts, dtype=float)
    w = (c > 0) * c ** power
    return w / w.sum()


def negative_sampling_loss(v, u_pos, U_neg):
    # sign trick: z = +s for the context, -s for noise; loss = sum log(1 + e^-z)
    A = np.vstack([u_pos, -U_neg])
    z = np.clip(A @ v, -30, 30)
    with np.errstate(over='ignore'):
        miss = 1 / (1 + np.exp(z))         # = 1 - sigma(z)
    loss = np.sum(np.where(z > 0, np.log1p(np.exp(-np.abs(z))), -z + np.log1p(np.exp(-np.abs(z)))))
    dA = -np.outer(miss, v)
    return loss, -miss @ A, dA[0].copy(), -dA[1:]


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    V = len(noise)
    E, U = 1.0 * E, 1.0 * U
    rng = np.random.default_rng(seed)
    # cumulative shares, one uniform number for each draw
    ends = np.cumsum(noise) / np.sum(noise)
    u = rng.random((len(pairs), k))
    all_drawn = (u[:, :, None] >= ends).sum(axis=2)
    total = []
    for (i, j), drawn in zip(pairs, all_drawn):
        l, dv, du, dN = negative_sampling_loss(E[i], U[j], U[drawn])
        U -= learning_rate * (one_hot(drawn, V).T @ dN + np.outer(np.arange(V) == j, du))
        E[i] -= learning_rate * dv
        total.append(l)
    return E, U, float(np.mean(total)) if total else 0.0


def cooccurrence_matrix(tokens, vocab_size, window=2):
    mask, D = near(len(tokens), window)
    H = one_hot(tokens, vocab_size)
    return H.T @ (mask / np.where(D == 0, 1, D)) @ H


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    m = X > 0
    L = np.zeros(X.shape); L[m] = np.log(X[m])
    f = np.where(X < x_max, (X / x_max) ** alpha, 1.0)
    e = (W @ U.T + np.outer(b, np.ones(len(c))) + np.outer(np.ones(len(b)), c) - L) * m
    D = f * e * 2
    one = np.ones(len(X))
    return float((f * e ** 2).sum()), dict(dW=D @ U, dU=D.T @ W, db=D @ one, dc=one @ D)
