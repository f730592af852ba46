# exercise: triplet_loss_gradient
import numpy as np


def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
    da = np.zeros_like(anchor)
    dp = np.zeros_like(positive)
    dn = np.zeros_like(negative)
    for i, (a, p, n) in enumerate(zip(anchor, positive, negative)):
        if np.sum((a - p) ** 2) > np.sum((a - n) ** 2):  # WRONG: the margin is left out, so semi-hard triplets (loss between 0 and margin) get no gradient.
            da[i] = 2 * (a - p) - 2 * (a - n)
            dp[i] = -2 * (a - p)
            dn[i] = -2 * (a - n)  # WRONG: the distance to the negative is subtracted, so the sign turns once more: + 2 (a - n).
    return da, dp, dn
