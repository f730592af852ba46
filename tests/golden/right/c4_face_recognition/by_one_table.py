"""Every distance comes from the table, the door's too; classes, masked arrays, nested lists."""

import math
from itertools import permutations
from typing import NamedTuple

import numpy as np


class Slopes(NamedTuple):
    anchor: np.ndarray
    positive: np.ndarray
    negative: np.ndarray


def l2_normalize(E, eps=1e-12):
    lengths = np.linalg.norm(E, axis=1)
    return np.divide(E, np.where(lengths < eps, eps, lengths)[:, None], out=np.zeros_like(E))


def l2_normalize_backward(dN, E):
    rows = []
    for e, d in zip(E, dN):
        r = math.sqrt(e @ e)
        rows.append((((np.eye(len(e)) - np.outer(e, e) / r**2) / r) @ d).tolist())
    return rows


def pairwise_squared_distances(A, B):
    centre = np.concatenate([A, B]).mean(axis=0)
    A, B = A - centre, B - centre
    D = np.add.outer((A * A).sum(1), (B * B).sum(1)) - 2 * A @ B.T
    D[D < 0] = 0
    return D


def siamese_probability(e1, e2, w, b):
    z = np.abs(e1 - e2) @ w + b
    p = np.empty_like(z)
    p[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    odds = np.exp(z[z < 0])
    p[z < 0] = odds / (1 + odds)
    return p


def triplet_loss(anchor, positive, negative, margin=0.2):
    rows = zip(anchor, positive, negative)
    gaps = (math.dist(a, p) ** 2 - math.dist(a, n) ** 2 + margin for a, p, n in rows)
    return np.array([[math.fsum(gap for gap in gaps if gap > 0)]])


def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
    pulled, pushed = anchor - positive, anchor - negative
    on = np.einsum("ij,ij->i", pulled, pulled) + margin > np.einsum("ij,ij->i", pushed, pushed)
    return Slopes(*(2 * np.where(on[:, None], g, 0) for g in (pulled - pushed, -pulled, pushed)))


def hardest_triplets(embeddings, labels):
    y = np.array(labels)
    D = np.sqrt(pairwise_squared_distances(embeddings, embeddings))
    same, other = np.equal.outer(y, y), np.not_equal.outer(y, y)
    np.fill_diagonal(same, False)
    far = np.ma.array(D, mask=~same).argmax(axis=1, fill_value=-1)
    near = np.ma.array(D, mask=~other).argmin(axis=1, fill_value=np.inf)
    return np.c_[np.arange(len(y)), far, near][same.any(1) & other.any(1)]


def semi_hard_triplets(embeddings, labels, margin=0.2):
    D = pairwise_squared_distances(embeddings, embeddings)
    people = {}
    for row, label in enumerate(labels):
        people.setdefault(int(label), []).append(row)

    def all_of():
        for label, rows in people.items():
            others = [n for other in people if other != label for n in people[other]]
            for a, p in permutations(rows, 2):
                yield from ((a, p, n) for n in others if D[a, p] < D[a, n] < D[a, p] + margin)

    found = sorted(all_of())
    return found or np.empty((0, 3), dtype=np.int16)


def verify(embedding, reference, threshold):
    distance = pairwise_squared_distances(embedding[None], reference[None])
    return distance, distance <= threshold


def recognise(embedding, database, threshold):
    def least(people):
        if not people:
            return np.inf, None
        (name, references), *rest = people
        far, who = least(rest)
        own = pairwise_squared_distances(np.atleast_2d(references), embedding[None]).min()
        return (far, who) if far < own else (own, name)

    distance, name = least([*database.items()])
    return (name if distance <= threshold else None), distance


def triplet_step(W, X, labels, margin, learning_rate):
    U = np.dot(X, W)
    E = l2_normalize(U)
    triplets = hardest_triplets(E, labels)
    if len(triplets) == 0:
        return [list(row) for row in W], 0
    # Half the gradient in E of all losses is L·E.
    L, loss = np.zeros((len(X), len(X))), 0.0
    for a, p, n in triplets:
        gap = np.sum((E[a] - E[p]) ** 2) - np.sum((E[a] - E[n]) ** 2) + margin
        if gap > 0:
            loss += gap
            for sign, j in ((1, p), (-1, n)):
                L[[a, j], [a, j]] += sign
                L[[a, j], [j, a]] -= sign
    dU = l2_normalize_backward(2 * L @ E / len(triplets), U)
    return [np.asfortranarray(W - learning_rate * X.T @ dU), np.float64(loss / len(triplets))]
