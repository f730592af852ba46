# exercise: scaled_dot_product_attention
import numpy as np


def scaled_dot_product_attention(Q, K, V, mask=None):
    d_k = K.shape[-1]
    scores = np.matmul(Q, np.swapaxes(K, -1, -2))
    weights = masked_softmax(scores, mask)  # WRONG: the scores must be divided by the root of d_k before the softmax
    output = np.matmul(weights, V) / np.sqrt(d_k)  # WRONG: the scale belongs to the scores, not to the output
    return output, weights
