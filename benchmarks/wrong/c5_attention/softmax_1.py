# exercise: masked_softmax
import numpy as np


def masked_softmax(scores, mask=None):
    if mask is not None:
        scores = np.where(mask, scores, -1e9)  # WRONG: -1e9 is a score like others: rows may hold smaller ones, and a row with nothing allowed becomes uniform instead of zeros
    shifted = scores - np.max(scores, axis=-1, keepdims=True)
    e = np.exp(shifted)
    return e / np.sum(e, axis=-1, keepdims=True)
