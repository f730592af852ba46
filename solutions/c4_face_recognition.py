"""Face recognition: embeddings that bring one person's pictures together, in NumPy.

Rows are examples. m is the number of pictures, D of numbers in a picture, d in an embedding:

    X           (m, D)  pictures
    W           (D, d)  what is learnt: U = X·W, and the embeddings are the rows of U, normalised
    E           (m, d)  embeddings
    labels      (m,)    whose picture each is: whole numbers, as an array or a list
    triplets    (k, 3)  row numbers of anchor, positive and negative, integers

"Distance" is the squared Euclidean distance everywhere: Σ(x − y)², without a root.
"""

from collections.abc import Mapping, Sequence

import numpy as np


def l2_normalize(E: np.ndarray, eps: float = 1e-12) -> np.ndarray:
    """Return the rows of E (m, d), each divided by its Euclidean norm, or by eps if that is more.

    So a row of zeros stays zero. E stays as it is.
    """
    # BEGIN SOLUTION
    norms = np.sqrt(np.sum(E**2, axis=1, keepdims=True))
    return E / np.maximum(norms, eps)
    # END SOLUTION


def l2_normalize_backward(dN: np.ndarray, E: np.ndarray) -> np.ndarray:
    """Return dE (m, d): the derivatives of a cost in E, given those in the normalised rows.

    dN (m, d) holds the derivatives of the cost in the entries of l2_normalize(E). No row of
    E (m, d) is as short as eps. dN and E stay as they are.
    """
    # BEGIN SOLUTION
    norms = np.sqrt(np.sum(E**2, axis=1, keepdims=True))
    N = E / norms
    return (dN - N * np.sum(N * dN, axis=1, keepdims=True)) / norms
    # END SOLUTION


def pairwise_squared_distances(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Return D (n, k): the squared distance of each row of A (n, d) to each row of B (k, d).

    No entry is negative. Has no loop over rows. A and B stay as they are.
    """
    # BEGIN SOLUTION
    a = np.sum(A**2, axis=1)[:, None]
    b = np.sum(B**2, axis=1)[None, :]
    return np.maximum(a + b - 2 * A @ B.T, 0.0)
    # END SOLUTION


def siamese_probability(e1: np.ndarray, e2: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Return the probabilities (m,) that the rows of e1 and of e2 show the same person, in pairs.

    σ(Σ_k w_k·|e1_k − e2_k| + b) for row i of e1 (m, d) and row i of e2 (m, d); w (d,) and the
    number b are learnt. Nothing overflows for a large score. All arguments stay as they are.
    """
    # BEGIN SOLUTION
    z = np.abs(e1 - e2) @ w + b
    return (1 + np.tanh(z / 2)) / 2  # 1/(1 + e^(−z)), and no e^800 on the way
    # END SOLUTION


def triplet_loss(
    anchor: np.ndarray, positive: np.ndarray, negative: np.ndarray, margin: float = 0.2
) -> float:
    """Return Σ max(0, d(a, p) − d(a, n) + margin), the sum over the m triplets, one number.

    Row i of anchor, positive and negative (m, d) is triplet i. The rows are used as they are
    given, and not normalised. All arguments stay as they are.
    """
    # BEGIN SOLUTION
    d_pos = np.sum((anchor - positive) ** 2, axis=1)
    d_neg = np.sum((anchor - negative) ** 2, axis=1)
    return float(np.sum(np.maximum(0.0, d_pos - d_neg + margin)))
    # END SOLUTION


def triplet_loss_gradient(
    anchor: np.ndarray, positive: np.ndarray, negative: np.ndarray, margin: float = 0.2
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (d_anchor, d_positive, d_negative), the derivatives of triplet_loss, (m, d) each.

    Where a triplet costs nothing, its rows are 0. All arguments stay as they are.
    """
    # BEGIN SOLUTION
    d_pos = np.sum((anchor - positive) ** 2, axis=1, keepdims=True)
    d_neg = np.sum((anchor - negative) ** 2, axis=1, keepdims=True)
    active = d_pos - d_neg + margin > 0
    d_anchor = active * 2 * (negative - positive)
    d_positive = active * 2 * (positive - anchor)
    d_negative = active * 2 * (anchor - negative)
    return d_anchor, d_positive, d_negative
    # END SOLUTION


def hardest_triplets(embeddings: np.ndarray, labels: Sequence[int] | np.ndarray) -> np.ndarray:
    """Return the triplets (k, 3) of each anchor with its farthest positive and nearest negative.

    embeddings (m, d), labels (m,). One row (anchor, positive, negative) of row numbers for each
    anchor that has another row of its label and one of another label, the anchors rising. Of
    equal distances the first row counts. The array is of integers, and of shape (0, 3) if there
    is no such anchor. The arguments stay as they are. Uses pairwise_squared_distances.
    """
    # BEGIN SOLUTION
    labels = np.asarray(labels)
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
    # END SOLUTION


def semi_hard_triplets(
    embeddings: np.ndarray, labels: Sequence[int] | np.ndarray, margin: float = 0.2
) -> np.ndarray:
    """Return all triplets (k, 3) with d(a, p) < d(a, n) < d(a, p) + margin, sorted.

    embeddings (m, d), labels (m,). a and p are two different rows of one label, n is a row of
    another one. The rows (a, p, n) rise in a, within it in p, within that in n. The array is of
    integers, and of shape (0, 3) if there is none. The arguments stay as they are. Uses
    pairwise_squared_distances.
    """
    # BEGIN SOLUTION
    D = pairwise_squared_distances(embeddings, embeddings)
    m = len(labels)
    triplets = []
    for a in range(m):
        for p in range(m):
            for n in range(m):
                valid = p != a and labels[p] == labels[a] and labels[n] != labels[a]
                if valid and D[a, p] < D[a, n] < D[a, p] + margin:
                    triplets.append((a, p, n))
    return np.array(triplets, dtype=int).reshape(-1, 3)
    # END SOLUTION


def verify(embedding: np.ndarray, reference: np.ndarray, threshold: float) -> tuple[float, bool]:
    """Return (distance, same) of two embeddings (d,): same if distance ≤ threshold.

    The arguments stay as they are.
    """
    # BEGIN SOLUTION
    distance = float(np.sum((embedding - reference) ** 2))
    return distance, distance <= threshold
    # END SOLUTION


def recognise(
    embedding: np.ndarray, database: Mapping[str, np.ndarray], threshold: float
) -> tuple[str | None, float]:
    """Return (name, distance): whom of the database an embedding (d,) is nearest to.

    database maps names to reference embeddings, (d,) for a single one or (k, d) for several. The
    distance to a name is the smallest of those to its references. Of equally near names the
    first in the dict counts. If the smallest distance exceeds the threshold, the name is None,
    and the distance is that one nevertheless; of an empty database it is infinite. The arguments
    stay as they are.
    """
    # BEGIN SOLUTION
    best, name = float("inf"), None
    for known, references in database.items():
        gaps = np.atleast_2d(references) - embedding
        distance = float(np.min(np.sum(gaps**2, axis=1)))
        if distance < best:
            best, name = distance, known
    if best > threshold:
        return None, best
    return name, best
    # END SOLUTION


def triplet_step(
    W: np.ndarray,
    X: np.ndarray,
    labels: Sequence[int] | np.ndarray,
    margin: float,
    learning_rate: float,
) -> tuple[np.ndarray, float]:
    """Take one step on the hardest triplets; return (W_new, loss).

    W (D, d), X (m, D), labels (m,). E = l2_normalize(X·W), and the triplets are the hardest of
    E. loss is the mean of the triplets' losses, with W as it is given; W_new (D, d) is
    W − learning_rate·dW, with the derivatives of that mean in W, the triplets held fixed. No
    triplets: W_new equal to W, and 0. W_new is always a new array. All arguments stay as they
    are. Uses l2_normalize, l2_normalize_backward, hardest_triplets, triplet_loss and
    triplet_loss_gradient.
    """
    # BEGIN SOLUTION
    U = X @ W
    E = l2_normalize(U)
    triplets = hardest_triplets(E, labels)
    k = len(triplets)
    if k == 0:
        return W.copy(), 0.0
    a, p, n = triplets.T
    loss = triplet_loss(E[a], E[p], E[n], margin) / k
    d_anchor, d_positive, d_negative = triplet_loss_gradient(E[a], E[p], E[n], margin)
    dE = np.zeros_like(E)
    np.add.at(dE, a, d_anchor)  # dE[a] += … would count a row once that is there twice
    np.add.at(dE, p, d_positive)
    np.add.at(dE, n, d_negative)
    dU = l2_normalize_backward(dE / k, U)
    return W - learning_rate * (X.T @ dU), loss
    # END SOLUTION
