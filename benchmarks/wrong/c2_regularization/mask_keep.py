# exercise: dropout_forward
import numpy as np


def dropout_forward(A, keep_prob, seed):
    np.random.seed(seed)
    D = np.random.rand(*A.shape)
    D = (D > keep_prob).astype(int)  # WRONG: an entry is kept where the draw is below keep_prob; this keeps with probability 1 - keep_prob.
    A_out = A * D / keep_prob
    return A_out, D
