# Small functions handed to others: map, reduce, generators, sorted.

import functools

import numpy as np


def squares(x, axis=-1):
    return np.sum(np.square(x), axis=axis)


def over_rows(f, *tables):
    return np.array(list(map(f, *tables)))


def l2_normalize(E, eps=1e-12):
    return over_rows(lambda e: e / max(eps, squares(e) ** 0.5), E)


def l2_normalize_backward(dN, E):
    def turned(d, e):
        return (d * squares(e) - e * np.dot(e, d)) / squares(e) ** 1.5

    return over_rows(turned, dN, E)


def siamese_probability(e1, e2, w, b):
    scores = over_rows(lambda f, g: np.vdot(w, np.fabs(f - g)) + b, e1, e2)
    return 0.5 + 0.5 * np.tanh(0.5 * scores)


def missing(a, p, n, margin):
    return squares(a - p) - squares(a - n) + margin


def triplet_loss(anchor, positive, negative, margin=0.2):
    each = (max(0.0, missing(*one, margin)) for one in zip(anchor, positive, negative, strict=True))
    return functools.reduce(lambda x, y: x + y, each, 0.0)


def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
    def slopes(a, p, n):
        on = np.heaviside(missing(a, p, n, margin), 0.0)
        return 2 * on * np.stack([n - p, p - a, a - n])

    stacked = over_rows(slopes, anchor, positive, negative)
    return tuple(np.moveaxis(stacked, 1, 0))


def hardest_triplets(embeddings, labels):
    def order(i):
        return sorted(range(len(labels)), key=lambda j: squares(embeddings[i] - embeddings[j]))

    def of(i):
        near = (j for j in order(i) if labels[j] != labels[i])
        mates = [j for j in range(len(labels)) if j != i and labels[j] == labels[i]]
        far = max(mates, key=lambda j: squares(embeddings[i] - embeddings[j]), default=None)
        return i, far, next(near, None)

    whole = [one for one in map(of, range(len(labels))) if None not in one]
    return np.array(whole).astype(int).reshape(len(whole), 3)


def verify(embedding, reference, threshold):
    distance = squares(embedding - reference)
    return distance, bool(distance <= threshold)


def recognise(embedding, database, threshold):
    far = [(np.min(squares(rows - embedding)), name) for name, rows in database.items()]
    best, name = min(far, key=lambda one: one[0], default=(np.inf, None))
    return name if best <= threshold else None, best


def triplet_step(W, X, labels, margin, learning_rate):
    E = l2_normalize(X @ W)
    T = hardest_triplets(E, labels)
    if len(T) < 1:
        return W * 1, 0
    parts = [E[T[:, role]] for role in (0, 1, 2)]
    loss = triplet_loss(*parts, margin) / len(T)
    grads = np.concatenate(triplet_loss_gradient(*parts, margin)) / len(T)
    where = np.concatenate([T[:, 0], T[:, 1], T[:, 2]])
    dE = np.array([grads[where == row].sum(axis=0) for row in range(len(X))])
    return W - learning_rate * np.einsum("mD,md->Dd", X, l2_normalize_backward(dE, X @ W)), loss
