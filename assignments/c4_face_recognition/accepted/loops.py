# One number at a time, in plain Python where that is possible.

import math

import numpy as np


def length(row):
    return math.sqrt(math.fsum(x * x for x in row))


def gap(x, y):
    return math.fsum((s - t) ** 2 for s, t in zip(x, y, strict=True))


def l2_normalize(E, eps=1e-12):
    return [[x / max(length(row), eps) for x in row] for row in E.tolist()]


def l2_normalize_backward(dN, E):
    dE = np.zeros(E.shape)
    for i in range(E.shape[0]):
        norm = length(E[i])
        for j in range(E.shape[1]):
            for k in range(E.shape[1]):
                slope = float(j == k) / norm - E[i, j] * E[i, k] / norm**3
                dE[i, k] += slope * dN[i, j]
    return dE


def siamese_probability(e1, e2, w, b):
    found = np.zeros(len(e1))
    for i in range(len(e1)):
        z = b
        for k in range(len(w)):
            z += w[k] * abs(e1[i, k] - e2[i, k])
        found[i] = 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))
    return found


def triplet_loss(anchor, positive, negative, margin=0.2):
    total = 0
    for a, p, n in zip(anchor, positive, negative, strict=True):
        loss = gap(a, p) - gap(a, n) + margin
        if loss > 0:
            total += loss
    return total


def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
    da, dp, dn = [], [], []
    for a, p, n in zip(anchor.tolist(), positive.tolist(), negative.tolist(), strict=True):
        two = 2.0 if gap(a, p) - gap(a, n) + margin >= 1e-12 else 0.0
        da.append([two * (z - y) for y, z in zip(p, n, strict=True)])
        dp.append([two * (y - x) for x, y in zip(a, p, strict=True)])
        dn.append([two * (x - z) for x, z in zip(a, n, strict=True)])
    return [da, dp, dn]


def hardest_triplets(embeddings, labels):
    found, m = [], len(labels)
    for a in range(m):
        far, near, positive, negative = -1.0, math.inf, None, None
        for j in range(m):
            d = gap(embeddings[a], embeddings[j])
            if j != a and labels[j] == labels[a] and d > far:
                far, positive = d, j
            if labels[j] != labels[a] and d < near:
                near, negative = d, j
        if positive is not None and negative is not None:
            found.append([a, positive, negative])
    return found or np.zeros((0, 3), dtype=np.int32)


def semi_hard_triplets(embeddings, labels, margin=0.2):
    found = []
    for a, x in enumerate(embeddings):
        for p, y in enumerate(embeddings):
            if p == a or labels[p] != labels[a]:
                continue
            for n, z in enumerate(embeddings):
                if labels[n] == labels[a]:
                    continue
                missing = gap(x, y) - gap(x, z)
                if missing < 0 < missing + margin:
                    found.append([a, p, n])
    return np.array(found, dtype=np.int64) if found else np.empty((0, 3), int)


def verify(embedding, reference, threshold):
    d = gap(embedding, reference)
    return [d, not d > threshold]


def recognise(embedding, database, threshold):
    ranked = []
    for name in database:
        rows = database[name]
        rows = [rows] if rows.ndim == 1 else list(rows)
        ranked.append((min(gap(row, embedding) for row in rows), name))
    if not ranked:
        return None, math.inf
    nearest = min(d for d, _ in ranked)
    names = [name for d, name in ranked if d == nearest]
    return (names[0] if nearest <= threshold else None), nearest


def triplet_step(W, X, labels, margin, learning_rate):
    U = X @ W
    E = np.array([row / length(row) for row in U])
    triplets = hardest_triplets(E, labels)
    if len(triplets) == 0:
        return np.array(W), 0
    dE, total = np.zeros(E.shape), 0.0
    for a, p, n in triplets:
        loss = gap(E[a], E[p]) - gap(E[a], E[n]) + margin
        if loss <= 0:
            continue
        total += loss
        for k in range(E.shape[1]):
            dE[a, k] += 2 * (E[n, k] - E[p, k])
            dE[p, k] += 2 * (E[p, k] - E[a, k])
            dE[n, k] += 2 * (E[a, k] - E[n, k])
    dU = l2_normalize_backward(dE / len(triplets), U)
    return W - learning_rate * X.T.dot(dU), total / len(triplets)
