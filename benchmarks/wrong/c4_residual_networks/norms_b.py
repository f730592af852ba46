# exercise: depth_gradient_norms
import numpy as np


def depth_gradient_norms(x, d_out, weights, residual):
    hs = [x]
    for W in weights:
        t = np.tanh(np.dot(W, hs[-1]))
        hs.append(hs[-1] + t if residual else t)
    d = d_out.copy()
    norms = [np.linalg.norm(d, 2)]  # WRONG: for a matrix, ord=2 is the largest singular value; the root of the sum of all squares is the Frobenius norm (no ord).
    for l in range(len(weights), 0, -1):
        W = weights[l - 1]
        slope = 1 - hs[l] ** 2  # WRONG: the slope is 1 - t**2; in the residual stack hs[l] is h + t and not t.
        back = np.dot(W.T, d * slope)
        d = d + back if residual else back
        norms.append(np.linalg.norm(d, 2))  # WRONG: the spectral norm again, and not the root of the sum of squares.
    return np.array(norms[::-1])
