# exercise: content_cost_gradient
import numpy as np


def content_cost_gradient(a_C, a_G):
    n_H, n_W, n_C = a_G.shape
    grad = 2 * (a_C - a_G)  # WRONG: the sign is turned round: the derivative in a_G of (a_C - a_G)^2 is -2 (a_C - a_G) = 2 (a_G - a_C).
    grad = grad / (4 * n_H * n_W * n_C)
    return grad
