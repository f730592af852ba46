# exercise: masked_lm_loss
import numpy as np


def masked_lm_loss(logits, labels):
    B, L, V = logits.shape
    logp = log_softmax(logits)
    dlogits = np.zeros(logits.shape)
    loss = 0.0
    n = B * L  # WRONG: the mean is over the positions that have a label, not over all of them
    for b in range(B):
        for i in range(L):
            t = labels[b, i]
            if t == -100:
                continue
            loss -= logp[b, i, t]
            dlogits[b, i] = np.exp(logp[b, i])
            dlogits[b, i, t] -= 1
    return float(loss / n), dlogits / n
