# exercise: attention_backward
import numpy as np


def attention_backward(d_output, Q, K, V, mask=None):
    _, W = scaled_dot_product_attention(Q, K, V, mask)
    scale = 1 / np.sqrt(Q.shape[-1])
    T = lambda a: np.swapaxes(a, -1, -2)
    dV = T(W) @ d_output * scale  # WRONG: the scale is in the scores only, and does not come back in dV
    dW = d_output @ T(V)
    dS = softmax_backward(dW, W)
    dQ = dS @ K * scale
    dK = T(dS) @ Q * scale
    return dQ, dK, dV
