# exercise: attention_backward
import numpy as np


def attention_backward(d_output, Q, K, V, mask=None):
    d_k = Q.shape[-1]
    out, weights = scaled_dot_product_attention(Q, K, V, mask)

    dV = np.einsum("...qk,...qd->...kd", weights, d_output)
    dweights = np.einsum("...qd,...kd->...qk", d_output, V)
    dscores = softmax_backward(weights, dweights)  # WRONG: the arguments are swapped: first the derivatives, then the weights
    dscores = dscores / np.sqrt(d_k)
    dQ = np.einsum("...qk,...kd->...qd", dscores, K)
    dK = np.einsum("...qk,...qd->...kd", dscores, Q)
    return dQ, dK, dV
