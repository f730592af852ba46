# exercise: attention_backward
import numpy as np


def attention_backward(d_output, Q, K, V, mask=None):
    # forward again
    output, weights = scaled_dot_product_attention(Q, K, V)  # WRONG: the mask is not handed over, so these are not the weights of the way forward
    root = np.sqrt(Q.shape[-1])
    # backward
    dV = np.matmul(weights.swapaxes(-1, -2), d_output)
    d_weights = np.matmul(d_output, V.swapaxes(-1, -2))
    d_scores = softmax_backward(d_weights, weights)
    dQ = np.matmul(d_scores, K) / root
    dK = np.matmul(d_scores.swapaxes(-1, -2), Q)  # WRONG: dK must be divided by the root of d_k as dQ is
    return dQ, dK, dV
