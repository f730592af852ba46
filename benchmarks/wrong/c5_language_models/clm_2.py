# exercise: causal_lm_loss
import numpy as np


def causal_lm_loss(logits, tokens, pad_id=None):
    labels = np.full(tokens.shape, -100, dtype=int)
    labels[:, :-1] = tokens[:, 1:]
    if pad_id:  # WRONG: pad_id may be 0, which counts as False; ask whether it is not None
        is_pad = tokens == pad_id  # WRONG: looks at what the position itself holds; it is the predicted token (the label) that must not be padding
        labels[is_pad] = -100
    return masked_lm_loss(logits, labels)
