# exercise: negative_sampling_loss
import numpy as np


def _sig(x):
    if x >= 0:
        return 1.0 / (1.0 + np.exp(-x))
    t = np.exp(x)
    return t / (1.0 + t)


def negative_sampling_loss(v, u_pos, U_neg):
    k = U_neg.shape[0]
    z = float(np.dot(u_pos, v))
    loss = float(np.logaddexp(0, -z))
    err = _sig(z) - 1
    du_pos = err * v
    dv = err * u_pos
    dU_neg = np.zeros(U_neg.shape)
    for j in range(k):
        z = float(np.dot(U_neg[j], v))
        loss += float(np.logaddexp(0, z))
        err = _sig(z)
        dU_neg[j] = err * v
        dv = err * U_neg[j]  # WRONG: overwrites dv, so only the last drawn word is left of it; each part must be added
    return loss, dv, du_pos, dU_neg
