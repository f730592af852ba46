# exercise: scaled_dot_product_attention
import numpy as np


def scaled_dot_product_attention(Q, K, V, mask=None):
    Lk, d_k = K.shape[-2], K.shape[-1]
    scores = Q @ K.swapaxes(-2, -1)
    scores = scores / d_k  # WRONG: divides by d_k and not by its square root
    weights = masked_softmax(scores, mask)
    return weights @ V, weights
