# exercise: causal_lm_loss
import numpy as np


def causal_lm_loss(logits, tokens, pad_id=None):
    # position i predicts token i + 1
    labels = np.roll(tokens, -1, axis=1)  # WRONG: roll brings the first token to the last position, which must predict nothing: labels[:, -1] = -100 is missing
    if pad_id is not None:
        labels[labels == pad_id] = -100
    return masked_lm_loss(logits, labels)
