# exercise: layer_style_cost
import numpy as np


def layer_style_cost(a_S, a_G):
    n_H, n_W, n_C = a_G.shape
    S = unroll(a_S)
    G = unroll(a_G)
    GS = gram_matrix(S)
    GG = gram_matrix(G)
    J = np.sum((GS - GG) ** 2) / (4 * n_C ** 2 * n_H * n_W)  # WRONG: N = n_H * n_W is to be squared as well: (n_H * n_W) ** 2.
    return J
