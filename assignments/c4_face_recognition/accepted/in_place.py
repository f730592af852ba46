# Copies, and then everything in place, with out= and augmented assignments.

import numpy as np


def l2_normalize(E, eps=1e-12):
    out = E.copy()
    norms = np.sqrt((out**2).sum(1))
    norms[norms < eps] = eps
    out /= norms.reshape(-1, 1)
    return out


def l2_normalize_backward(dN, E):
    n = E.copy()
    norms = np.linalg.norm(n, axis=-1)[..., None]
    n /= norms
    d = dN.copy()
    d -= (dN * n).sum(-1, keepdims=True) * n
    d /= norms
    return d


def pairwise_squared_distances(A, B):
    D = A @ B.T
    D *= -2
    D += (A * A).sum(1)[:, None]
    D += (B * B).sum(1)
    np.clip(D, 0, None, out=D)
    return D


def siamese_probability(e1, e2, w, b):
    d = e1 - e2
    d[d < 0] *= -1
    z = d.dot(w)
    z += b
    small = np.exp(-np.abs(z))
    p = np.empty_like(z)
    p[z >= 0] = 1 / (1 + small[z >= 0])
    p[z < 0] = small[z < 0] / (1 + small[z < 0])
    return p


def triplet_loss(anchor, positive, negative, margin=0.2):
    loss = np.linalg.norm(anchor - positive, axis=1) ** 2
    loss -= np.linalg.norm(anchor - negative, axis=1) ** 2
    loss += margin
    loss[loss < 0] = 0
    return loss.sum(keepdims=True)


def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
    loss = ((anchor - positive) ** 2).sum(1) - ((anchor - negative) ** 2).sum(1) + margin
    grads = [2 * (negative - positive), 2 * (positive - anchor), 2 * (anchor - negative)]
    for grad in grads:
        grad[loss <= 0] = 0
    return tuple(grads)


def hardest_triplets(embeddings, labels):
    D, y = pairwise_squared_distances(embeddings, embeddings), np.array(labels)
    T = np.zeros((len(y), 3), dtype=np.intp)
    k = 0
    for i in range(len(y)):
        positives = np.where(y == y[i])[0]
        positives = positives[positives != i]
        negatives = np.where(y != y[i])[0]
        if len(positives) == 0 or len(negatives) == 0:
            continue
        T[k] = i, positives[D[i, positives].argmax()], negatives[D[i, negatives].argmin()]
        k += 1
    return T[:k]


def verify(embedding, reference, threshold):
    e = embedding.copy()
    e -= reference
    e *= e
    distance = e.sum()
    return distance, distance <= threshold


def triplet_step(W, X, labels, margin, learning_rate):
    new = W.copy()
    U = X @ W
    E = l2_normalize(U)
    T = hardest_triplets(E, labels)
    if T.shape[0] == 0:
        return new, np.array(0.0)
    rows = E[T[:, 0]], E[T[:, 1]], E[T[:, 2]]
    loss = triplet_loss(*rows, margin) / T.shape[0]
    dE = np.zeros(E.shape)
    for role, grad in enumerate(triplet_loss_gradient(*rows, margin)):
        for row, g in zip(T[:, role], grad, strict=True):
            dE[row] += g
    dE /= T.shape[0]
    new -= learning_rate * (X.T @ l2_normalize_backward(dE, U))
    return new, loss
