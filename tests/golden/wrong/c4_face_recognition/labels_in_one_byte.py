# expect: hardest_triplets, semi_hard_triplets loses
"""Labels are kept in a byte: −7 and 249 become one person."""
import numpy as np


def l2_normalize(E, eps=1e-12):
    norms = np.sqrt(np.sum(E ** 2, axis=1, keepdims=True))
    return E / np.maximum(norms, eps)


def l2_normalize_backward(dN, E):
    norms = np.sqrt(np.sum(E ** 2, axis=1, keepdims=True))
    N = E / norms
    return (dN - N * np.sum(N * dN, axis=1, keepdims=True)) / norms


def pairwise_squared_distances(A, B):
    a = np.sum(A ** 2, axis=1)[:, None]
    b = np.sum(B ** 2, axis=1)[None, :]
    return np.maximum(a + b - 2 * A @ B.T, 0.0)


def siamese_probability(e1, e2, w, b):
    z = np.abs(e1 - e2) @ w + b
    return (1 + np.tanh(z / 2)) / 2


def triplet_loss(anchor, positive, negative, margin=0.2):
    d_pos = np.sum((anchor - positive) ** 2, axis=1)
    d_neg = np.sum((anchor - negative) ** 2, axis=1)
    return float(np.sum(np.maximum(0.0, d_pos - d_neg + margin)))


def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
    d_pos = np.sum((anchor - positive) ** 2, axis=1, keepdims=True)
    d_neg = np.sum((anchor - negative) ** 2, axis=1, keepdims=True)
    active = d_pos - d_neg + margin > 0
    d_anchor = active * 2 * (negative - positive)
    d_positive = active * 2 * (positive - anchor)
    d_negative = active * 2 * (anchor - negative)
    return (d_anchor, d_positive, d_negative)


def hardest_triplets(embeddings, labels):
    labels = np.asarray(labels).astype(np.uint8)
    D = pairwise_squared_distances(embeddings, embeddings)
    triplets = []
    for i in range(len(labels)):
        same = labels == labels[i]
        other = ~same
        same[i] = False
        if same.any() and other.any():
            farthest = np.argmax(np.where(same, D[i], -np.inf))
            nearest = np.argmin(np.where(other, D[i], np.inf))
            triplets.append((i, farthest, nearest))
    return np.array(triplets, dtype=int).reshape(-1, 3)


def semi_hard_triplets(embeddings, labels, margin=0.2):
    D = pairwise_squared_distances(embeddings, embeddings)
    labels = np.asarray(labels).astype(np.uint8)
    m = len(labels)
    triplets = []
    for a in range(m):
        for p in range(m):
            for n in range(m):
                valid = p != a and labels[p] == labels[a] and (labels[n] != labels[a])
                if valid and D[a, p] < D[a, n] < D[a, p] + margin:
                    triplets.append((a, p, n))
    return np.array(triplets, dtype=int).reshape(-1, 3)


def verify(embedding, reference, threshold):
    distance = float(np.sum((embedding - reference) ** 2))
    return (distance, distance <= threshold)


def recognise(embedding, database, threshold):
    best, name = (float('inf'), None)
    for known, references in database.items():
        gaps = np.atleast_2d(references) - embedding
        distance = float(np.min(np.sum(gaps ** 2, axis=1)))
        if distance < best:
            best, name = (distance, known)
    if best > threshold:
        return (None, best)
    return (name, best)


def triplet_step(W, X, labels, margin, learning_rate):
    U = X @ W
    E = l2_normalize(U)
    triplets = hardest_triplets(E, labels)
    k = len(triplets)
    if k == 0:
        return (W.copy(), 0.0)
    a, p, n = triplets.T
    loss = triplet_loss(E[a], E[p], E[n], margin) / k
    d_anchor, d_positive, d_negative = triplet_loss_gradient(E[a], E[p], E[n], margin)
    dE = np.zeros_like(E)
    np.add.at(dE, a, d_anchor)
    np.add.at(dE, p, d_positive)
    np.add.at(dE, n, d_negative)
    dU = l2_normalize_backward(dE / k, U)
    return (W - learning_rate * (X.T @ dU), loss)
