# expect: negative_sampling_loss loses
"""log(sigma + 1e-12)."""

import numpy as np


def embedding_backward(d_vectors, indices, vocab_size):
    return np.eye(vocab_size)[:, np.asarray(indices)] @ d_vectors


def skipgram_pairs(tokens, window=2):
    n = len(tokens)
    near = [(i, j) for i in range(n) for j in range(n) if 0 < abs(i - j) <= window]
    return np.asarray(tokens, dtype=int)[np.array(near, dtype=int).reshape(-1, 2)]


def noise_distribution(counts, power=0.75):
    weights = [float(n > 0) * float(n) ** power for n in counts]
    return np.array(weights) / sum(weights)


def sigma(s):
    return 0.5 * (1 + np.tanh(s / 2))


def negative_sampling_loss(v, u_pos, U_neg):
    U = np.vstack([u_pos, U_neg])
    y = np.eye(len(U))[0]
    s = U @ v
    g = sigma(s) - y
    loss = -np.log(sigma((2 * y - 1) * s) + 1e-12).sum()
    return loss, g @ U, g[0] * v, g[1:, None] * v


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    E, U = np.array(E), np.array(U)
    drawn = np.random.default_rng(seed).choice(len(E), p=noise, size=(len(pairs), k))
    losses = [0.0] * (len(pairs) == 0)
    for (i, j), words in zip(pairs, drawn, strict=False):
        loss, dv, du, dN = negative_sampling_loss(E[i], U[j], U[words])
        losses.append(loss)
        E[i] -= learning_rate * dv
        U -= learning_rate * embedding_backward(np.vstack([du, dN]), [j, *words], len(U))
    return E, U, np.mean(losses)


def cooccurrence_matrix(tokens, vocab_size, window=2):
    one_hot = np.eye(vocab_size)[np.asarray(tokens, dtype=int)]
    X = sum(one_hot[D:].T @ one_hot[:-D] / D for D in range(1, window + 1))
    return X + X.T


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    i, j = np.nonzero(X)
    x = X[i, j]
    err = np.einsum("nd,nd->n", W[i], U[j]) + b[i] + c[j] - np.log(x)
    f = np.where(x < x_max, (x / x_max) ** alpha, 1)
    D = np.zeros_like(X)
    D[i, j] = 2 * f * err
    return f @ err**2, {"dW": D @ U, "dU": D.T @ W, "db": D.sum(1), "dc": D.sum(0)}
