# exercise: dropout_forward
import numpy as np


def dropout_forward(A, keep_prob, seed):
    rng = np.random.RandomState(seed)
    total = A.size
    number = int(round(keep_prob * total))  # WRONG: this keeps a fixed number of entries; each must be kept with probability keep_prob by itself, so that the number varies.
    flags = np.zeros(total, dtype=bool)
    flags[rng.permutation(total)[:number]] = True
    D = flags.reshape(A.shape)
    return np.where(D, A / keep_prob, 0.0), D
