# exercise: scaled_dot_product_attention
import numpy as np


def scaled_dot_product_attention(Q, K, V, mask=None):
    d = V.shape[-1]  # WRONG: d_k is the number of features of the keys, and V may have another number
    scores = Q @ K.T / np.sqrt(d)  # WRONG: K.T turns all axes around; with leading axes only the last two must be swapped
    w = masked_softmax(scores, mask)
    out = w @ V
    return out, w
