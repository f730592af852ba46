# exercise: triplet_step
import numpy as np


def triplet_step(W, X, labels, margin, learning_rate):
    m = X.shape[0]
    U = X @ W
    E = l2_normalize(U)
    trip = hardest_triplets(E, labels)
    if len(trip) == 0:
        return W.copy(), 0.0
    anchors, pos, neg = E[trip[:, 0]], E[trip[:, 1]], E[trip[:, 2]]
    loss = triplet_loss(anchors, pos, neg, margin) / m  # WRONG: the mean is over the k triplets; m is the number of pictures, and some of these are no anchors.
    ga, gp, gn = triplet_loss_gradient(anchors, pos, neg, margin)
    dE = np.zeros_like(E)
    np.add.at(dE, trip[:, 0], ga)
    np.add.at(dE, trip[:, 1], gp)
    np.add.at(dE, trip[:, 2], gn)
    dE /= m  # WRONG: likewise, the gradient has to be divided by the number of triplets and not by m.
    dW = X.T @ l2_normalize_backward(dE, U)
    return W - learning_rate * dW, loss
