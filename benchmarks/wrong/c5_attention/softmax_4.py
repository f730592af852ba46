# exercise: masked_softmax
import numpy as np


def masked_softmax(scores, mask=None):
    out = np.zeros(scores.shape)
    allowed = np.ones(scores.shape, dtype=bool) if mask is None else np.broadcast_to(mask, scores.shape)
    if not allowed.any():
        return out
    top = np.max(scores[allowed])  # WRONG: one maximum for the whole array; each row needs its own, or a row far below it has only zeros after exp
    out[allowed] = np.exp(scores[allowed] - top)
    s = np.sum(out, axis=-1, keepdims=True)
    s = np.where(s == 0, 1.0, s)
    return out / s
