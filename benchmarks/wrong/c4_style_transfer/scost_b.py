# exercise: layer_style_cost
import numpy as np


def layer_style_cost(a_S, a_G):
    n_H, n_W, n_C = a_S.shape
    N = n_H * n_W
    # style of the difference
    diff = unroll(a_S) - unroll(a_G)  # WRONG: the Gram matrix of the difference is not the difference of the Gram matrices: G_S and G_G are to be made each from its own activations, and then subtracted.
    G = gram_matrix(diff)  # WRONG: a Gram matrix is taken of A_S - A_G here, which compares the images place by place; it should be gram(A_S) - gram(A_G).
    J = np.sum(G ** 2)
    return J / (4 * n_C ** 2 * N ** 2)
