# Roles as matrices of zeros and ones: mining by masks of the whole table, gradients by products.

import numpy as np


def l2_normalize(E, eps=1e-12):
    return np.einsum("md,m->md", E, 1 / np.clip(np.linalg.norm(E, axis=1), eps, None))


def l2_normalize_backward(dN, E):
    s = np.einsum("md,md->m", E, E) ** -0.5
    N = s[:, None] * E
    P = np.eye(E.shape[1]) - np.einsum("mi,mj->mij", N, N)
    return np.einsum("m,mij,mj->mi", s, P, dN)


def pairwise_squared_distances(A, B):
    G = A[:, None, :] - B[None, :, :]
    return np.einsum("nkd,nkd->nk", G, G)


def siamese_probability(e1, e2, w, b):
    z = np.einsum("md,d->m", np.abs(e1 - e2), w) + b
    return np.exp(-np.logaddexp(0, -z))


def triplet_loss(anchor, positive, negative, margin=0.2):
    gaps = np.einsum("md,md->m", negative - positive, 2 * anchor - positive - negative) + margin
    return gaps[gaps > 0].sum()


def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
    gaps = np.einsum("md,md->m", negative - positive, 2 * anchor - positive - negative) + margin
    two = np.diag(2.0 * (gaps > 0))
    return two @ (negative - positive), two @ (positive - anchor), two @ (anchor - negative)


def masks(labels):
    labels = np.array(labels)
    same = labels[:, None] == labels[None, :]
    return same & ~np.eye(len(labels), dtype=bool), ~same


def hardest_triplets(embeddings, labels):
    D = pairwise_squared_distances(embeddings, embeddings)
    same, other = masks(labels)
    anchors = np.flatnonzero(same.any(axis=1) & other.any(axis=1))
    far = np.where(same, D, -1.0).argmax(axis=1)
    near = np.where(other, D, D.max() + 1.0).argmin(axis=1)
    return np.stack([anchors, far[anchors], near[anchors]], axis=1)


def semi_hard_triplets(embeddings, labels, margin=0.2):
    D = pairwise_squared_distances(embeddings, embeddings)
    same, other = masks(labels)
    P, N = D[:, :, None], D[:, None, :]
    return np.argwhere(same[:, :, None] & other[:, None, :] & (P < N) & (P + margin > N))


def triplet_step(W, X, labels, margin, learning_rate):
    U = X @ W
    E = l2_normalize(U)
    T = hardest_triplets(E, labels)
    if not T.size:
        return 1.0 * W, 0.0
    A, P, N = (np.eye(len(X))[T[:, role]] for role in range(3))
    loss = triplet_loss(A @ E, P @ E, N @ E, margin) / len(T)
    dA, dP, dN = triplet_loss_gradient(A @ E, P @ E, N @ E, margin)
    dE = (A.T @ dA + P.T @ dP + N.T @ dN) / len(T)
    return W - learning_rate * X.T @ l2_normalize_backward(dE, U), loss
