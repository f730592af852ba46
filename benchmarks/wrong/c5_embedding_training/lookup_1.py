# exercise: embedding_backward
import numpy as np


def embedding_backward(d_vectors, indices, vocab_size):
    n, d = d_vectors.shape
    idx = np.array(indices)
    dE = np.zeros((vocab_size, d))
    dE[idx] += d_vectors  # WRONG: with a repeated index only one of its rows is added; np.add.at or a loop adds them all
    return dE
