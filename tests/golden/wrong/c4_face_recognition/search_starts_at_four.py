# expect: hardest_triplets loses
"""The search of the nearest starts at 4, the largest distance of unit rows."""

import math

import numpy as np


def distance(x, y):
    total = 0.0
    for one, other in zip(x, y):
        total += (one - other) ** 2
    return float(total)


def l2_normalize(E, eps=1e-12):
    rows = []
    for row in E:
        length = math.sqrt(sum(float(v) * float(v) for v in row))
        if length < eps:
            length = eps
        rows.append([float(v) / length for v in row])
    return np.array(rows).reshape(np.shape(E))


def l2_normalize_backward(dN, E):
    dE = np.zeros(np.shape(E))
    for i in range(len(E)):
        length = math.sqrt(sum(float(v) ** 2 for v in E[i]))
        n = [float(v) / length for v in E[i]]
        along = sum(n[k] * float(dN[i][k]) for k in range(len(n)))
        for k in range(len(n)):
            dE[i, k] = (dN[i][k] - n[k] * along) / length
    return dE


def pairwise_squared_distances(A, B):
    D = np.zeros((len(A), len(B)))
    for k in range(A.shape[1]):
        D += np.subtract.outer(A[:, k], B[:, k]) ** 2
    return D


def siamese_probability(e1, e2, w, b):
    answers = []
    for f, g in zip(e1, e2):
        score = float(b)
        for k in range(len(w)):
            score += float(w[k]) * abs(float(f[k]) - float(g[k]))
        if score >= 0:
            answers.append(1 / (1 + math.exp(-score)))
        else:
            small = math.exp(score)
            answers.append(small / (1 + small))
    return np.array(answers)


def triplet_loss(anchor, positive, negative, margin=0.2):
    total = 0.0
    for a, p, n in zip(anchor, positive, negative):
        loss = distance(a, p) - distance(a, n) + margin
        if loss > 0:
            total += loss
    return total


def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
    d_anchor, d_positive, d_negative = [], [], []
    for a, p, n in zip(anchor, positive, negative):
        if distance(a, p) - distance(a, n) + margin > 0:
            d_anchor.append([2 * (z - y) for y, z in zip(p, n)])
            d_positive.append([2 * (y - x) for x, y in zip(a, p)])
            d_negative.append([2 * (x - z) for x, z in zip(a, n)])
        else:
            for rows in (d_anchor, d_positive, d_negative):
                rows.append([0.0] * len(a))
    return (
        np.array(d_anchor).reshape(anchor.shape),
        np.array(d_positive).reshape(anchor.shape),
        np.array(d_negative).reshape(anchor.shape),
    )


def hardest_triplets(embeddings, labels):
    m = len(labels)
    found = []
    for a in range(m):
        far, near = None, (4.0, None)
        for j in range(m):
            d = distance(embeddings[a], embeddings[j])
            if labels[j] == labels[a]:
                if j != a and (far is None or d > far[0]):
                    far = (d, j)
            elif d <= near[0] and (near[1] is None or d < near[0]):
                near = (d, j)
        if far is not None and near[1] is not None:
            found.append([a, far[1], near[1]])
    if not found:
        return np.zeros((0, 3), dtype=int)
    return np.array(found)


def semi_hard_triplets(embeddings, labels, margin=0.2):
    m = len(labels)
    D = [[distance(x, y) for y in embeddings] for x in embeddings]
    found = []
    for a in range(m):
        for p in range(m):
            if p == a or labels[p] != labels[a]:
                continue
            for n in range(m):
                if labels[n] != labels[a] and D[a][p] < D[a][n] < D[a][p] + margin:
                    found.append([a, p, n])
    if not found:
        return np.zeros((0, 3), dtype=int)
    return np.array(found)


def verify(embedding, reference, threshold):
    d = distance(embedding, reference)
    if d <= threshold:
        return d, True
    return d, False


def recognise(embedding, database, threshold):
    best_name, best = None, math.inf
    for name in database:
        references = database[name]
        if np.ndim(references) == 1:
            references = [references]
        for reference in references:
            d = distance(embedding, reference)
            if d < best:
                best_name, best = name, d
    if best > threshold:
        best_name = None
    return best_name, best


def triplet_step(W, X, labels, margin, learning_rate):
    U = X @ W
    E = l2_normalize(U)
    triplets = hardest_triplets(E, labels)
    k = len(triplets)
    if k == 0:
        return W.copy(), 0.0
    a, p, n = (E[triplets[:, role]] for role in range(3))
    loss = triplet_loss(a, p, n, margin) / k
    d_a, d_p, d_n = triplet_loss_gradient(a, p, n, margin)
    dE = np.zeros(E.shape)
    for t in range(k):
        i, j, l = triplets[t]
        dE[i] += d_a[t] / k
        dE[j] += d_p[t] / k
        dE[l] += d_n[t] / k
    dU = l2_normalize_backward(dE, U)
    return W - learning_rate * (X.T @ dU), loss
