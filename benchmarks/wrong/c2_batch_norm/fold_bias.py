# exercise: fold_batchnorm
import numpy as np


def fold_batchnorm(W, b, gamma, beta, running, eps=1e-8):
    factor = gamma / np.sqrt(running["var"] + eps)
    # scale each row
    newW = factor * W
    newb = factor * b - running["mean"] + beta  # WRONG: the running mean must be scaled by the factor too: factor * (b - mean) + beta.
    return newW, newb
