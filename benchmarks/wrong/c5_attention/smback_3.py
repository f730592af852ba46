# exercise: softmax_backward
import numpy as np


def softmax_backward(d_weights, weights):
    n = weights.shape[-1]
    w2 = weights.reshape(-1, n)
    dw2 = d_weights.reshape(-1, n)
    out = np.zeros(w2.shape)
    for r in range(w2.shape[0]):
        w = w2[r]
        for i in range(n):
            for j in range(n):
                if i == j:
                    out[r, i] = w[i] * (1 - w[i]) * dw2[r, j]  # WRONG: overwrites what the j before have added; it must be +=
                else:
                    out[r, i] += w[i] * w[j] * dw2[r, j]  # WRONG: the sign: off the diagonal the derivative is -w_i w_j
    return out.reshape(weights.shape)
