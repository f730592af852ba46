# exercise: causal_lm_loss
import numpy as np


def causal_lm_loss(logits, tokens, pad_id=None):
    B, L = tokens.shape
    labels = np.full((B, L), -100)
    for b in range(B):
        for i in range(1, L):
            if pad_id is not None and tokens[b, i - 1] == pad_id:
                continue
            labels[b, i] = tokens[b, i - 1]  # WRONG: moved the wrong way: position i must predict the next token, i + 1, and not the one before it
    return masked_lm_loss(logits, labels)
