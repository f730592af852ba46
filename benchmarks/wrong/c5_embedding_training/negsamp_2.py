# exercise: negative_sampling_loss
import numpy as np


def negative_sampling_loss(v, u_pos, U_neg):
    s_pos = u_pos @ v
    s_neg = U_neg @ v
    loss = np.logaddexp(0, -s_pos) + np.logaddexp(0, s_neg).sum()

    sig = lambda s: np.exp(-np.logaddexp(0, -s))
    g_pos = sig(s_pos) - 1
    g_neg = sig(s_neg)

    du_pos = g_pos * v
    dU_neg = g_neg.reshape(-1, 1) * U_neg  # WRONG: the derivative in u_j is sigma times v, not times u_j
    dv = g_pos * u_pos - np.sum(g_neg.reshape(-1, 1) * U_neg, axis=0)  # WRONG: the part of the drawn words is added, not subtracted
    return float(loss), dv, du_pos, dU_neg
