# exercise: conv_forward
import numpy as np


def conv_forward(A_prev, W, b, hparameters):
    stride, pad = hparameters.values()  # WRONG: the entries of the dict come in any order; they have to be found by their names, or stride and pad get swapped.
    f = W.shape[0]
    num_filters = W.shape[3]
    padded = zero_pad(A_prev, pad)
    rows = conv_output_size(A_prev.shape[1], f, pad, stride)
    cols = conv_output_size(A_prev.shape[2], f, pad, stride)
    Z = np.zeros((A_prev.shape[0], rows, cols, num_filters))
    for r in range(rows):
        for c in range(cols):
            win = padded[:, r * stride:r * stride + f, c * stride:c * stride + f, :]
            for k in range(num_filters):
                Z[:, r, c, k] = np.sum(win * W[:, :, :, k], axis=(1, 2, 3)) + b[0, 0, 0, k]
    return Z, (A_prev, W, b, hparameters)
