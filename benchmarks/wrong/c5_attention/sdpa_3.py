# exercise: scaled_dot_product_attention
import numpy as np


def scaled_dot_product_attention(Q, K, V, mask=None):
    dk = Q.shape[-1]
    scores = np.einsum("...qd,...kd->...qk", Q, K) / np.sqrt(dk)
    if mask is not None:
        # True means masked out
        mask = np.logical_not(mask)  # WRONG: True already means "may attend", both here and in masked_softmax, so this hides what should be seen
    weights = masked_softmax(scores, mask)
    output = np.einsum("...qk,...kd->...qd", weights, V)
    return output, weights
