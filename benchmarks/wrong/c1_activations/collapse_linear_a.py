# exercise: collapse_linear
import numpy as np


def collapse_linear(Ws, bs):
    W = Ws[0].copy()
    b = bs[0].copy()
    for l in range(1, len(Ws)):
        W = Ws[l] @ W
        b = W @ b + bs[l]  # WRONG: W is already the product of all layers so far; the bias must be multiplied by this layer's own matrix Ws[l].
    return W, b
