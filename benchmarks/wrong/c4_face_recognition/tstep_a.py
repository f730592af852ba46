# exercise: triplet_step
import numpy as np


def triplet_step(W, X, labels, margin, learning_rate):
    U = X @ W
    E = l2_normalize(U)
    T = hardest_triplets(E, labels)
    k = len(T)
    if k == 0:
        return W.copy(), 0.0
    a, p, n = T[:, 0], T[:, 1], T[:, 2]
    loss = triplet_loss(E[a], E[p], E[n], margin) / k
    da, dp, dn = triplet_loss_gradient(E[a], E[p], E[n], margin)
    dE = np.zeros_like(E)
    dE[a] += da / k
    dE[p] += dp / k  # WRONG: a row that occurs several times in p gets only one of its shares; np.add.at or a loop adds them all.
    dE[n] += dn / k  # WRONG: the same for the negatives, which occur several times as well.
    dU = l2_normalize_backward(dE, U)
    dW = X.T @ dU
    return W - learning_rate * dW, loss
