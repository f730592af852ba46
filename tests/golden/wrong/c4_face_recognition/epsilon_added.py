# expect: l2_normalize loses
"""norm + eps."""

import numpy as np
import numpy.linalg as la


def distance(x, y):
    return la.norm(x - y, axis=-1) ** 2


def same_and_other(labels):
    labels = np.asarray(list(labels), dtype=int)
    same = np.equal.outer(labels, labels)
    other = np.logical_not(same)
    np.fill_diagonal(same, False)
    return same, other


def l2_normalize(E, eps=1e-12):
    norm = la.norm(E, axis=1)
    norm = norm + eps
    return (E.T / norm).T


def l2_normalize_backward(dN, E):
    norm = la.norm(E, axis=1)
    N = (E.T / norm).T
    along = np.diag(N @ dN.T)
    return ((dN - np.diag(along) @ N).T / norm).T


def pairwise_squared_distances(A, B):
    return distance(A[:, np.newaxis], B[np.newaxis])


def siamese_probability(e1, e2, w, b):
    with np.errstate(over="ignore"):
        z = np.dot(np.absolute(e1 - e2), w) + b
        return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def triplet_loss(anchor, positive, negative, margin=0.2):
    missing = distance(anchor, positive) + margin - distance(anchor, negative)
    return np.sum(missing, where=missing > 0)


def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
    missing = distance(anchor, positive) + margin - distance(anchor, negative)
    off = missing <= 0
    grads = [negative - positive, positive - anchor, anchor - negative]
    for grad in grads:
        grad *= 2
        grad[off, :] = 0
    return tuple(grads)


def hardest_triplets(embeddings, labels):
    same, other = same_and_other(labels)
    D = pairwise_squared_distances(embeddings, embeddings)
    far = np.ma.masked_array(D, ~same).argmax(axis=1, fill_value=-1)
    near = np.ma.masked_array(D, ~other).argmin(axis=1, fill_value=np.inf)
    usable = np.nonzero(same.any(axis=1) * other.any(axis=1))[0]
    return np.array([[i, far[i], near[i]] for i in usable], dtype=np.int64).reshape(usable.size, 3)


def semi_hard_triplets(embeddings, labels, margin=0.2):
    same, other = same_and_other(labels)
    D = pairwise_squared_distances(embeddings, embeddings)
    rows = [np.zeros((0, 3), dtype=np.int64)]
    for a, p in zip(*np.nonzero(same)):
        n = np.nonzero(other[a] & (D[a] > D[a, p]) & (D[a] < D[a, p] + margin))[0]
        rows.append(np.column_stack([np.full(n.size, a), np.full(n.size, p), n]))
    return np.concatenate(rows)


def verify(embedding, reference, threshold):
    value = distance(embedding, reference)
    return value, np.less_equal(value, threshold)


def recognise(embedding, database, threshold):
    name, best = None, np.inf
    for who, refs in database.items():
        value = np.min(distance(refs, embedding))
        if value < best:
            name, best = who, value
    return (name if best <= threshold else None), best


def triplet_step(W, X, labels, margin, learning_rate):
    U = X.dot(W)
    E = l2_normalize(U)
    triplets = hardest_triplets(E, labels)
    k = triplets.shape[0]
    if k == 0:
        return W.copy(), 0
    rows = [E[triplets[:, role]] for role in range(3)]
    dE = np.zeros(E.shape)
    for role, grad in enumerate(triplet_loss_gradient(*rows, margin)):
        for column in range(E.shape[1]):
            dE[:, column] += np.bincount(triplets[:, role], grad[:, column], minlength=len(E))
    dW = X.T.dot(l2_normalize_backward(dE, U)) / k
    return W - learning_rate * dW, triplet_loss(*rows, margin) / k
