# exercise: masked_lm_loss
import numpy as np


def masked_lm_loss(logits, labels):
    has_label = labels != -100
    n = has_label.sum()
    if n == 0:
        return 0.0, np.zeros(logits.shape)
    lp = log_softmax(logits)
    safe = np.where(has_label, labels, 0)
    picked = np.take_along_axis(lp, safe[..., None], axis=-1)[..., 0]
    loss = -np.sum(picked * has_label) / n
    onehot = np.eye(logits.shape[-1])[safe]
    dlogits = (np.exp(lp) - onehot) / n  # WRONG: positions without a label must have 0, here they learn to predict token 0
    return float(loss), dlogits
