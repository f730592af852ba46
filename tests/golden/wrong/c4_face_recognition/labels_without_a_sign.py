# expect: hardest_triplets, semi_hard_triplets loses
"""Labels lose their sign: −1 and 1 become one person."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np


def squared(rows: np.ndarray) -> np.ndarray:
    return np.sum(rows * rows, axis=-1)


@dataclass(frozen=True)
class Triplet:
    a: np.ndarray
    p: np.ndarray
    n: np.ndarray
    margin: float

    def losses(self) -> np.ndarray:
        return np.maximum(0.0, squared(self.a - self.p) - squared(self.a - self.n) + self.margin)


class Batch:
    def __init__(self, embeddings, labels):
        self.who = [abs(int(label)) for label in labels]
        self.table = pairwise_squared_distances(embeddings, embeddings)

    def __len__(self) -> int:
        return len(self.who)

    def friends(self, a: int) -> list[int]:
        return [i for i in range(len(self)) if i != a and self.who[i] == self.who[a]]

    def others(self, a: int) -> list[int]:
        return [i for i in range(len(self)) if self.who[i] != self.who[a]]

    def hardest(self) -> Iterator[tuple[int, int, int]]:
        for a in range(len(self)):
            friends, others = self.friends(a), self.others(a)
            if friends and others:
                d = self.table[a]
                yield a, max(friends, key=d.__getitem__), min(others, key=d.__getitem__)

    def semi_hard(self, margin: float) -> Iterator[tuple[int, int, int]]:
        for a in range(len(self)):
            for p, n in product(self.friends(a), self.others(a)):
                close, wide = self.table[a, p], self.table[a, n]
                if close < wide < close + margin:
                    yield a, p, n


def table_of(triplets: Iterator[tuple[int, int, int]]) -> np.ndarray:
    return np.array(list(triplets), dtype=np.int64).reshape(-1, 3)


def l2_normalize(E, eps=1e-12):
    length = np.sqrt(squared(E))
    length[length < eps] = eps
    return (E.T / length).T


def l2_normalize_backward(dN, E):
    length = np.linalg.norm(E, axis=1).reshape(-1, 1)
    unit = l2_normalize(E)
    along = np.sum(unit * dN, axis=1, keepdims=True)
    across = dN - along * unit
    return across / length


def pairwise_squared_distances(A, B):
    difference = A[:, None, :] - B[None, :, :]
    return squared(difference)


def siamese_probability(e1, e2, w, b):
    score = np.dot(np.abs(e1 - e2), w) + b
    return 0.5 + 0.5 * np.tanh(0.5 * score)


def triplet_loss(anchor, positive, negative, margin=0.2):
    return float(Triplet(anchor, positive, negative, margin).losses().sum())


def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
    quiet = Triplet(anchor, positive, negative, margin).losses() == 0
    slopes = 2 * (negative - positive), 2 * (positive - anchor), 2 * (anchor - negative)
    for slope in slopes:
        slope[quiet] = 0
    return slopes


def hardest_triplets(embeddings, labels):
    return table_of(Batch(embeddings, labels).hardest())


def semi_hard_triplets(embeddings, labels, margin=0.2):
    return table_of(Batch(embeddings, labels).semi_hard(margin))


def verify(embedding, reference, threshold):
    distance = float(squared(embedding - reference))
    return distance, distance <= threshold


class Gallery:
    def __init__(self, database):
        self.database = database

    def distances(self, embedding) -> dict[str, float]:
        return {
            name: float(np.min(squared(np.asarray(references) - embedding)))
            for name, references in self.database.items()
        }


def recognise(embedding, database, threshold):
    distances = Gallery(database).distances(embedding)
    if not distances:
        return None, float("inf")
    nearest = min(distances, key=distances.get)
    if distances[nearest] > threshold:
        return None, distances[nearest]
    return nearest, distances[nearest]


def triplet_step(W, X, labels, margin, learning_rate):
    U = np.dot(X, W)
    E = l2_normalize(U)
    triplets = hardest_triplets(E, labels)
    count = len(triplets)
    if not count:
        return W + 0.0, 0
    roles = [E[rows] for rows in triplets.T]
    loss = triplet_loss(*roles, margin=margin) / count
    dE = np.zeros_like(E)
    for rows, slopes in zip(triplets.T, triplet_loss_gradient(*roles, margin=margin), strict=True):
        np.add.at(dE, rows, slopes)
    dE /= count
    dW = X.T @ l2_normalize_backward(dE, U)
    return W - learning_rate * dW, loss
