# exercise: layer_style_cost_gradient
import numpy as np


def layer_style_cost_gradient(a_S, a_G):
    n_H, n_W, n_C = a_S.shape
    A_S = unroll(a_S)
    A_G = unroll(a_G)
    G_S = gram_matrix(A_S)
    G_G = gram_matrix(A_G)
    scale = 1.0 / (2 * n_C ** 2 * (n_H * n_W) ** 2)  # WRONG: each A_ck stands in a row and in a column of the Gram matrix, which gives the sum twice, so the 2 cancels: 1 / (n_C^2 N^2).
    dA = scale * (G_G - G_S) @ A_S  # WRONG: the Gram difference multiplies the activations of the generated image, A_G, and not those of the style image.
    grad = np.zeros((n_H, n_W, n_C))
    for c in range(n_C):
        grad[:, :, c] = dA[c].reshape(n_H, n_W)
    return grad
