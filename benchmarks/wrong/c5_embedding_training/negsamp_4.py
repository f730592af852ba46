# exercise: negative_sampling_loss
import numpy as np


def negative_sampling_loss(v, u_pos, U_neg):
    pos = np.sum(u_pos * v)
    neg = np.array([np.sum(row * v) for row in U_neg])

    # probabilities
    p_pos = np.exp(-np.logaddexp(0, -pos))
    p_neg = np.exp(-np.logaddexp(0, -neg))

    # -log sigma(s) = log(1 + exp(-s))
    loss = np.logaddexp(0, -pos) + np.mean(np.logaddexp(0, neg))  # WRONG: the loss is a sum over the drawn words, not their mean

    du_pos = (p_pos - 1.0) * v
    dU_neg = np.array([p * v for p in p_neg])
    dv = (p_pos - 1.0) * u_pos
    for j in range(len(p_neg)):
        dv = dv + p_neg[j] * U_neg[j]
    return loss, dv, du_pos, dU_neg
