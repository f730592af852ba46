# A class for the embeddings and one for the gallery; the functions are what is asked for around.

from collections import OrderedDict
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np


class Unit:
    def __init__(self, E, eps=1e-12):
        self.norm = np.maximum(np.sqrt((E * E).sum(axis=1)), eps)[:, np.newaxis]
        self.rows = E / self.norm

    def backward(self, dN):
        radial = np.array([n.dot(d) for n, d in zip(self.rows, dN, strict=True)])
        return dN / self.norm - self.rows * (radial[:, np.newaxis] / self.norm)


class Triplet(NamedTuple):
    anchor: int
    positive: int
    negative: int


@dataclass
class Gallery:
    E: np.ndarray
    labels: list

    def __post_init__(self):
        self.D = pairwise_squared_distances(self.E, self.E)

    def hardest(self):
        rows = range(len(self.labels))
        for i in rows:
            mates = [j for j in rows if j != i and self.labels[j] == self.labels[i]]
            others = [j for j in rows if self.labels[j] != self.labels[i]]
            if mates and others:
                far = max(mates, key=lambda j: self.D[i][j])
                near = min(others, key=lambda j: self.D[i][j])
                yield Triplet(i, far, near)

    def semi_hard(self, margin):
        for a, p, n in product(range(len(self.labels)), repeat=3):
            if a != p and self.labels[a] == self.labels[p] and self.labels[n] != self.labels[a]:
                loss = self.D[a, p] - self.D[a, n] + margin
                if self.D[a, p] < self.D[a, n] and self.D[a, n] < self.D[a, p] + margin:
                    assert loss > 0
                    yield Triplet(a, p, n)


def table(triplets):
    return np.asarray(list(triplets), dtype=np.int64).reshape((-1, 3))


def l2_normalize(E, eps=1e-12):
    return Unit(E, eps).rows


def l2_normalize_backward(dN, E):
    return Unit(E).backward(dN)


def pairwise_squared_distances(A, B):
    return np.square(np.expand_dims(A, 1) - np.expand_dims(B, 0)).sum(-1)


def hardest_triplets(embeddings, labels):
    return table(Gallery(embeddings, list(labels)).hardest())


def semi_hard_triplets(embeddings, labels, margin=0.2):
    return table(Gallery(embeddings, list(labels)).semi_hard(margin))


def recognise(embedding, database, threshold):
    far = OrderedDict()
    for name, rows in database.items():
        far[name] = np.square(rows - embedding).sum(axis=-1).min()
    if not far:
        return None, np.inf
    name = min(far, key=far.get)
    return (name, far[name]) if far[name] <= threshold else (None, far[name])


def triplet_step(W, X, labels, margin, learning_rate):
    unit = Unit(np.dot(X, W))
    E, dE, total, count = unit.rows, np.zeros((len(X), W.shape[1])), 0.0, 0
    for a, p, n in Gallery(E, list(labels)).hardest():
        count += 1
        loss = np.sum((E[a] - E[p]) ** 2) - np.sum((E[a] - E[n]) ** 2) + margin
        if loss > 0:
            total += loss
            dE[a] += 2 * (E[n] - E[p])
            dE[p] += 2 * (E[p] - E[a])
            dE[n] += 2 * (E[a] - E[n])
    if not count:
        return W + 0, 0.0
    return W - learning_rate * np.dot(X.T, unit.backward(dE / count)), float(total / count)
