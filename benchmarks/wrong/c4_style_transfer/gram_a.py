# exercise: gram_matrix
import numpy as np


def gram_matrix(A):
    n_C, N = A.shape
    G = np.zeros((n_C, n_C))
    for i in range(n_C):
        for j in range(i, n_C):  # WRONG: only the entries on and above the diagonal are filled and those below stay 0; G[j, i] has to be set too.
            G[i, j] = np.dot(A[i], A[j]) / N  # WRONG: nothing is divided in the Gram matrix; the scale comes in with the cost of the layer.
    return G
