# exercise: triplet_loss
import numpy as np


def triplet_loss(anchor, positive, negative, margin=0.2):
    total = 0.0
    m = anchor.shape[0]
    for i in range(m):
        d_ap = 0.0
        d_an = 0.0
        for k in range(anchor.shape[1]):
            d_ap += (anchor[i, k] - positive[i, k]) ** 2
            d_an += (positive[i, k] - negative[i, k]) ** 2  # WRONG: the second distance is that of the anchor to the negative; this is that of the positive.
        l = d_ap - d_an + margin
        if l > 0:
            total += l
    return total / m  # WRONG: the sum of the losses is asked for, not their mean.
