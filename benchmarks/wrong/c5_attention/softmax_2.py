# exercise: masked_softmax
import numpy as np


def masked_softmax(scores, mask=None):
    if mask is None:
        mask = np.ones(scores.shape, dtype=bool)
    mask = np.broadcast_to(mask, scores.shape)
    m = scores.max(axis=-1, keepdims=True)  # WRONG: the largest of the allowed scores is to be subtracted; a masked score far above makes all the others vanish
    e = np.where(mask, np.exp(scores - m), 0.0)
    total = e.sum(axis=-1, keepdims=True)
    return e / total  # WRONG: for a row with nothing allowed this is 0/0, which is NaN with a warning, and not zeros
