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
    raise NotImplementedError


def l2_normalize_backward(dN: np.ndarray, E: np.ndarray) -> np.ndarray:
    """Return dE (m, d): the derivatives of a cost in E, given those in the normalised rows.

    dN (m, d) holds the derivatives of the cost in the entries of l2_normalize(E). No row of
    E (m, d) is as short as eps. dN and E stay as they are.
    """
    raise NotImplementedError


def pairwise_squared_distances(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Return D (n, k): the squared distance of each row of A (n, d) to each row of B (k, d).

    No entry is negative. Has no loop over rows. A and B stay as they are.
    """
    raise NotImplementedError


def siamese_probability(e1: np.ndarray, e2: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Return the probabilities (m,) that the rows of e1 and of e2 show the same person, in pairs.

    σ(Σ_k w_k·|e1_k − e2_k| + b) for row i of e1 (m, d) and row i of e2 (m, d); w (d,) and the
    number b are learnt. Nothing overflows for a large score. All arguments stay as they are.
    """
    raise NotImplementedError


def triplet_loss(
    anchor: np.ndarray, positive: np.ndarray, negative: np.ndarray, margin: float = 0.2
) -> float:
    """Return Σ max(0, d(a, p) − d(a, n) + margin), the sum over the m triplets, one number.

    Row i of anchor, positive and negative (m, d) is triplet i. The rows are used as they are
    given, and not normalised. All arguments stay as they are.
    """
    raise NotImplementedError


def triplet_loss_gradient(
    anchor: np.ndarray, positive: np.ndarray, negative: np.ndarray, margin: float = 0.2
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (d_anchor, d_positive, d_negative), the derivatives of triplet_loss, (m, d) each.

    Where a triplet costs nothing, its rows are 0. All arguments stay as they are.
    """
    raise NotImplementedError


def hardest_triplets(embeddings: np.ndarray, labels: Sequence[int] | np.ndarray) -> np.ndarray:
    """Return the triplets (k, 3) of each anchor with its farthest positive and nearest negative.

    embeddings (m, d), labels (m,). One row (anchor, positive, negative) of row numbers for each
    anchor that has another row of its label and one of another label, the anchors rising. Of
    equal distances the first row counts. The array is of integers, and of shape (0, 3) if there
    is no such anchor. The arguments stay as they are. Uses pairwise_squared_distances.
    """
    raise NotImplementedError


def semi_hard_triplets(
    embeddings: np.ndarray, labels: Sequence[int] | np.ndarray, margin: float = 0.2
) -> np.ndarray:
    """Return all triplets (k, 3) with d(a, p) < d(a, n) < d(a, p) + margin, sorted.

    embeddings (m, d), labels (m,). a and p are two different rows of one label, n is a row of
    another one. The rows (a, p, n) rise in a, within it in p, within that in n. The array is of
    integers, and of shape (0, 3) if there is none. The arguments stay as they are. Uses
    pairwise_squared_distances.
    """
    raise NotImplementedError


def verify(embedding: np.ndarray, reference: np.ndarray, threshold: float) -> tuple[float, bool]:
    """Return (distance, same) of two embeddings (d,): same if distance ≤ threshold.

    The arguments stay as they are.
    """
    raise NotImplementedError


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
    raise NotImplementedError


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
    raise NotImplementedError
