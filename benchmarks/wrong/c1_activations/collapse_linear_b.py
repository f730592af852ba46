# exercise: collapse_linear
import numpy as np


def collapse_linear(Ws, bs):
    n = len(Ws)
    W_total = np.eye(Ws[0].shape[1])
    b_total = np.zeros((Ws[0].shape[1], 1))
    for i in range(n - 1):  # WRONG: range stops one short, so the last layer is left out.
        W_total = np.dot(Ws[i], W_total)
        b_total = np.dot(Ws[i], b_total + bs[i])  # WRONG: the layer's own bias is added before the multiplication; it is W b_total + b, not W (b_total + b).
    return W_total, b_total
