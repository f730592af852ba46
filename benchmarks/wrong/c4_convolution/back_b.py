# exercise: conv_backward
import numpy as np


def conv_backward(dZ, cache):
    A_prev, W, b, hp = cache
    s = hp["stride"]
    p = hp["pad"]
    f = W.shape[0]
    m, out_h, out_w, K = dZ.shape
    Ap = zero_pad(A_prev, p)
    dAp = np.zeros_like(Ap)
    dW = np.zeros_like(W)
    for h in range(out_h):
        for w in range(out_w):
            rows = slice(h * s, h * s + f)
            cols = slice(w * s, w * s + f)
            for k in range(K):
                g = dZ[:, h, w, k].reshape(m, 1, 1, 1)
                dAp[:, rows, cols, :] += W[:, :, :, k] * g
                dW[:, :, :, k] += np.sum(Ap[:, rows, cols, :] * g, axis=0)
    db = np.sum(dZ, axis=(0, 1, 2), keepdims=True)
    dW = dW / m  # WRONG: dZ belongs to the cost and has the 1/m in it already; dW is a sum over windows and examples.
    db = db / m  # WRONG: the same for db, it must not be divided by m again.
    dA_prev = dAp[:, p:-p, p:-p, :] if p > 0 else dAp
    return dA_prev, dW, db
