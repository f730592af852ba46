# exercise: negative_sampling_loss
import numpy as np


def sigmoid(s):
    # stable version
    return np.exp(-np.logaddexp(0.0, -s))


def negative_sampling_loss(v, u_pos, U_neg):
    p = sigmoid(np.dot(u_pos, v))
    q = sigmoid(np.dot(U_neg, v))
    q_minus = sigmoid(-np.dot(U_neg, v))
    loss = -np.log(p + 1e-10) - np.sum(np.log(q_minus + 1e-10))  # WRONG: the small number inside the logarithm bounds the loss, which must be 900 for a product of -900; use logaddexp(0, -s)
    du_pos = (p - 1) * v
    dU_neg = np.outer(q, v)
    dv = (p - 1) * u_pos + U_neg.T @ q
    return loss, dv, du_pos, dU_neg
