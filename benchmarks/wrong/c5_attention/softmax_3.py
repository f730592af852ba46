# exercise: masked_softmax
import numpy as np


def masked_softmax(scores, mask=None):
    big = np.amax(scores, axis=-1, keepdims=True)
    ex = np.exp(scores - big)
    probs = ex / ex.sum(axis=-1, keepdims=True)
    if mask is not None:
        # hide what is not allowed
        probs = probs * mask  # WRONG: set to 0 only after the softmax, so the allowed ones no longer sum to 1; masked entries must be absent from the sum (and from the maximum)
    return probs
