# expect: hardest_triplets, semi_hard_triplets loses
"""np.array([]) where there is no triplet."""

import numpy as np


def d(x, y):
    """Distance: squared, of rows."""
    return np.sum((x - y) ** 2, axis=1)


def l2_normalize(E, eps=1e-12):
    norm = np.linalg.norm(E, axis=1, keepdims=True)
    return E / np.maximum(norm, eps)


def l2_normalize_backward(dN, E):
    norm = np.linalg.norm(E, axis=1, keepdims=True)
    n = E / norm
    n_dot_dn = np.sum(n * dN, axis=1, keepdims=True)
    return (dN - n * n_dot_dn) / norm


def pairwise_squared_distances(A, B):
    diff = A[:, None, :] - B[None, :, :]
    return np.sum(diff ** 2, axis=2)


def siamese_probability(e1, e2, w, b):
    z = np.sum(w * np.abs(e1 - e2), axis=1) + b
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def triplet_loss(anchor, positive, negative, margin=0.2):
    losses = np.maximum(0, d(anchor, positive) - d(anchor, negative) + margin)
    return np.sum(losses)


def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
    losses = np.maximum(0, d(anchor, positive) - d(anchor, negative) + margin)
    mask = (losses > 0).astype(float).reshape(-1, 1)
    d_anchor = mask * 2 * (negative - positive)
    d_positive = mask * 2 * (positive - anchor)
    d_negative = mask * 2 * (anchor - negative)
    return d_anchor, d_positive, d_negative


def hardest_triplets(embeddings, labels):
    labels = np.array(labels)
    m = len(labels)
    D = pairwise_squared_distances(embeddings, embeddings)
    result = []
    for a in range(m):
        positives = [j for j in range(m) if labels[j] == labels[a] and j != a]
        negatives = [j for j in range(m) if labels[j] != labels[a]]
        if not positives or not negatives:
            continue
        p = positives[np.argmax(D[a, positives])]
        n = negatives[np.argmin(D[a, negatives])]
        result.append([a, p, n])
    return np.array(result)


def semi_hard_triplets(embeddings, labels, margin=0.2):
    D = pairwise_squared_distances(embeddings, embeddings)
    m = len(labels)
    result = []
    for a in range(m):
        for p in range(m):
            if p == a or labels[p] != labels[a]:
                continue
            for n in range(m):
                if labels[n] != labels[a] and D[a, p] < D[a, n] and D[a, n] < D[a, p] + margin:
                    result.append([a, p, n])
    return np.array(result)


def verify(embedding, reference, threshold):
    distance = np.sum((embedding - reference) ** 2)
    return distance, distance <= threshold


def recognise(embedding, database, threshold):
    best_name = None
    best_distance = np.inf
    for name, refs in database.items():
        if refs.ndim == 1:
            refs = refs.reshape(1, -1)
        distance = np.min(np.sum((refs - embedding) ** 2, axis=1))
        if distance < best_distance:
            best_distance = distance
            best_name = name
    if best_distance > threshold:
        best_name = None
    return best_name, best_distance


def triplet_step(W, X, labels, margin, learning_rate):
    U = X @ W
    E = l2_normalize(U)
    triplets = hardest_triplets(E, labels)
    k = len(triplets)
    if k == 0:
        return W.copy(), 0.0
    a, p, n = triplets[:, 0], triplets[:, 1], triplets[:, 2]
    loss = triplet_loss(E[a], E[p], E[n], margin) / k
    dA, dP, dN = triplet_loss_gradient(E[a], E[p], E[n], margin)
    dE = np.zeros(E.shape)
    np.add.at(dE, a, dA)
    np.add.at(dE, p, dP)
    np.add.at(dE, n, dN)
    dE = dE / k
    dU = l2_normalize_backward(dE, U)
    dW = X.T @ dU
    return W - learning_rate * dW, loss
