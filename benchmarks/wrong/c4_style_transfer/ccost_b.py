# exercise: content_cost
import numpy as np


def content_cost(a_C, a_G):
    n_H, n_W, n_C = a_C.shape
    diff = a_C.reshape(n_H * n_W, n_C) - a_G.reshape(n_H * n_W, n_C)
    J = 1 / 4 * n_H * n_W * n_C * np.sum(np.square(diff))  # WRONG: without brackets this multiplies by n_H * n_W * n_C in place of dividing: 1 / (4 * n_H * n_W * n_C).
    return J
