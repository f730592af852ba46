# expect: pairwise_squared_distances loses
"""Centred, so that rounding is small: but it still goes below 0."""

import numpy as np


def l2_normalize(E, eps=1e-12):
    return E / np.maximum(np.linalg.norm(E, axis=-1, keepdims=True), eps)


def l2_normalize_backward(dN, E):
    inverse = 1 / np.sqrt(np.einsum("ij,ij->i", E, E))
    return np.einsum("i,ij->ij", inverse, dN) - np.einsum("i,ij,ik,ik->ij", inverse**3, E, E, dN)


def pairwise_squared_distances(A, B):
    centre = A.mean(axis=0)
    A, B = A - centre, B - centre
    D = -2 * np.einsum("ik,jk->ij", A, B)
    D += np.einsum("ik,ik->i", A, A)[:, None]
    D += np.einsum("jk,jk->j", B, B)
    return D


def siamese_probability(e1, e2, w, b):
    return np.exp(-np.logaddexp(0, -(np.abs(e1 - e2) @ w + b)))


def _losses(anchor, positive, negative, margin):
    # |a - p|² - |a - n|² = (n - p)·(2a - p - n)
    return np.einsum("ij,ij->i", negative - positive, 2 * anchor - positive - negative) + margin


def triplet_loss(anchor, positive, negative, margin=0.2):
    return np.maximum(_losses(anchor, positive, negative, margin), 0).sum()


def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
    twice = 2.0 * (_losses(anchor, positive, negative, margin) > 0)[:, np.newaxis]
    d_positive, d_negative = twice * (positive - anchor), twice * (anchor - negative)
    return -d_positive - d_negative, d_positive, d_negative


def hardest_triplets(embeddings, labels):
    labels = np.asarray(labels)
    D = pairwise_squared_distances(embeddings, embeddings)
    same = labels[:, None] == labels
    positives = same & ~np.eye(len(labels), dtype=bool)
    rows = np.flatnonzero(positives.any(axis=1) & ~same.all(axis=1))
    far = np.where(positives, D, -np.inf).argmax(axis=1)
    near = np.where(same, np.inf, D).argmin(axis=1)
    return np.stack([rows, far[rows], near[rows]], axis=1)


def semi_hard_triplets(embeddings, labels, margin=0.2):
    labels = np.asarray(labels)
    D = pairwise_squared_distances(embeddings, embeddings)
    same = labels[:, None] == labels
    positives = same & ~np.eye(len(labels), dtype=bool)
    gap = D[:, None, :] - D[:, :, None]
    good = positives[:, :, None] & ~same[:, None, :] & (gap > 0) & (gap < margin)
    return np.argwhere(good)


def verify(embedding, reference, threshold):
    d = np.square(embedding - reference).sum()
    return d, d <= threshold


def recognise(embedding, database, threshold):
    if not database:
        return None, np.inf
    names = list(database)
    nearest = [np.square(np.atleast_2d(r) - embedding).sum(axis=1).min() for r in database.values()]
    best = int(np.argmin(nearest))
    return (names[best] if nearest[best] <= threshold else None), nearest[best]


def triplet_step(W, X, labels, margin, learning_rate):
    U = X @ W
    E = l2_normalize(U)
    triplets = hardest_triplets(E, labels)
    if triplets.shape[0] == 0:
        return np.array(W), 0.0
    hot = np.eye(len(E))[triplets]  # (k, 3, m)
    roles = np.einsum("krm,md->rkd", hot, E)
    loss = triplet_loss(*roles, margin) / len(triplets)
    gradients = np.stack(triplet_loss_gradient(*roles, margin))
    dE = np.einsum("krm,rkd->md", hot, gradients) / len(triplets)
    return W - learning_rate * np.einsum("mD,md->Dd", X, l2_normalize_backward(dE, U)), loss
