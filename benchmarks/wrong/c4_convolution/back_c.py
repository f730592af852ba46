# exercise: conv_backward
import numpy as np


def conv_backward(dZ, cache):
    A_prev, W, b, hparameters = cache
    stride, pad = hparameters["stride"], hparameters["pad"]
    m, n_H, n_W, n_C = dZ.shape
    f = W.shape[0]
    padded = zero_pad(A_prev, pad)
    dPadded = np.zeros(padded.shape)
    db = np.zeros(b.shape)
    for i in range(m):
        dW = np.zeros(W.shape)  # WRONG: dW is set back to zero for every example, so only the last example's share is left; it belongs before the loop.
        for h in range(n_H):
            for w in range(n_W):
                y, x = h * stride, w * stride
                window = padded[i, y:y + f, x:x + f, :]
                for c in range(n_C):
                    dz = dZ[i, h, w, c]
                    dW[:, :, :, c] += window * dz
                    db[0, 0, 0, c] += dz
                    dPadded[i, y:y + f, x:x + f, :] += W[:, :, :, c] * dz
    dA_prev = dPadded[:, pad:dPadded.shape[1] - pad, pad:dPadded.shape[1] - pad, :]  # WRONG: the columns are cut with the number of rows (shape[1]); for volumes that are wider or narrower than high this cuts wrongly, it must be shape[2] - pad.
    return dA_prev, dW, db
