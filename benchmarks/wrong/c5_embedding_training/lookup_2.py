# exercise: embedding_backward
import numpy as np


def embedding_backward(d_vectors, indices, vocab_size):
    dE = np.zeros((max(indices) + 1, d_vectors.shape[1]))  # WRONG: the table has vocab_size rows, also if the largest word was not looked up
    for p in range(1, len(indices)):  # WRONG: the range begins at 1 and leaves out the first row that was looked up
        w = indices[p]
        dE[w] = dE[w] + d_vectors[p]
    return dE
