# expect: l2_normalize_backward loses
"""A division is differentiated as if its divisor were a constant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Triplets = NDArray[np.int64]


def _norms(E: Array) -> Array:
    norms = np.sqrt(np.einsum("ij,ij->i", E, E))
    assert norms.shape == (E.shape[0],)
    return norms[:, np.newaxis]


def _empty() -> Triplets:
    return np.empty((0, 3), dtype=np.int64)


def l2_normalize(E: Array, eps: float = 1e-12) -> Array:
    assert E.ndim == 2
    return E / np.maximum(_norms(E), eps)


def l2_normalize_backward(dN: Array, E: Array) -> Array:
    assert dN.shape == E.shape
    norms = _norms(E)
    unit = E / norms
    radial = np.einsum("ij,ij->i", unit, dN)[:, np.newaxis]
    dE = dN / norms
    assert dE.shape == E.shape
    return dE


def pairwise_squared_distances(A: Array, B: Array) -> Array:
    assert A.shape[1] == B.shape[1]
    squares_a = np.square(A).sum(axis=1).reshape(-1, 1)
    squares_b = np.square(B).sum(axis=1).reshape(1, -1)
    table = squares_a + squares_b - 2.0 * (A @ B.T)
    assert table.shape == (A.shape[0], B.shape[0])
    return np.clip(table, 0.0, None)


def siamese_probability(e1: Array, e2: Array, w: Array, b: float) -> Array:
    assert e1.shape == e2.shape
    scores = np.abs(e1 - e2) @ w + b
    assert scores.shape == (e1.shape[0],)
    positive = scores >= 0
    result = np.empty_like(scores)
    result[positive] = 1.0 / (1.0 + np.exp(-scores[positive]))
    grown = np.exp(scores[~positive])
    result[~positive] = grown / (1.0 + grown)
    return result


def _excess(anchor: Array, positive: Array, negative: Array, margin: float) -> Array:
    assert anchor.shape == positive.shape == negative.shape
    to_positive = np.square(anchor - positive).sum(axis=1)
    to_negative = np.square(anchor - negative).sum(axis=1)
    return to_positive - to_negative + margin


def triplet_loss(anchor: Array, positive: Array, negative: Array, margin: float = 0.2) -> float:
    return float(np.maximum(_excess(anchor, positive, negative, margin), 0.0).sum())


def triplet_loss_gradient(
    anchor: Array, positive: Array, negative: Array, margin: float = 0.2
) -> tuple[Array, Array, Array]:
    active = _excess(anchor, positive, negative, margin) > 0.0
    scale = np.where(active, 2.0, 0.0)[:, np.newaxis]
    pull = scale * (anchor - positive)
    push = scale * (anchor - negative)
    return pull - push, -pull, push


def hardest_triplets(embeddings: Array, labels: Sequence[int] | NDArray[np.int64]) -> Triplets:
    owners = np.asarray(labels)
    assert owners.shape == (embeddings.shape[0],)
    table = pairwise_squared_distances(embeddings, embeddings)
    rows = np.arange(owners.size)
    found = []
    for anchor in rows:
        positives = rows[(owners == owners[anchor]) & (rows != anchor)]
        negatives = rows[owners != owners[anchor]]
        if positives.size and negatives.size:
            farthest = positives[np.argmax(table[anchor, positives])]
            nearest = negatives[np.argmin(table[anchor, negatives])]
            found.append((int(anchor), int(farthest), int(nearest)))
    return np.array(found, dtype=np.int64) if found else _empty()


def semi_hard_triplets(
    embeddings: Array, labels: Sequence[int] | NDArray[np.int64], margin: float = 0.2
) -> Triplets:
    owners = np.asarray(labels)
    table = pairwise_squared_distances(embeddings, embeddings)
    found: list[tuple[int, int, int]] = []
    for anchor in range(owners.size):
        for positive in np.flatnonzero(owners == owners[anchor]):
            if positive == anchor:
                continue
            lower = table[anchor, positive]
            inside = (table[anchor] > lower) & (table[anchor] < lower + margin)
            for negative in np.flatnonzero(inside & (owners != owners[anchor])):
                found.append((anchor, int(positive), int(negative)))
    return np.array(found, dtype=np.int64) if found else _empty()


def verify(embedding: Array, reference: Array, threshold: float) -> tuple[float, bool]:
    assert embedding.shape == reference.shape
    distance = float(np.square(embedding - reference).sum())
    return distance, distance <= threshold


def recognise(
    embedding: Array, database: Mapping[str, Array], threshold: float
) -> tuple[str | None, float]:
    if not database:
        return None, float("inf")
    row = embedding[np.newaxis, :]
    distances = {
        name: float(pairwise_squared_distances(row, np.atleast_2d(references)).min())
        for name, references in database.items()
    }
    name = min(distances, key=lambda one: distances[one])
    distance = distances[name]
    if distance > threshold:
        return None, distance
    return name, distance


def triplet_step(
    W: Array,
    X: Array,
    labels: Sequence[int] | NDArray[np.int64],
    margin: float,
    learning_rate: float,
) -> tuple[Array, float]:
    U = X @ W
    E = l2_normalize(U)
    triplets = hardest_triplets(E, labels)
    count = triplets.shape[0]
    if count == 0:
        return W.copy(), 0.0
    anchors, positives, negatives = (triplets[:, role] for role in range(3))
    loss = triplet_loss(E[anchors], E[positives], E[negatives], margin) / count
    gradients = triplet_loss_gradient(E[anchors], E[positives], E[negatives], margin)
    dE = np.zeros_like(E)
    for where, gradient in zip((anchors, positives, negatives), gradients):
        np.add.at(dE, where, gradient / count)
    dW = X.T @ l2_normalize_backward(dE, U)
    assert dW.shape == W.shape
    return W - learning_rate * dW, loss
