# expect: triplet_loss_gradient loses
"""The anchor does not feel the negative."""
import math

import numpy as np


def sqdist(x, y):
    s = 0.0
    for i in range(len(x)):
        s += (x[i] - y[i]) ** 2
    return s


def l2_normalize(E, eps=1e-12):
    out = np.zeros_like(E)
    for i in range(E.shape[0]):
        norm = math.sqrt(sum(v * v for v in E[i]))
        out[i] = E[i] / max(norm, eps)
    return out


def l2_normalize_backward(dN, E):
    dE = np.zeros_like(E)
    for i in range(E.shape[0]):
        norm = math.sqrt(sum(v * v for v in E[i]))
        n = E[i] / norm
        dot = sum(n[k] * dN[i][k] for k in range(len(n)))
        dE[i] = (dN[i] - dot * n) / norm
    return dE


def pairwise_squared_distances(A, B):
    # the only one without loops
    return ((A.reshape(len(A), 1, -1) - B.reshape(1, len(B), -1)) ** 2).sum(axis=-1)


def siamese_probability(e1, e2, w, b):
    p = []
    for f, g in zip(e1, e2):
        z = b
        for k in range(len(w)):
            z = z + w[k] * abs(f[k] - g[k])
        if z > 0:
            p.append(1 / (1 + math.exp(-z)))
        else:
            p.append(math.exp(z) / (math.exp(z) + 1))
    return np.array(p)


def triplet_loss(anchor, positive, negative, margin=0.2):
    total = 0.0
    for i in range(len(anchor)):
        loss = sqdist(anchor[i], positive[i]) - sqdist(anchor[i], negative[i]) + margin
        total += max(0.0, loss)
    return total


def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
    da = np.zeros_like(anchor)
    dp = np.zeros_like(positive)
    dn = np.zeros_like(negative)
    for i in range(len(anchor)):
        a, p, n = anchor[i], positive[i], negative[i]
        if sqdist(a, p) - sqdist(a, n) + margin > 0:
            da[i] = 2 * (a - p)
            dp[i] = -2 * (a - p)
            dn[i] = 2 * (a - n)
    return [da, dp, dn]


def hardest_triplets(embeddings, labels):
    triplets = []
    m = len(labels)
    for a in range(m):
        best_p = -1
        best_n = -1
        for j in range(m):
            if j == a:
                continue
            dist = sqdist(embeddings[a], embeddings[j])
            if labels[j] == labels[a]:
                if best_p == -1 or dist > sqdist(embeddings[a], embeddings[best_p]):
                    best_p = j
            else:
                if best_n == -1 or dist < sqdist(embeddings[a], embeddings[best_n]):
                    best_n = j
        if best_p != -1 and best_n != -1:
            triplets.append([a, best_p, best_n])
    return np.array(triplets, dtype=int).reshape(len(triplets), 3)


def semi_hard_triplets(embeddings, labels, margin=0.2):
    triplets = []
    m = len(labels)
    for a in range(m):
        for p in range(m):
            for n in range(m):
                if a == p:
                    continue
                if labels[a] != labels[p] or labels[a] == labels[n]:
                    continue
                dp = sqdist(embeddings[a], embeddings[p])
                dn = sqdist(embeddings[a], embeddings[n])
                if dp < dn < dp + margin:
                    triplets.append([a, p, n])
    return np.array(triplets, dtype=int).reshape(len(triplets), 3)


def verify(embedding, reference, threshold):
    dist = sqdist(embedding, reference)
    if dist <= threshold:
        return dist, True
    else:
        return dist, False


def recognise(embedding, database, threshold):
    who = None
    smallest = float('inf')
    for name in database:
        refs = database[name]
        if len(refs.shape) == 1:
            refs = [refs]
        for r in refs:
            dist = sqdist(r, embedding)
            if dist < smallest:
                smallest = dist
                who = name
    if smallest > threshold:
        return None, smallest
    return who, smallest


def triplet_step(W, X, labels, margin, learning_rate):
    U = np.dot(X, W)
    E = l2_normalize(U)
    triplets = hardest_triplets(E, labels)
    if len(triplets) == 0:
        return np.copy(W), 0.0
    loss = 0.0
    dE = np.zeros_like(E)
    for a, p, n in triplets:
        one = E[[a]], E[[p]], E[[n]]
        loss += triplet_loss(*one, margin)
        da, dp, dn = triplet_loss_gradient(*one, margin)
        dE[a] += da[0]
        dE[p] += dp[0]
        dE[n] += dn[0]
    loss /= len(triplets)
    dE /= len(triplets)
    dU = l2_normalize_backward(dE, U)
    dW = np.dot(X.T, dU)
    return W - learning_rate * dW, loss
