"""Learning word vectors: skip-gram with negative samples, and GloVe, in NumPy.

Words are tokens, whole numbers 0 … V − 1. There are two tables, a row of d numbers for each word:

    E, W   (V, d)  words as centres
    U      (V, d)  words as contexts
    pairs  (n, 2)  whole numbers: a centre, and a context of it, in each row
    X      (V, V)  how often two words were near each other

Losses and costs are sums, as the handout writes them, and logarithms are natural.
"""

from collections.abc import Sequence

import numpy as np


def embedding_backward(
    d_vectors: np.ndarray, indices: Sequence[int] | np.ndarray, vocab_size: int
) -> np.ndarray:
    """Return dE (V, d), the derivatives of a cost in the table E, V = vocab_size.

    The cost reads vectors = E[indices] (n, d), and d_vectors (n, d) are its derivatives in them.
    indices holds n whole numbers, n at least 1, in a list or an array; one may occur several
    times. The arguments stay as they are.
    """
    # BEGIN SOLUTION
    dE = np.zeros((vocab_size, d_vectors.shape[1]))
    np.add.at(dE, np.asarray(indices), d_vectors)  # dE[indices] += … would lose the repeats
    return dE
    # END SOLUTION


def skipgram_pairs(tokens: Sequence[int] | np.ndarray, window: int = 2) -> np.ndarray:
    """Return the pairs (centre, context) of a sentence: whole numbers, an array (n, 2).

    For each place, from left to right, the tokens of the places that are at most `window` away,
    from left to right, without the place itself. (0, 2) if there are none. tokens is a list or an
    array, perhaps empty, and stays as it is; window is at least 1.
    """
    # BEGIN SOLUTION
    pairs = []
    for i in range(len(tokens)):
        for j in range(max(0, i - window), min(len(tokens), i + window + 1)):
            if j != i:
                pairs.append((tokens[i], tokens[j]))
    return np.array(pairs, dtype=int).reshape(len(pairs), 2)
    # END SOLUTION


def noise_distribution(counts: Sequence[int] | np.ndarray, power: float = 0.75) -> np.ndarray:
    """Return the probabilities (V,) of the noise: counts to that power, over their sum.

    A word with a count of 0 has the probability 0, whatever the power, which is at least 0. Some
    count is above 0. counts is a list or an array, and stays as it is.
    """
    # BEGIN SOLUTION
    counts = np.asarray(counts, dtype=np.float64)  # powers of whole numbers may be too large
    weights = np.where(counts > 0, counts**power, 0.0)  # 0 to the power of 0 is 1
    return weights / np.sum(weights)
    # END SOLUTION


def negative_sampling_loss(
    v: np.ndarray, u_pos: np.ndarray, U_neg: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    """Return (loss, dv, du_pos, dU_neg): the loss of one pair, and its derivatives.

    loss = −log σ(u_pos·v) − Σ log σ(−u·v), with the sum over the rows u of U_neg. v and u_pos are
    (d,), U_neg is (k, d), k at least 1; the derivatives have their shapes. Products may be in the
    hundreds: no warning, no infinity. The arguments stay as they are.
    """
    # BEGIN SOLUTION
    s_pos, s_neg = np.dot(u_pos, v), U_neg @ v
    loss = np.logaddexp(0, -s_pos) + np.sum(np.logaddexp(0, s_neg))
    g_pos = -np.exp(-np.logaddexp(0, s_pos))  # σ(s) − 1 = −σ(−s)
    g_neg = np.exp(-np.logaddexp(0, -s_neg))  # σ(s)
    dv = g_pos * u_pos + g_neg @ U_neg
    return float(loss), dv, g_pos * v, np.outer(g_neg, v)
    # END SOLUTION


def skipgram_epoch(
    pairs: np.ndarray,
    E: np.ndarray,
    U: np.ndarray,
    noise: np.ndarray,
    k: int,
    learning_rate: float,
    seed: int,
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return (E_new, U_new, mean_loss) after one step of descent for each of the pairs, in order.

    For each pair, k words are drawn from noise (V,), independently: one may come twice, and may be
    the context. Then E[centre], U[context] and the rows of U of the drawn words take a step
    against their derivatives, all of which are taken before. mean_loss is the mean over the pairs
    of the loss before its step; without pairs it is 0. The tables that come back are new arrays.
    All chance comes from np.random.default_rng(seed). The arguments stay as they are. Uses
    negative_sampling_loss.
    """
    # BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    E, U, total = E.copy(), U.copy(), 0.0
    for centre, context in pairs:
        drawn = rng.choice(len(noise), size=k, p=noise)
        loss, dv, du_pos, dU_neg = negative_sampling_loss(E[centre], U[context], U[drawn])
        E[centre] -= learning_rate * dv
        U[context] -= learning_rate * du_pos
        np.subtract.at(U, drawn, learning_rate * dU_neg)  # a word that came twice steps twice
        total += loss
    return E, U, total / max(1, len(pairs))
    # END SOLUTION


def cooccurrence_matrix(
    tokens: Sequence[int] | np.ndarray, vocab_size: int, window: int = 2
) -> np.ndarray:
    """Return X (V, V), V = vocab_size: how often two words were near each other in a sentence.

    Every two places at a distance D of at most `window`, with tokens a and b, add 1/D to X[a, b]
    and 1/D to X[b, a]; both go to one entry if a is b. tokens is a list or an array, perhaps
    empty, and stays as it is; window is at least 1.
    """
    # BEGIN SOLUTION
    X = np.zeros((vocab_size, vocab_size))
    for i in range(len(tokens)):
        for j in range(max(0, i - window), i):
            X[tokens[i], tokens[j]] += 1 / (i - j)
            X[tokens[j], tokens[i]] += 1 / (i - j)
    return X
    # END SOLUTION


def glove_cost_and_grads(
    X: np.ndarray,
    W: np.ndarray,
    U: np.ndarray,
    b: np.ndarray,
    c: np.ndarray,
    x_max: float = 100.0,
    alpha: float = 0.75,
) -> tuple[float, dict[str, np.ndarray]]:
    """Return (cost, grads) of GloVe, with "dW", "dU" (V, d), "db" and "dc" (V,) in grads.

    cost = Σ f(X_ij) (W_i·U_j + b_i + c_j − log X_ij)², over the entries of X (V, V) that are above
    0, with f(x) = min(1, (x / x_max)^alpha). No entry of X is below 0; all may be 0. No warning.
    The arguments stay as they are.
    """
    # BEGIN SOLUTION
    seen = X > 0
    f = np.minimum(1.0, (X / x_max) ** alpha)  # 0 where nothing was seen
    err = W @ U.T + b[:, np.newaxis] + c - np.log(np.where(seen, X, 1.0))
    D = 2 * f * err
    cost = np.sum(f * err**2)
    grads = {"dW": D @ U, "dU": D.T @ W, "db": np.sum(D, axis=1), "dc": np.sum(D, axis=0)}
    return float(cost), grads
    # END SOLUTION
