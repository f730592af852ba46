# exercise: attention_backward
import numpy as np


def attention_backward(d_output, Q, K, V, mask=None):
    output, A = scaled_dot_product_attention(Q, K, V, mask)
    s = np.sqrt(K.shape[-1])
    dV = np.swapaxes(A, -2, -1) @ d_output
    dA = d_output @ np.swapaxes(V, -2, -1)
    dS = softmax_backward(dA, A) / s
    dQ = dS @ K
    dK = np.swapaxes(dA, -2, -1) @ Q / s  # WRONG: uses the derivatives in the weights (dA) and not those in the scores (dS), so the softmax is left out
    return dQ, dK, dV
