# Other formulas: Gram matrices are never made for a cost. The squares of A·Aᵀ add up to those of
# Aᵀ·A, and the products of two different ones to those of A_Sᵀ·A_G.

import numpy as np


def squares(*factors):
    return float(np.sum(np.prod(factors, axis=0)))


def content_cost(a_C, a_G):
    return (squares(a_C, a_C) - 2 * squares(a_C, a_G) + squares(a_G, a_G)) / 4 / a_G.size


def content_cost_gradient(a_C, a_G):
    scale = 1 / (2 * a_G.size)
    return scale * a_G - scale * a_C


def unroll(a):
    return np.stack([a[..., c].ravel() for c in range(a.shape[-1])])


def gram_matrix(A):
    return sum(np.outer(column, column) for column in A.T)


def layer_style_cost(a_S, a_G):
    S, G = unroll(a_S), unroll(a_G)
    SS, SG, GG = S.T @ S, S.T @ G, G.T @ G
    return (squares(SS, SS) - 2 * squares(SG, SG) + squares(GG, GG)) / (4 * G.size**2)


def layer_style_cost_gradient(a_S, a_G):
    S, G = unroll(a_S), unroll(a_G)
    dA = (G @ (G.T @ G) - S @ (S.T @ G)) / G.size**2
    n_H, n_W, n_C = a_G.shape
    return np.moveaxis(dA.reshape(n_C, n_H, n_W), 0, 2)


def total_cost(J_content, J_style, alpha=10.0, beta=40.0):
    return beta * (J_style + 0.0) + alpha * (J_content + 0.0)
