# exercise: depth_gradient_norms
import numpy as np


def depth_gradient_norms(x, d_out, weights, residual):
    L = len(weights)
    h = x
    ts = []
    for W in weights:
        t = np.tanh(W @ h)
        ts.append(t)
        if residual:
            h = h + t
        else:
            h = t
    d = d_out
    norms = np.zeros(L + 1)
    norms[L] = np.sqrt(np.sum(d ** 2))
    for l in range(L - 1, -1, -1):
        back = weights[l].T @ d * (1 - ts[l] ** 2)  # WRONG: the slopes of tanh multiply d before W^T does: W.T @ (d * (1 - t**2)).
        if residual:
            d = d + back
        else:
            d = back
        norms[l] = np.sqrt(np.sum(d ** 2))
    return norms
