# exercise: triplet_loss_gradient
import numpy as np


def triplet_loss_gradient(anchor, positive, negative, margin=0.2):
    d_ap = ((anchor - positive) ** 2).sum(axis=1)
    d_an = ((anchor - negative) ** 2).sum(axis=1)
    losses = np.maximum(0, d_ap - d_an + margin)
    on = (losses >= 0).astype(float).reshape(-1, 1)  # WRONG: the losses are already clipped, so >= 0 is always true and easy triplets get a gradient; it must be > 0.
    d_anchor = on * 2 * (negative - positive)
    d_positive = on * 2 * (positive - anchor)
    d_negative = on * 2 * (anchor - negative)
    return d_anchor, d_positive, d_negative
