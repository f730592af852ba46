# exercise: layer_style_cost_gradient
import numpy as np


def layer_style_cost_gradient(a_S, a_G):
    n_H, n_W, n_C = a_G.shape
    A = unroll(a_G)
    diff = gram_matrix(A) - gram_matrix(unroll(a_S))
    dA = np.dot(diff, A) / (n_C ** 2 * (n_H * n_W) ** 2)
    # fold every channel back into a picture
    channels = []
    for c in range(n_C):
        channels.append(dA[c].reshape(n_W, n_H).T)  # WRONG: the places stand row by row, so a channel is folded back with reshape(n_H, n_W); this lays them out column by column.
    return np.stack(channels, axis=-1)
