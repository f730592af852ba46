# expect: skipgram_pairs loses
"""np.zeros of floats where there are no pairs."""

import numpy as np


def log_sigma(s):
    return -np.logaddexp(0, -s)


def sigma(s):
    return np.exp(log_sigma(s))


def embedding_backward(d_vectors, indices, vocab_size):
    G = d_vectors
    dE = np.zeros([vocab_size, G.shape[1]])
    for p, w in enumerate(indices):
        dE[w] += G[p]
    return dE


def skipgram_pairs(tokens, window=2):
    pairs = []
    T = len(tokens)
    for t in range(T):
        first, last = t - window, t + window
        if first < 0:
            first = 0
        if last > T - 1:
            last = T - 1
        for c in range(first, last + 1):
            if c == t:
                continue
            pairs.append([tokens[t], tokens[c]])
    if len(pairs) == 0:
        return np.zeros([0, 2])
    return np.array(pairs)


def noise_distribution(counts, power=0.75):
    counts = np.array(counts)
    q = np.zeros(len(counts))
    for w in range(len(counts)):
        if counts[w] > 0:
            q[w] = float(counts[w]) ** power
    return q / q.sum()


def negative_sampling_loss(v, u_pos, U_neg):
    L = -log_sigma(u_pos @ v)
    du_pos = (sigma(u_pos @ v) - 1) * v
    dv = (sigma(u_pos @ v) - 1) * u_pos
    dU_neg = np.zeros(U_neg.shape)
    for j in range(len(U_neg)):
        L = L - log_sigma(-U_neg[j] @ v)
        dU_neg[j] = sigma(U_neg[j] @ v) * v
        dv = dv + sigma(U_neg[j] @ v) * U_neg[j]
    return L, dv, du_pos, dU_neg


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    rng = np.random.default_rng(seed)
    E = E.copy()
    U = U.copy()
    loss_sum = 0.0
    for i in range(pairs.shape[0]):
        centre = pairs[i, 0]
        context = pairs[i, 1]
        negatives = rng.choice(noise.shape[0], k, p=noise)
        L, dv, du_pos, dU_neg = negative_sampling_loss(E[centre], U[context], U[negatives])
        loss_sum = loss_sum + L
        E[centre] = E[centre] - learning_rate * dv
        U[context] = U[context] - learning_rate * du_pos
        for j in range(k):
            U[negatives[j]] = U[negatives[j]] - learning_rate * dU_neg[j]
    if pairs.shape[0] == 0:
        return E, U, 0.0
    return E, U, loss_sum / pairs.shape[0]


def cooccurrence_matrix(tokens, vocab_size, window=2):
    X = np.zeros([vocab_size, vocab_size])
    T = len(tokens)
    for i in range(T):
        for j in range(i + 1, T):
            D = j - i
            if D <= window:
                a, b = tokens[i], tokens[j]
                X[a, b] += 1 / D
                X[b, a] += 1 / D
    return X


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    V = X.shape[0]
    D = np.zeros([V, V])
    J = 0
    for i in range(V):
        for j in range(V):
            if X[i, j] > 0:
                f = min(1, (X[i, j] / x_max) ** alpha)
                e = W[i] @ U[j] + b[i] + c[j] - np.log(X[i, j])
                J += f * e**2
                D[i, j] = 2 * f * e
    grads = {}
    grads["dW"] = D @ U
    grads["dU"] = D.T @ W
    grads["db"] = D.sum(axis=1)
    grads["dc"] = D.sum(axis=0)
    return J, grads
